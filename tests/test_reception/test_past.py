"""A paper sheet typed in as a grid."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from citedesmetiers.factories import make_opening_hours, make_purpose, make_site, make_station_count
from reception.factories import make_day_remark, make_group_visit, make_station_use, make_visit
from reception.models import StationUse, Visit

A_TUESDAY = date(2026, 3, 10)
KEY = "2f7f1b36-92c5-4a83-9a51-6d8b4b0c2f11"


@pytest.fixture
def site(db):
    """Open on Tuesdays from 9 to 12."""
    site = make_site(code="town", name="Town")
    make_opening_hours(site=site, weekday=1, opens=time(9), closes=time(12))
    return site


@pytest.fixture
def job(db):
    return make_purpose(name="Find a job", short_name="Job")


def sheet(place="town", day=A_TUESDAY):
    return f"/reception/past/?place={place}&day={day}"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def hours(page):
    return [row.th.get_text() for row in page.select("#sheet tbody tr")]


@pytest.mark.thorough
def test_the_sheet_has_the_opened_hours_and_the_purposes_of_that_day(signed_in, site, job):
    make_purpose(name="Later", short_name="Later", valid_from=A_TUESDAY + timedelta(days=1))
    page = soup(signed_in("reception", sites=[site]).get(sheet()))
    assert hours(page) == ["9:00", "10:00", "11:00"]
    heads = [" ".join(th.get_text(" ").split()) for th in page.select("#sheet thead th")]
    assert heads == ["Hour", "Job", "Not stated", "Total"]
    assert len(soup(signed_in("director").get(f"{sheet()}&all=1")).select("#sheet tbody tr")) == 24


def test_what_is_counted_already_stands_beside_the_cell(signed_in, site, job):
    make_visit(site=site, day=A_TUESDAY, hour=10, people=3, purpose=job)
    make_visit(site=site, day=A_TUESDAY, hour=18)
    make_visit(site=site, day=A_TUESDAY, hour=9, undone=True)
    make_group_visit(site=site, day=A_TUESDAY, people=20)
    page = soup(signed_in("reception", sites=[site]).get(sheet()))
    assert hours(page) == ["9:00", "10:00", "11:00", "18:00"]
    assert page.select_one(f"#id_c-10-{job.pk}_there").get_text() == "3 already"
    assert page.select_one("#id_c-18-0_there").get_text() == "1 already"
    assert "4 visits are counted on this day already, and 20 people in groups" in page.select_one(".notice").get_text()
    assert [cell.get_text() for cell in page.select("[data-row-total]")] == ["0", "3", "0", "1"]
    assert [cell.get_text() for cell in page.select("tfoot td")] == ["3", "1", "4"]


@pytest.mark.thorough
def test_a_closed_day_is_warned_of_and_an_explained_one_says_why(signed_in, site, job):
    client = signed_in("reception", sites=[site])
    text = client.get(sheet(day=A_TUESDAY + timedelta(days=1))).content.decode()
    assert "Town was closed on 11 March 2026" in text
    make_day_remark(site=site, day=A_TUESDAY, reason="lost")
    text = client.get(sheet()).content.decode()
    assert "was closed on" not in text
    assert "The paper sheet was lost" in text


def test_each_filled_cell_becomes_one_entry_with_its_people(signed_in, site, job):
    client = signed_in("reception", sites=[site])
    sent = {"key": KEY, f"c-9-{job.pk}": "12", "c-9-0": "", f"c-11-{job.pk}": "0", "c-11-0": " 3 "}
    response = client.post(sheet(), sent, follow=True)
    assert "2 cells stored for 10 March 2026. People added: 15." in response.content.decode()
    stored = Visit.objects.order_by("hour").values_list("site", "day", "hour", "purpose", "people")
    assert list(stored) == [(site.pk, A_TUESDAY, 9, job.pk, 12), (site.pk, A_TUESDAY, 11, None, 3)]
    assert soup(response).select_one("[data-total]").get_text() == "15"


def test_the_same_sheet_sent_twice_is_stored_once(signed_in, site, job):
    client = signed_in("reception", sites=[site])
    client.post(sheet(), {"key": KEY, "c-9-0": "12"})
    response = client.post(sheet(), {"key": KEY, "c-9-0": "13", "c-10-0": "1"}, follow=True)
    text = response.content.decode()
    assert "1 cell stored for 10 March 2026. People added: 1." in text
    assert "1 cell was stored before with this sheet" in text
    assert sorted(Visit.objects.values_list("hour", "people")) == [(9, 12), (10, 1)]


def test_the_key_of_one_sheet_does_not_swallow_another_day(signed_in, site, job):
    client = signed_in("reception", sites=[site])
    for day in (A_TUESDAY, A_TUESDAY - timedelta(days=7)):
        client.post(sheet(day=day), {"key": KEY, "c-9-0": "12"})
    assert Visit.objects.count() == 2


def test_each_new_sheet_has_a_key_of_its_own(signed_in, site):
    client = signed_in("reception", sites=[site])
    keys = {soup(client.get(sheet())).select_one("#sheet [name=key]")["value"] for _time in range(2)}
    assert len(keys) == 2


@pytest.mark.many_cases
@pytest.mark.parametrize("wrong", ["many", "-1", "501", "1.5", "99999", "½"])
def test_a_wrong_number_is_explained_beside_its_cell_and_nothing_is_stored(signed_in, site, job, wrong):
    client = signed_in("reception", sites=[site])
    response = client.post(sheet(), {"key": KEY, "c-9-0": wrong, "c-10-0": "4"})
    page = soup(response)
    assert page.select_one("#id_c-9-0")["value"] == wrong
    assert page.select_one("#id_c-9-0_error").get_text()
    assert page.select_one("#id_c-10-0")["value"] == "4"
    assert not Visit.objects.exists()


def test_an_empty_sheet_is_not_stored(signed_in, site, job):
    response = signed_in("reception", sites=[site]).post(sheet(), {"key": KEY, "c-9-0": "", "c-10-0": "0"})
    assert "Every cell is empty" in soup(response).select_one(".error-summary").get_text()


def test_a_sheet_without_its_key_is_refused_and_keeps_what_was_typed(signed_in, site, job):
    page = soup(signed_in("reception", sites=[site]).post(sheet(), {"key": "x", "c-9-0": "7"}))
    assert page.select_one(".error-summary")
    assert page.select_one("#id_c-9-0")["value"] == "7"
    assert not Visit.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize("day", ["2999-01-01", "yesterday", ""])
def test_a_day_that_is_not_over_or_no_day_shows_no_sheet(signed_in, site, day):
    client = signed_in("reception", sites=[site])
    page = soup(client.get(sheet(day=day)))
    assert page.select_one("#div_id_day .field-error")
    assert not page.select_one("#sheet")
    assert client.post(sheet(day=day), {"key": KEY, "c-9-0": "1"}).status_code == 200
    assert not Visit.objects.exists()


def test_today_may_be_typed_in_too(signed_in, site, job):
    today = timezone.localdate()
    signed_in("reception", sites=[site]).post(sheet(day=today) + "&all=1", {"key": KEY, "c-9-0": "2"})
    assert Visit.objects.get().day == today


def test_a_place_of_others_is_refused(signed_in, site, job):
    make_site(code="other", name="Other")
    client = signed_in("reception", sites=[site])
    page = soup(client.get(sheet("other")))
    assert page.select_one("#div_id_place .field-error")
    client.post(sheet("other"), {"key": KEY, "c-9-0": "2"})
    assert not Visit.objects.exists()
    assert [option["value"] for option in page.select("#id_place option")] == ["town"]


def test_a_place_that_exists_no_longer_can_be_filled_in(signed_in, job):
    gone = make_site(code="gone", opened_on=date(2025, 5, 1), closed_on=date(2025, 5, 31))
    client = signed_in("director")
    client.post(sheet("gone", date(2025, 5, 20)), {"key": KEY, "c-9-0": "2"})
    assert Visit.objects.get().site == gone


@pytest.mark.thorough
def test_the_computers_tally_of_a_past_day_is_put_right_from_paper(signed_in, site):
    make_station_count(site=site, stations=4, since=date(2020, 1, 1))
    make_station_use(site=site, day=A_TUESDAY, hour=9, started=3, ended=1)
    make_station_use(site=site, day=A_TUESDAY, hour=10, started=2, ended=2)
    client = signed_in("reception", sites=[site])
    page = soup(client.get(sheet()))
    assert [field["value"] for field in page.select("[name^=sessions-h]")] == ["3", "2", ""]
    typed = {"sessions-h9": "", "sessions-h10": "2", "sessions-h11": "7", "sessions": "1"}
    answer = client.post(sheet(), typed, follow=True)
    assert "9 sessions at free computers" in soup(answer).get_text()
    there = StationUse.objects.order_by("hour").values_list("hour", "started", "ended")
    assert list(there) == [(10, 2, 2), (11, 7, 7)]
    assert not Visit.objects.exists()


def test_what_cannot_be_read_of_the_tally_stays_beside_its_cell(signed_in, site):
    make_station_count(site=site, stations=4, since=date(2020, 1, 1))
    answer = signed_in("reception", sites=[site]).post(sheet(), {"sessions-h9": "many", "sessions": "1"})
    page = soup(answer)
    assert page.select_one("#id_sessions-h9")["value"] == "many"
    assert page.select_one("#id_sessions-h9_error")
    assert not StationUse.objects.exists()


@pytest.mark.thorough
def test_today_and_a_place_without_computers_have_no_tally_to_type(signed_in, site):
    client = signed_in("reception", sites=[site])
    assert not soup(client.get(sheet())).select("[name=sessions]")
    make_station_count(site=site, stations=4, since=date(2020, 1, 1))
    assert soup(client.get(sheet())).select("[name=sessions]")
    assert not soup(client.get(sheet(day=timezone.localdate()))).select("[name=sessions]")
