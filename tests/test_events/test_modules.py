"""Modules of a programme: what is typed beside what is counted, rows 36 to 41 of the acceptance table."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from citedesmetiers.factories import make_profile_value
from events import counts
from events.factories import make_attendance, make_attendance_marginal, make_event, make_event_kind, make_session
from events.models import Event
from partners.factories import make_programme, make_programme_module
from reports import prints, programme_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def pathway():
    """A pathway of two modules; at the first, 31 people came to two sessions, and fifteen told their level."""
    programme = make_programme(name="Digital pathway")
    first = make_programme_module(programme=programme, name="First moves", sessions=6)
    make_programme_module(programme=programme, name="A CV online", sessions=4)
    event = make_event(programme=programme, module=first)
    below, above = (
        make_profile_value(list="level", name=name, rank=rank) for rank, name in ((1, "Lower"), (2, "Higher"))
    )
    for hour, present in ((9, 20), (14, 11)):
        session = make_session(event=event, hour=hour, state="held")
        attendance = make_attendance(session=session, present=present)
        make_attendance_marginal(attendance=attendance, value=below, people=6)
    make_attendance_marginal(attendance=attendance, value=above, people=3)
    make_session(event=event, hour=17)  # planned
    make_attendance(session=make_session(event=make_event(programme=programme), state="held"), present=50)  # no module
    return programme


def test_an_event_names_its_module_and_takes_over_its_programme(signed_in):
    client = signed_in("events")
    module = make_programme_module(programme=make_programme(name="Digital pathway"))
    data = {"title_fr": "Premiers pas", "kind": make_event_kind().pk, "seats_at_once": "2", "module": module.pk}
    other = make_programme(name="Another")
    page = client.post(reverse("events:event_add"), data | {"programme": other.pk})
    assert page.context["form"].errors["module"] == [f"This module is part of {module.programme}."]
    client.post(reverse("events:event_add"), data)
    event = Event.objects.get()
    assert (event.module, event.programme) == (module, module.programme)
    assert f"{module.programme}: {module}" in client.get(reverse("events:event", args=[event.pk])).content.decode()


def test_a_module_without_its_programme_is_refused_by_the_table():
    with pytest.raises(IntegrityError, match="event_module_of_a_programme"), transaction.atomic():
        make_event(module=make_programme_module())


def test_the_page_of_a_programme_shows_what_is_counted_beside_what_is_typed(signed_in, pathway):
    page = signed_in("director").get(reverse("partners:programme", args=[pathway.pk]))
    table = BeautifulSoup(page.content, "html.parser").select_one("#modules table")
    first, second = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    assert first[0] == "6"
    assert first[-1] == "2 sessions held, 31 participations Level: Lower: 12, Higher: 3"
    assert second[-1] == "nothing: no event names it"


def test_the_report_counts_by_module_and_masks_few_people(pathway):
    made = programme_report.build({"programme": pathway.pk}, prints.quietly)
    grids = {grid.caption: grid for grid in everything(made) if hasattr(grid, "caption")}
    first, second = [[cell.words for cell in row] for row in grids["Modules"].rows]
    assert (first[1], first[-2:]) == ("6", ["2", "31"])
    assert second[-2:] == ["", ""]
    levels = {row[0].words: row[1] for row in grids["Level by module"].rows}
    assert levels["Higher"].is_masked
    assert "3" not in levels["Higher"].words


def everything(document):
    for chapter in document.chapters:
        yield from chapter.blocks


def test_modules_are_counted_with_as_many_queries_for_one_as_for_three(django_assert_num_queries, pathway):
    with django_assert_num_queries(3):
        counts.said_of_modules(pathway)
    for number in range(2):
        module = make_programme_module(programme=pathway, name=f"Module {number}")
        session = make_session(event=make_event(programme=pathway, module=module), state="held")
        make_attendance(session=session, present=5)
    with django_assert_num_queries(3):
        assert len(counts.said_of_modules(pathway)) == 3
