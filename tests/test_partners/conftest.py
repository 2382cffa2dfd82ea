"""What the tests of the partners' room share."""

import pytest


@pytest.fixture
def at_once(settings, tmp_path):
    """Background work runs within the request, and files lie in a folder of the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kinds(db):
    """Two kinds of institutions, as a centre has them."""
    from partners.factories import make_institution_kind

    return [
        make_institution_kind(code="local_mission", name_fr="Mission locale", name_en="Local mission"),
        make_institution_kind(code="chamber", name_fr="Chambre consulaire", name_en="Chamber"),
    ]


@pytest.fixture
def manager(signed_in):
    return signed_in("partnership")
