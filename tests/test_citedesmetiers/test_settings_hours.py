"""Opening hours and closures, through the pages of the settings."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from citedesmetiers.factories import make_closure, make_opening_hours, make_site
from citedesmetiers.models import Closure
from tests.test_citedesmetiers.test_settings_centre import errors, soup

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), None)


def week(first="2026-01-01", last="", **times):
    """The editor's data: opens_0_0="9" is Monday's first opening."""
    return {"valid_from": first, "valid_until": last} | times


MONDAY = {"opens_0_0": "9", "closes_0_0": "12", "opens_0_1": "13:30", "closes_0_1": "17 h 30"}


def rows(site):
    return list(
        site.opening_hours.order_by("valid_from", "weekday", "opens").values_list(
            "valid_from", "valid_until", "weekday", "opens", "closes"
        )
    )


def week_errors(response):
    return [item.get_text(strip=True) for item in soup(response).select(".error-summary li")]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9", time(9)),
        ("09:30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("9H", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.30", time(9, 30)),
        (" 9 ", time(9)),
    ],
)
def test_times_are_read_as_people_write_them(signed_in, typed, read):
    site = make_site()
    signed_in("director").post(reverse("period_add", args=[site.pk]), week(opens_0_0=typed, closes_0_0="22"))
    assert rows(site) == [(date(2026, 1, 1), None, 0, read, time(22))]


def test_a_week_is_written_on_one_page(signed_in):
    site = make_site()
    response = signed_in("director").post(
        reverse("period_add", args=[site.pk]), week(last="2026-07-10", **MONDAY), follow=True
    )
    assert rows(site) == [
        (date(2026, 1, 1), date(2026, 7, 10), 0, time(9), time(12)),
        (date(2026, 1, 1), date(2026, 7, 10), 0, time(13, 30), time(17, 30)),
    ]
    assert "09:00 – 12:00" in response.content.decode()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("times", "words"),
    [
        (
            {"opens_0_0": "tea time", "closes_0_0": "12"},
            "Monday, opens: Write a time of day, for example 9:30 or 9 h 30.",
        ),
        ({"opens_0_0": "25", "closes_0_0": "12"}, "Monday, opens: Write a time of day, for example 9:30 or 9 h 30."),
        ({"opens_2_1": "9"}, "Wednesday, closes again: Give both the opening and the closing time."),
        ({"closes_2_0": "9"}, "Wednesday, opens: Give both the opening and the closing time."),
        (
            {"opens_6_0": "12", "closes_6_0": "12"},
            "Sunday, closes: The closing time must come after the opening time.",
        ),
        (MONDAY | {"opens_0_1": "11:30"}, "Monday, opens again: Overlaps with 09:00–12:00 of the same day."),
        ({}, "Write at least one stretch of times. For days without any, add a closure."),
        (MONDAY | {"last": "2025-12-31"}, "Last day: The last day lies before the first day."),
        (MONDAY | {"first": ""}, "First day: This field is required."),
    ],
)
def test_what_is_wrong_with_a_week_is_said_with_its_day(signed_in, times, words):
    site = make_site()
    response = signed_in("director").post(reverse("period_add", args=[site.pk]), week(**times))
    assert week_errors(response) == [words]
    assert rows(site) == []
    for name, typed in times.items():
        if name not in ("first", "last"):
            assert soup(response).select_one(f"[name={name}]")["value"] == typed


def test_hours_in_the_way_are_named_and_nothing_is_saved(signed_in):
    site = make_site()
    make_opening_hours(site=site, opens=time(9), closes=time(18))
    response = signed_in("director").post(
        reverse("period_add", args=[site.pk]), week("2026-07-01", "2026-08-31", **MONDAY)
    )
    said = week_errors(response)
    assert "Monday, opens: Overlaps with 09:00–18:00 of the hours that begin on 1 January 2026." in said
    assert any("Tick this" in words for words in said)
    assert len(rows(site)) == 1


def test_hours_for_the_summer_replace_the_others_and_these_go_on_afterwards(signed_in):
    site = make_site()
    make_opening_hours(site=site, opens=time(9), closes=time(18))
    data = week("2026-07-01", "2026-08-31", opens_0_0="9", closes_0_0="12", replace="on")
    response = signed_in("director").post(reverse("period_add", args=[site.pk]), data, follow=True)
    assert rows(site) == [
        (date(2026, 1, 1), date(2026, 6, 30), 0, time(9), time(18)),
        (date(2026, 7, 1), date(2026, 8, 31), 0, time(9), time(12)),
        (date(2026, 9, 1), None, 0, time(9), time(18)),
    ]
    assert "1 stretch of other hours was shortened." in response.content.decode()


def test_a_period_is_changed_as_a_whole(signed_in):
    site = make_site()
    make_opening_hours(site=site)
    make_opening_hours(site=site, weekday=4)
    address = reverse("period_edit", args=[site.pk, YEAR])
    client = signed_in("director")
    assert soup(client.get(address)).select_one("[name=opens_4_0]")["value"] == "09:00"
    client.post(address, week("2026-02-01", opens_1_0="10", closes_1_0="12"))
    assert rows(site) == [(date(2026, 2, 1), None, 1, time(10), time(12))]


def test_a_day_with_three_stretches_is_shown_whole_and_survives(signed_in):
    site = make_site()
    for opens in (8, 11, 15):
        make_opening_hours(site=site, opens=time(opens), closes=time(opens + 2))
    client, address = signed_in("director"), reverse("period_edit", args=[site.pk, YEAR])
    fields = soup(client.get(address)).select("input[name^=opens_0_], input[name^=closes_0_]")
    client.post(address, week(**{field["name"]: field.get("value", "") for field in fields}))
    assert [row[3] for row in rows(site)] == [time(8), time(11), time(15)]


def test_a_period_is_copied_to_the_next_year_and_saved_only_when_sent(signed_in):
    site = make_site()
    make_opening_hours(site=site, valid_from=date(2024, 2, 29), valid_until=date(2024, 12, 31), opens=time(9, 30))
    client = signed_in("director")
    page = soup(client.get(reverse("period_add", args=[site.pk]) + "?copy=2024-02-29_2024-12-31"))
    assert page.select_one("[name=valid_from]")["value"] == "2025-02-28"
    assert page.select_one("[name=valid_until]")["value"] == "2025-12-31"
    assert page.select_one("[name=opens_0_0]")["value"] == "09:30"
    assert len(rows(site)) == 1
    assert client.get(reverse("period_add", args=[site.pk]) + "?copy=nonsense").status_code == 200


@pytest.mark.thorough
def test_a_period_gets_its_last_day(signed_in):
    site = make_site()
    make_opening_hours(site=site)
    address = reverse("period_end", args=[site.pk, YEAR])
    client = signed_in("director")
    for typed, words in (("2025-12-31", "lies before the first day"), ("", "required"), ("soon", "valid date")):
        refused = client.post(address, {"on": typed})
        assert refused.status_code == 200
        assert words in week_errors(refused)[0]
    client.post(address, {"on": "2026-06-30"})
    assert site.opening_hours.get().valid_until == date(2026, 6, 30)


def test_a_last_day_that_would_reach_into_other_hours_is_refused(signed_in):
    site = make_site()
    make_opening_hours(site=site, valid_until=date(2026, 6, 30))
    make_opening_hours(site=site, valid_from=date(2026, 7, 1))
    period = (date(2026, 1, 1), date(2026, 6, 30))
    response = signed_in("director").post(reverse("period_end", args=[site.pk, period]), {"on": "2026-07-31"})
    assert "overlap with other hours" in week_errors(response)[0]


def test_deleting_a_period_says_how_many_stretches_go(signed_in):
    site = make_site()
    make_opening_hours(site=site)
    make_opening_hours(site=site, weekday=1)
    address = reverse("period_delete", args=[site.pk, YEAR])
    client = signed_in("director")
    assert "2 stretches of times a week are deleted" in client.get(address).content.decode()
    client.post(address)
    assert rows(site) == []


def closure(**changes):
    return {"kind": "closure", "starts_on": "2026-12-24", "ends_on": "", "reason_fr": "Fêtes"} | changes


def test_one_closure_is_entered_for_several_places_at_once(signed_in):
    sites = [make_site(), make_site(), make_site()]
    data = closure(ends_on="2027-01-02", sites=[sites[0].pk, sites[2].pk])
    signed_in("director").post(reverse("closure_add"), data)
    found = Closure.objects.values_list("site", "starts_on", "ends_on", "reason_fr", "kind")
    assert set(found) == {
        (site.pk, date(2026, 12, 24), date(2027, 1, 2), "Fêtes", "closure") for site in (sites[0], sites[2])
    }


def test_a_single_day_needs_no_last_day(signed_in):
    site = make_site()
    signed_in("director").post(reverse("closure_add"), closure(sites=[site.pk]))
    assert Closure.objects.get().ends_on == date(2026, 12, 24)


OPENING = {"kind": "exceptional_opening", "opens": "9", "closes": "12"}


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"sites": []}, "sites", "at least one place"),
        ({"ends_on": "2026-12-23"}, "ends_on", "before the first day"),
        ({"opens": "9", "closes": "12"}, "opens", "a closure has none"),
        (OPENING | {"opens": "", "closes": ""}, "opens", "opening has hours"),
        (OPENING | {"closes": ""}, "closes", "Give both"),
        (OPENING | {"closes": "8"}, "closes", "after the opening time"),
        (OPENING | {"closes": "late"}, "closes", "Write a time of day"),
        ({"starts_on": ""}, "starts_on", "required"),
        ({"kind": "holiday"}, "kind", "valid choice"),
    ],
)
def test_a_rule_of_closures_speaks_beside_its_field(signed_in, changes, field, words):
    site = make_site()
    response = signed_in("director").post(reverse("closure_add"), closure(sites=[site.pk]) | changes)
    assert list(errors(response)) == [field]
    assert words in errors(response)[field]
    assert not Closure.objects.exists()


def test_a_place_that_is_exceptionally_open_already_is_named_and_no_place_is_saved(signed_in):
    free, taken = make_site(), make_site(name="Annexe")
    make_closure(site=taken, starts_on=date(2026, 12, 24), kind="exceptional_opening", opens=time(11), closes=time(13))
    data = closure(sites=[free.pk, taken.pk], **OPENING)
    response = signed_in("director").post(reverse("closure_add"), data)
    assert errors(response)["sites"] == "Annexe: The place is exceptionally open at this time already."
    assert Closure.objects.count() == 1


@pytest.mark.thorough
def test_the_list_shows_this_year_and_filters_by_place_year_and_kind(signed_in):
    from django.utils import timezone

    here, there = make_site(name="Here"), make_site(name="There")
    year = timezone.localdate().year
    make_closure(site=here, starts_on=date(year, 5, 4))
    make_closure(site=there, starts_on=date(year - 1, 12, 30), ends_on=date(year, 1, 2))
    make_closure(
        site=there, starts_on=date(year - 1, 3, 3), kind="exceptional_opening", opens=time(9), closes=time(12)
    )
    client = signed_in("director")

    def count(query):
        return len(
            BeautifulSoup(client.get(reverse("closure_list") + query).content, "html.parser").select("tbody tr")
        )

    assert count("") == 2
    assert count("?year=") == 3
    assert count(f"?year={year - 1}") == 2
    assert count(f"?year=&site={here.pk}") == 1
    assert count("?year=&kind=exceptional_opening") == 1
    assert count("?year=nonsense&site=abc") >= 0


def test_public_holidays_stand_beside_by_country_with_the_places_that_stay_open(signed_in):
    make_site(name="Halle", country="FR")
    make_site(name="Mulino", country="IT", closed_on_public_holidays=False)
    make_site(name="Elsewhere", country="XX")
    page = signed_in("director", language="fr").get(reverse("closure_list") + "?year=2026").content.decode()
    assert "Fête nationale" in page
    assert "Festa della Repubblica" in page
    assert "Mulino" in page


def test_a_closure_is_changed_and_deleted_with_the_number_of_days(signed_in):
    row = make_closure(starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 8))
    client = signed_in("director")
    client.post(reverse("closure_edit", args=[row.pk]), closure(starts_on="2026-05-05", ends_on="2026-05-08"))
    row.refresh_from_db()
    assert row.starts_on == date(2026, 5, 5)
    page = client.get(reverse("closure_delete", args=[row.pk])).content.decode()
    assert "On 4 days" in page
    client.post(reverse("closure_delete", args=[row.pk]))
    assert not Closure.objects.exists()
