"""The rows of chips at the counter: one for each list, the values that are noted most in reach of one key."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_site
from reception.factories import make_sampling_period, make_visit
from reception.models import Visit

pytestmark = pytest.mark.django_db
LAST_MONTH = timezone.localdate().replace(day=1) - timedelta(days=1)


@pytest.fixture
def site():
    return make_site(code="main", profile_lists=["territory", "level", "heard_by", "gender"])


@pytest.fixture
def towns():
    """Thirty municipalities, far more than a row holds."""
    return [make_profile_value(list="territory", code=f"town_{n}", name=f"Town number {n:02}", rank=n)
            for n in range(30)]  # fmt: skip


@pytest.fixture
def counter(signed_in, site):
    """A function that opens the counter; returns the page."""
    client = signed_in("reception", sites=[site])
    return lambda: BeautifulSoup(client.get("/reception/").content, "html.parser")


def chips(page, code, *, narrow=False):
    """The codes of the values that are chips in the row of the list `code`."""
    labels = page.select(f"[data-list={code}] label.chip:not(.chip-quiet)")
    return [
        label["for"].removeprefix(f"{code}-") for label in labels if not narrow or "chip-wide" not in label["class"]
    ]


def listed(page, code):
    return [option["value"] for option in page.select(f"select[name=more-{code}] option[value]") if option["value"]]


def test_a_list_that_fits_is_chips_alone_whichever_list_it_is(counter, site):
    for name in ("level", "heard_by", "gender"):
        make_profile_value(list=name, code=f"{name}_a", name="A")
        make_profile_value(list=name, code=f"{name}_b", name="B")
    page = counter()
    for name in ("level", "heard_by", "gender"):
        assert chips(page, name) == [f"{name}_a", f"{name}_b"]
        assert page.select_one(f"select[name=more-{name}]") is None
        assert page.select_one(f"#{name}-none").has_attr("checked")  # nothing is stated until somebody says it


def test_of_a_long_list_what_was_noted_most_last_month_is_a_chip_and_all_others_are_in_the_list(counter, site, towns):
    for town, times in ((towns[25], 4), (towns[17], 3), (towns[3], 1)):
        for _ in range(times):
            make_visit(site=site, day=LAST_MONTH, territory=town)
    page = counter()
    shown = chips(page, "territory")
    assert {"town_3", "town_17", "town_25", "town_0"} <= set(shown)  # filled up with the first of the list
    assert shown == sorted(shown, key=lambda code: int(code.removeprefix("town_")))  # each keeps its place
    narrow = chips(page, "territory", narrow=True)
    assert "town_25" in narrow
    assert len(narrow) < len(shown) < 10
    assert sorted([*narrow, *listed(page, "territory")]) == sorted(town.code for town in towns)  # none out of reach


def test_visits_of_other_places_and_months_and_those_taken_back_move_no_chip(counter, site, towns):
    first = chips(counter(), "territory")
    make_visit(site=make_site(), day=LAST_MONTH, territory=towns[25])
    make_visit(site=site, day=timezone.localdate(), territory=towns[26])
    make_visit(site=site, day=LAST_MONTH.replace(day=1) - timedelta(days=1), territory=towns[27])
    make_visit(site=site, day=LAST_MONTH, territory=towns[28], undone=True)
    assert chips(counter(), "territory") == first == [f"town_{n}" for n in range(len(first))]


def test_what_is_noted_is_counted_by_value_over_several_lists_at_once(site, towns):
    level = make_profile_value(list="level", code="bac")
    make_visit(site=site, day=LAST_MONTH, territory=towns[1], level=level)
    make_visit(site=site, day=LAST_MONTH, territory=towns[2], level=level)
    make_visit(site=site, day=LAST_MONTH)
    found = Visit.objects.noted_in((LAST_MONTH, LAST_MONTH), ["territory", "level"])
    assert dict(found) == {towns[1].pk: 1, towns[2].pk: 1, level.pk: 2}


@pytest.mark.thorough
def test_long_lists_cost_one_question_together(signed_in, site, towns, django_assert_num_queries):
    client = signed_in("reception", sites=[site])
    client.get("/reception/")
    with django_assert_num_queries(100, exact=False) as one_list:
        client.get("/reception/")
    for n in range(30):
        make_profile_value(list="level", code=f"level_{n}", name=f"Level number {n:02}", rank=n)
        make_visit(site=site, day=LAST_MONTH, territory=towns[n])
    with django_assert_num_queries(len(one_list.captured_queries)):
        client.get("/reception/")


def test_a_week_that_only_counts_asks_for_no_list_and_still_sends_people_on(counter, site, towns):
    later = timezone.localdate() + timedelta(days=30)
    make_sampling_period(site=site, starts_on=later, ends_on=later)
    page = counter()
    assert [row["data-list"] for row in page.select("#qualify fieldset")] == ["purposes", "sent_to"]
    assert "who came need not be noted" in page.select_one("#counts-only").get_text()
