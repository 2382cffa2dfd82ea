"""Declared figures stand beside computed ones with their mark and source, and are never added to them."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from citedesmetiers.factories import make_site
from reports import declared, since_opening
from reports.factories import make_declared_figure
from reports.figures import whole_year
from reports.models import DeclaredFigure

pytestmark = pytest.mark.django_db
A_FIGURE = "visits_by_month"


def data(**values):
    return {
        "title": "People at the forum", "mark": "nearly", "value": "3000", "unit": "people", "figure": "",
        "starts_on": "2026-03-01", "ends_on": "2026-03-03", "as_of": "", "site": "", "programme": "",
        "source": "The town's count at the doors", "method": "",
    } | values  # fmt: skip


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("exact", "3,000 people"),
        ("nearly", "nearly 3,000 people"),
        ("more_than", "more than 3,000 people"),
        ("up_to", "up to 3,000 people"),
    ],
)
def test_a_figure_is_noted_with_its_mark_and_listed_with_its_source(signed_in, centre, mark, words):
    client = signed_in("director", language="en")
    page = client.post(reverse("reports:declared_add"), data(mark=mark), follow=True).content.decode()
    assert words in page
    assert "The town&#x27;s count at the doors" in page
    assert DeclaredFigure.objects.get().noted_by is not None


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"as_of": "2026-03-03"}, "as_of"),
        ({"starts_on": "", "ends_on": ""}, "as_of"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2026-02-01"}, "ends_on"),
        ({"is_opening_balance": "on"}, "as_of"),
        ({"value": "-1"}, "value"),
        ({"source": ""}, "source"),
        ({"source": "anna@example.org"}, "source"),
        ({"figure": "nonsense"}, "figure"),
    ],
)
def test_what_does_not_hold_is_said_beside_its_field(signed_in, centre, wrong, field):
    response = signed_in("director", language="en").post(reverse("reports:declared_add"), data(**wrong))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not DeclaredFigure.objects.exists()


def test_a_place_has_one_opening_balance_of_a_figure():
    site = make_site()
    make_declared_figure(figure=A_FIGURE, site=site, as_of=date(2023, 12, 31), is_opening_balance=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_declared_figure(figure=A_FIGURE, site=site, as_of=date(2022, 12, 31), is_opening_balance=True)


def test_what_is_told_of_a_year_is_what_overlaps_it_and_what_was_there_before():
    here, there = make_site(), make_site()
    make_declared_figure(title="forum", starts_on=date(2025, 12, 30), ends_on=date(2026, 1, 2), site=here)
    make_declared_figure(title="stock", as_of=date(2026, 6, 1))
    make_declared_figure(title="before", as_of=date(2023, 12, 31), is_opening_balance=True)
    make_declared_figure(title="later", as_of=date(2027, 12, 31), is_opening_balance=True)
    make_declared_figure(title="elsewhere", site=there)
    make_declared_figure(title="old", as_of=date(2024, 6, 1))
    told = {row.title for row in declared.of_period(whole_year(2026), [here])}
    assert told == {"forum", "stock", "before"}


@pytest.mark.thorough
def test_a_declared_figure_stands_beside_the_computed_one_and_changes_no_number(signed_in, centre):
    client = signed_in("director", language="en")
    url = reverse("reports:figure", args=[A_FIGURE])
    before = client.get(url)
    year = before.context["table"].scope.period.first.year
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 1, 31)}
    make_declared_figure(figure=A_FIGURE, mark="more_than", value=1200, **days)
    after = client.get(url)
    assert [row.words for row in after.context["declared"]] == ["more than 1,200"]
    assert after.context["table"].total == before.context["table"].total


def test_deleting_asks_first(signed_in, centre):
    row = make_declared_figure()
    client = signed_in("director", language="en")
    url = reverse("reports:declared_delete", args=[row.pk])
    assert "3,000" in client.get(url).content.decode()
    assert DeclaredFigure.objects.exists()
    client.post(url)
    assert not DeclaredFigure.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [("en", "189200.00", "189,200"), ("fr", "189200.00", "189\u202f200"), ("fr", "12.50", "12,50")],
)
def test_a_figure_is_put_right_from_the_number_as_people_write_it(signed_in, centre, language, value, shown):
    row = make_declared_figure(value=Decimal(value))
    client, address = signed_in("director", language=language), reverse("reports:declared_edit", args=[row.pk])
    field = BeautifulSoup(client.get(address).content, "html.parser").select_one("input[name=value]")
    assert field["value"] == shown
    client.post(address, data(value=field["value"]))
    row.refresh_from_db()
    assert (row.title, row.value) == ("People at the forum", Decimal(value))


@pytest.mark.parametrize(
    ("mark", "value", "total"),
    [
        ("about", 189300, "about 240,200"),
        ("nearly", 189310, "nearly 240,260"),
        ("about", 189307, "about 240,253"),
        ("exact", 189300, "240,246"),
        ("more_than", 189300, "more than 240,246"),
    ],
)
def test_a_total_that_begins_with_a_balance_is_no_more_exact_than_that(mark, value, total):
    balance = make_declared_figure(
        value=Decimal(value),
        mark=mark,
        starts_on=None,
        ends_on=None,
        as_of=date(2023, 12, 31),
        is_opening_balance=True,
    )
    said = since_opening.sentence({"balance": DeclaredFigure.objects.get(pk=balance.pk), "counted": 50946})
    assert said.startswith(f"Visits since the opening: {total}. ")
    assert said.endswith("and 50,946 counted since.")
