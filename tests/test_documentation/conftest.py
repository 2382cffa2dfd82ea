"""A centre whose lists are filled as the starting lists would, for imports."""

import pytest

from tests.test_documentation import lists


@pytest.fixture
def at_once(settings, tmp_path):
    """Background work runs within the request, and files lie in a folder of the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def filled_lists(centre):
    """Media, sectors, levels, purposes, shelves and two places, with the codes of the demonstration's list."""
    from citedesmetiers.factories import make_purpose, make_site
    from citedesmetiers.models import Site
    from documentation import factories as make

    for rank, (code, name, lent) in enumerate(lists.MEDIA):
        make.make_medium(code=code, name=name, rank=rank, may_be_lent=lent)
    for code in lists.SECTORS:
        make.make_sector(code=code, name=code)
    for code in lists.LEVELS:
        make.make_level(code=code, name=code)
    for code, name in lists.PURPOSES:
        make_purpose(code=code, name=name)
    for code in lists.SHELVES:
        make.make_node(code=code, name=code)
    make_site(code="main", name="Main", kind=Site.Kind.MAIN)
    for code in lists.PLACES:
        make_site(code=code, name=code)
    return centre
