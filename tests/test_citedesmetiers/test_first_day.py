"""What a new centre is given to begin with works as it is."""

import io

import pytest
from django.urls import reverse

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_site
from citedesmetiers.imports import importer
from citedesmetiers.models import ImportRun

# Where each kind of file comes in, in the order of a first day: people belong to an institution that is there.
IMPORTERS = {
    "institutions": "partners",
    "professionals": "partners",
    "holdings": "documentation",
    "season": "events",
    "door_readings": "reception",
}


@pytest.fixture
def set_up(centre, settings, tmp_path):
    """A centre as the set-up leaves it, with one place; background work runs within the request."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    starting_lists.load()
    return make_site(code="ardre", name="Site d’Ardre", kind="main_site")


def bring_in(client, room, code, ending):
    """Fetch the ready-made file, send it in as it is, and confirm; returns the run."""
    sample = client.get(reverse(f"{room}:import_sample", args=[code, ending]))
    file = io.BytesIO(b"".join(sample) if sample.streaming else sample.content)
    file.name = f"{code}.{ending}"
    client.post(reverse(f"{room}:import_new", args=[code]), {"file": file})
    run = ImportRun.objects.order_by("-pk").first()
    client.post(reverse(f"{room}:import_confirm", args=[run.pk]), {"leave_out": "on"})
    run.refresh_from_db()
    return run


def test_every_file_that_can_come_in_is_among_those_tried_here():
    assert set(IMPORTERS) == set(importer._importers)


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "ending"), [("fr", "xlsx"), ("en", "csv")])
def test_the_ready_made_files_come_in_unchanged_on_the_first_day(signed_in, set_up, language, ending):
    client = signed_in("director", language=language)
    for code, room in IMPORTERS.items():
        run = bring_in(client, room, code, ending)
        assert (code, run.refused, run.added + run.changed, run.state) == (code, 0, 2, "confirmed")


@pytest.mark.thorough
def test_they_come_in_with_lists_that_the_centre_has_made_its_own(signed_in, set_up):
    from events.models import EventKind
    from partners.models import InstitutionKind

    InstitutionKind.objects.update(name_fr=None, name_en="Something else")
    InstitutionKind.objects.exclude(code="chamber").delete()
    EventKind.objects.exclude(code="talk").delete()
    set_up.code = "old_mill"
    set_up.save()
    client = signed_in("director", language="en")
    for code, room in IMPORTERS.items():
        assert (code, bring_in(client, room, code, "xlsx").refused) == (code, 0)
