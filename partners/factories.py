"""Institutions for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

import itertools

from partners.models import Institution, InstitutionKind

_number = itertools.count(1)


def make_institution_kind(*, code=None, name=None, **fields):
    number = next(_number)
    return InstitutionKind.objects.create(code=code or f"kind-{number}", name=name or f"Kind {number}", **fields)


def make_institution(*, code=None, name=None, kind=None, **fields):
    """An institution; its kind is made with it when none is given, for it cannot stand without one."""
    number = next(_number)
    return Institution.objects.create(
        code=code or f"institution-{number}",
        name=name or f"Institution {number}",
        kind=kind or make_institution_kind(),
        **fields,
    )
