"""What the page of a programme tells."""

from collections import Counter
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Objective, ProgrammeRole, ProgressFigure
from partners.preparation import Sheet
from partners.programme_counts import counts_of, with_counts

Mark = ProgressFigure.Mark


def context(programme):
    """The variables of the page."""
    roles = list(programme.roles.select_related("institution__kind"))
    objectives = list(programme.objectives.all())
    sheet = Sheet(programme) if programme.is_ephemeral else None
    return {
        "roles": by_role(roles),
        "kinds": by_kind(roles),
        "institutions": len({role.institution_id for role in roles}),
        "modules": with_counts(programme),
        "objectives": objectives,
        "objectives_said": objectives_said(objectives),
        "figures": by_day(programme.figures.all()),
        "counted": counts_of(programme),
        "meetings": per_kind(programme.meetings),
        "trainings": per_kind(programme.trainings),
        "budgets": list(programme.budgets.with_totals().select_related("site", "programme")),
        "supports": list(programme.supports.all()),
        "sheet": sheet,
        "missing": list(sheet.missing()) if sheet else [],
    }


def by_role(roles):
    """[(label of the role, [institution, …]), …] in the order of the list of roles."""
    found = [(role.label, [each.institution for each in roles if each.role == role]) for role in ProgrammeRole.Role]
    return [(label, institutions) for label, institutions in found if institutions]


def by_kind(roles):
    """[(kind, how many institutions), …] of leads and partners, each counted once, most first."""
    partners = {
        role.institution_id: role.institution.kind
        for role in roles
        if role.role in (ProgrammeRole.Role.LEAD, ProgrammeRole.Role.PARTNER)
    }
    return Counter(partners.values()).most_common()


def objectives_said(objectives):
    """How far they are: “3 of 7 nearly achieved”, a sentence for each status that occurs."""
    counts = Counter(objective.status for objective in objectives)
    return [
        ngettext("%(n)s of %(all)s: %(status)s", "%(n)s of %(all)s: %(status)s", counts[status])
        % {"n": counts[status], "all": len(objectives), "status": status.label}
        for status in Objective.Status
        if counts[status]
    ]


def by_day(figures):
    """[(day, [ProgressFigure, …]), …], the latest day first."""
    return [
        (day, list(rows))
        for day, rows in groupby(sorted(figures, key=lambda each: (-each.as_of.toordinal(), each.pk)),
                                 key=lambda each: each.as_of)
    ]  # fmt: skip


def phrase(figure):
    """The value of a figure as people say it: 77, nearly 3,000, 70 %, up to 250, “several, not counted”."""
    if figure.value is None:
        return figure.words
    decimals = 0 if figure.value == figure.value.to_integral_value() else 1
    number = number_format(figure.value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    if figure.unit == ProgressFigure.Unit.PERCENT:
        number = _("%(number)s%%") % {"number": number}
    if figure.mark == Mark.EXACTLY:
        return number
    return _("%(mark)s %(number)s") % {"mark": Mark(figure.mark).label, "number": number}


def per_kind(rows):
    """[(kind, how many), …] of meetings or trainings, most first."""
    return Counter(row.kind for row in rows.order_by("kind").select_related("kind")).most_common()


def with_fields(form, row):
    """A row of the preparation with the bound fields of its cells: (row, [(cell, field, field of the answer), …])."""
    return row, [
        (cell, form[cell.name], form[f"{cell.name}-answer"] if row.institution is None else None) for cell in row.cells
    ]
