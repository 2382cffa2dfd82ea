"""The duty roster through its pages: plan, change, replace, confirm, read, subscribe; today's desks for the public."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_purpose, make_site
from counselling.factories import make_desk, make_duty_series, make_duty_session
from counselling.models import DutySeries, DutySession
from partners.factories import make_agreement, make_agreement_commitment, make_institution, make_professional

pytestmark = pytest.mark.django_db
TUESDAY = date(2038, 3, 9)  # far enough ahead for sessions that are still planned


@pytest.fixture
def site():
    """A place that is open from nine to five on every day."""
    site = make_site(name="Main place")
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday)
    return site


@pytest.fixture
def desk(site):
    return make_desk(site=site, name="Find a job", rank=2)


@pytest.fixture
def cio():
    institution = make_institution(name="CIO", roles=["desk_partner"])
    make_agreement(institution=institution)
    return institution


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response):
    return " ".join(soup(response).get_text(" ").split())


def form_of(desk, institution, **fields):
    data = {
        "rhythm": "weekly", "first_day": "2038-03-09", "last_day": "2038-03-30", "starts": "9 h 30", "ends": "12:30",
        "institution": institution.pk, "desks": [desk.pk], "professionals": [],
    }  # fmt: skip
    return data | fields


def beside(response, field):
    """What is said beside a field."""
    block = soup(response).select_one(f"#div_id_{field}")
    return [" ".join(error.get_text().split()) for error in block.select(".field-error")]


def plan(client, desk, institution, **fields):
    return client.post(reverse("counselling:roster_add"), form_of(desk, institution, **fields), follow=True)


def test_a_series_is_planned_and_stands_in_the_week(signed_in, desk, cio):
    person = make_professional(institution=cio, name="Nadia Belkor")
    make_closure(site=desk.site, starts_on=date(2038, 3, 16))
    client = signed_in("partnership", sites=[desk.site])
    response = plan(client, desk, cio, professionals=[person.pk])
    said = soup(response).select_one("[role=status]").get_text()
    assert "3 sessions are planned." in said
    assert "Left out because the place is closed: 16 March 2038." in said
    slots = [" ".join(slot.get_text(" ").split()) for slot in soup(response).select("a.slot")]
    assert slots == ["09:30 – 12:30 CIO Nadia Belkor"]


def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(signed_in, desk, cio):
    client = signed_in("director", sites=[desk.site])
    response = plan(client, desk, cio, ends="8:00", desks=[], last_day="2038-03-01")
    assert beside(response, "ends") == ["The end must come after the beginning."]
    assert beside(response, "desks") == ["Choose at least one desk."]
    assert beside(response, "last_day") == ["The last day lies before the first day."]
    assert soup(response).select_one("[name=starts]")["value"] == "9 h 30"
    assert not DutySession.objects.exists()


@pytest.mark.thorough
def test_a_warning_is_saved_once_it_is_accepted(signed_in, desk, cio):
    person = make_professional(institution=cio, name="Nadia")
    make_duty_session(desks=[desk], professionals=[person], day=TUESDAY, starts=time(12), ends=time(14))
    client = signed_in("director", sites=[desk.site])
    response = plan(client, desk, cio, professionals=[person.pk])
    assert beside(response, "professionals") == [
        "Nadia is taken on 9 March 2038: duty session at Main place."
    ]  # fmt: skip
    assert DutySession.objects.count() == 1
    box = soup(response).select_one("[name=accepted]")
    plan(client, desk, cio, professionals=[person.pk], accepted=box["value"])
    assert DutySession.objects.count() == 5


@pytest.mark.thorough
def test_accepting_one_warning_accepts_no_other(signed_in, desk, cio):
    make_closure(site=desk.site, starts_on=TUESDAY)
    client = signed_in("director", sites=[desk.site])
    single = {"rhythm": "once", "last_day": ""}
    box = soup(plan(client, desk, cio, **single)).select_one("[name=accepted]")
    make_agreement(institution=make_institution())
    cio.agreements.update(ends_on=date(2026, 12, 31))
    response = plan(client, desk, cio, accepted=box["value"], **single)
    assert beside(response, "institution") == ["No agreement with CIO holds on 9 March 2038."]
    assert not DutySession.objects.exists()


def test_an_error_cannot_be_accepted(signed_in, desk, cio):
    desk.end(on=date(2038, 3, 20))
    response = plan(signed_in("director", sites=[desk.site]), desk, cio)
    assert beside(response, "desks") == ["Find a job does not exist on 23 March 2038 and one more day."]
    assert not soup(response).select_one("[name=accepted]")


def a_series(desk, institution, **fields):
    series = make_duty_series(
        desks=[desk], institution=institution, first_day=TUESDAY, last_day=date(2038, 3, 30), **fields
    )
    series.spread()
    return series


def change(client, session, **fields):
    data = {
        "day": session.day.isoformat(), "starts": "9:30", "ends": "12:30", "institution": session.institution_id,
        "desks": [desk.pk for desk in session.desks.all()], "professionals": [], "remark": "", "scope": "one",
    }  # fmt: skip
    return client.post(reverse("counselling:roster_session_edit", args=[session.pk]), data | fields, follow=True)


def beginnings():
    return [f"{s.day:%d.%m} {s.starts:%H:%M}" for s in DutySession.objects.order_by("day")]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", ["09.03 09:30", "16.03 10:00", "23.03 09:30", "30.03 09:30"]),
        ("following", ["09.03 09:30", "16.03 10:00", "23.03 10:00", "30.03 10:00"]),
        ("whole", ["09.03 10:00", "16.03 10:00", "23.03 10:00", "30.03 10:00"]),
    ],
)
def test_a_change_reaches_one_session_the_following_or_the_whole_series(signed_in, desk, cio, scope, expected):
    series = a_series(desk, cio)
    session = series.sessions.get(day=date(2038, 3, 16))
    change(signed_in("partnership", sites=[desk.site]), session, starts="10", scope=scope)
    assert beginnings() == expected


@pytest.mark.thorough
def test_moving_this_and_the_following_ones_moves_them_to_the_other_weekday(signed_in, desk, cio):
    series = a_series(desk, cio)
    session = series.sessions.get(day=date(2038, 3, 23))
    change(signed_in("director", sites=[desk.site]), session, day="2038-03-24", scope="following")
    assert beginnings() == ["09.03 09:30", "16.03 09:30", "24.03 09:30"]
    change(signed_in("director", sites=[desk.site]), DutySession.objects.get(day=date(2038, 3, 9)), day="2038-03-10")
    assert beginnings()[0] == "10.03 09:30"


@pytest.mark.thorough
def test_a_series_is_changed_from_one_day_on(signed_in, desk, cio):
    series = a_series(desk, cio)
    client = signed_in("director", sites=[desk.site])
    address = reverse("counselling:roster_series_edit", args=[series.pk])
    data = form_of(desk, cio, rhythm="fortnightly", first_day="2038-03-16", last_day="2038-04-30")
    assert "2 sessions are planned. 2 sessions are changed. 1 session is taken off." in text(
        client.post(address, data, follow=True)
    )
    assert [b[:5] for b in beginnings()] == ["09.03", "16.03", "30.03", "13.04", "27.04"]
    assert DutySeries.objects.count() == 2


def test_cancelling_says_in_numbers_what_goes(signed_in, desk, cio):
    series = a_series(desk, cio)
    client = signed_in("director", sites=[desk.site])
    address = reverse("counselling:roster_session_cancel", args=[series.sessions.get(day=date(2038, 3, 16)).pk])
    assert "3 planned sessions are taken off for good" in text(client.get(address))
    client.post(address, {"scope": "following"})
    assert beginnings() == ["09.03 09:30"]


def test_one_cancelled_session_stays_and_can_be_put_back(signed_in, desk, cio):
    session = make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    client = signed_in("director", sites=[desk.site])
    client.post(reverse("counselling:roster_session_cancel", args=[session.pk]), {"scope": "one"})
    assert "Put it back on the roster" in text(client.get(reverse("counselling:roster_session", args=[session.pk])))
    client.post(reverse("counselling:roster_session_state", args=[session.pk]), {"state": "planned"})
    session.refresh_from_db()
    assert session.is_planned


def test_a_replacement_takes_two_clicks_and_keeps_who_was_replaced(signed_in, desk, cio):
    nadia, hugo = (make_professional(institution=cio, name=name) for name in ("Nadia", "Hugo"))
    session = make_duty_session(desks=[desk], institution=cio, professionals=[nadia], day=TUESDAY)
    client = signed_in("partnership", sites=[desk.site])
    page = soup(client.get(reverse("counselling:roster_session", args=[session.pk])))
    assert [option.get_text() for option in page.select("#new option")] == ["Hugo"]
    response = client.post(
        reverse("counselling:roster_replace", args=[session.pk]), {"former": nadia.pk, "new": hugo.pk}, follow=True
    )
    assert "Hugo replaces Nadia." in text(response)
    assert "Replaced Nadia" in text(response)


@pytest.mark.many_cases
@pytest.mark.parametrize("new", ["", "0", "x"])
def test_a_replacement_by_nobody_is_refused_in_words(signed_in, desk, cio, new):
    session = make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    client = signed_in("director", sites=[desk.site])
    response = client.post(reverse("counselling:roster_replace", args=[session.pk]), {"new": new}, follow=True)
    assert "Choose who comes." in text(response)


def test_the_end_of_the_day_is_one_click(signed_in, desk, cio):
    yesterday = timezone.localdate() - timedelta(days=1)
    held, missed = (make_duty_session(desks=[desk], institution=cio, day=yesterday) for _ in range(2))
    make_duty_session(desks=[desk], day=timezone.localdate() + timedelta(days=1))
    client = signed_in("director", sites=[desk.site])
    address = reverse("counselling:roster_confirm")
    shown = [box["value"] for box in soup(client.get(address)).select("[name=shown]")]
    assert sorted(shown) == sorted([str(held.pk), str(missed.pk)])
    response = client.post(address, {"shown": shown, "missed": [missed.pk]}, follow=True)
    assert "1 session was held. 1 session was not held." in text(response)
    assert "Everything is confirmed" in text(response)
    assert set(DutySession.objects.values_list("state", flat=True)) == {"held", "missed", "planned"}


def test_a_session_to_come_cannot_be_held_yet(signed_in, desk):
    session = make_duty_session(desks=[desk], day=TUESDAY)
    client = signed_in("director", sites=[desk.site])
    address = reverse("counselling:roster_session_state", args=[session.pk])
    assert "can be said once it is over" in text(client.post(address, {"state": "held"}, follow=True))
    session.refresh_from_db()
    assert session.is_planned


def week(client, **query):
    return client.get(reverse("counselling:roster"), {"day": TUESDAY.isoformat()} | query)


def test_the_week_is_read_by_desk_or_institution_and_filtered(signed_in, desk, cio):
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    other = make_duty_session(desks=[make_desk(site=desk.site)], day=TUESDAY)
    client = signed_in("reception", sites=[desk.site])
    page = soup(week(client, by="institution"))
    assert [th.get_text() for th in page.select("tbody th")] == ["CIO", other.institution.name]
    assert len(soup(week(client, institution=cio.pk)).select("a.slot")) == 1
    assert "Clear the filters to see the whole week." in text(week(client, desk="999999"))


def test_the_month_shows_each_session_on_its_day(signed_in, desk, cio):
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    client = signed_in("events", sites=[desk.site])
    page = soup(client.get(reverse("counselling:roster_month"), {"day": "2038-03-01"}))
    (cell,) = [cell for cell in page.select("td") if cell.select("a.slot")]
    assert " ".join(cell.get_text(" ").split()) == "Tuesday 9 Week of 9 March 2038 09:30 2 CIO , to be filled"


@pytest.mark.many_cases
@pytest.mark.parametrize("day", ["tomorrow", "2038-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_not_found(signed_in, desk, day):
    client = signed_in("director", sites=[desk.site])
    for page in ("roster", "roster_month", "roster_add"):
        assert client.get(reverse(f"counselling:{page}"), {"day": day}).status_code == 404


@pytest.mark.thorough
def test_a_counsellor_reads_the_sessions_of_their_own_institution(signed_in, desk, cio):
    mine = make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    other = make_duty_session(desks=[desk], day=TUESDAY)
    client = signed_in("counsellor", sites=[desk.site])
    make_professional(institution=cio, user=client.user)
    assert [slot["href"] for slot in soup(week(client)).select("a.slot")] == [
        reverse("counselling:roster_session", args=[mine.pk])
    ]
    assert client.get(reverse("counselling:roster_session", args=[mine.pk])).status_code == 200
    assert client.get(reverse("counselling:roster_session", args=[other.pk])).status_code == 404


def test_a_session_of_another_place_is_not_found(signed_in, desk):
    elsewhere = make_duty_session(day=TUESDAY)
    client = signed_in("partnership", sites=[desk.site])
    assert client.get(reverse("counselling:roster_session", args=[elsewhere.pk])).status_code == 404
    assert client.post(reverse("counselling:roster_replace", args=[elsewhere.pk])).status_code == 404


def count(captured, client, address):
    with captured as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.many_cases
@pytest.mark.parametrize("page", ["roster", "roster_month", "roster_series", "roster_confirm"])
def test_a_full_page_asks_the_database_as_often_as_one_with_a_single_row(signed_in, desk, cio, page):
    day = timezone.localdate() - timedelta(days=1)
    client = signed_in("director", sites=[desk.site])
    address = f"{reverse(f'counselling:{page}')}?day={day.isoformat()}"

    def add():
        people = [make_professional(institution=cio) for _ in range(2)]
        make_duty_session(desks=[desk], institution=cio, professionals=people, day=day)
        make_duty_series(desks=[desk], institution=cio, professionals=people, first_day=day)

    add()
    client.get(address)
    one = count(CaptureQueriesContext(connection), client, address)
    add()
    add()
    assert count(CaptureQueriesContext(connection), client, address) == one


def test_the_public_reads_institutions_and_times_and_no_name(client, centre, site, cio):
    desk = make_desk(site=site, name="Careers corner", purposes=[make_purpose(name="Find a job", is_door=True)])
    person = make_professional(institution=cio, name="Nadia Belkor")
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_duty_session(desks=[desk], institution=cio, professionals=[person], day=tomorrow)
    make_duty_session(desks=[desk], institution=make_institution(name="Gone"), day=tomorrow, state="cancelled")
    response = client.get("/en" + reverse("desks:today"))
    page = text(response)
    assert "Careers corner" in page
    assert "09:30 – 12:30 CIO" in page
    assert "Nadia" not in page
    assert "Gone" not in page
    assert (response.headers["Cache-Control"], response.cookies) == ("public, max-age=300", {})


@pytest.mark.thorough
def test_the_page_of_an_institution_tells_hours_planned_and_held_beside_what_was_agreed(signed_in, desk, cio):
    make_agreement_commitment(agreement=cio.agreements.get(), quantity=4)
    make_duty_session(desks=[desk], institution=cio, day=timezone.localdate(), state="held")
    client = signed_in("partnership", sites=[desk.site])
    page = text(client.get(reverse("partners:institution", args=[cio.pk])))
    assert "1 duty session planned (3 h), 1 held (3 h), 0 not held." in page
    assert "Agreed: 4 sessions a month" in page


@pytest.mark.thorough
def test_the_today_page_says_who_is_on_duty(signed_in, desk, cio):
    now = timezone.localtime()
    make_duty_session(desks=[desk], institution=cio, day=now.date(), starts=time(0), ends=time(23, 59, 59))
    client = signed_in("documentation", sites=[desk.site])
    assert "CIO until 23:59" in text(client.get(reverse("today")))


@pytest.mark.parametrize(("role", "told"), [("partnership", True), ("documentation", False)])
def test_the_today_page_leads_who_plans_to_what_is_to_be_confirmed(signed_in, desk, cio, role, told):
    make_duty_session(desks=[desk], institution=cio, day=timezone.localdate() - timedelta(days=1))
    client = signed_in(role, sites=[desk.site])
    assert ("1 session to confirm" in text(client.get(reverse("today")))) == told


@pytest.mark.many_cases
@pytest.mark.parametrize("role", ["documentation", "events", "partnership"])
def test_who_sees_the_roster_and_no_desk_board_enters_the_room_by_the_roster(signed_in, desk, role):
    client = signed_in(role, sites=[desk.site])
    rail = soup(client.get(reverse("today"))).select_one("nav.rail")
    assert reverse("counselling:roster") in [link["href"] for link in rail.select("a")]


@pytest.mark.many_cases
@pytest.mark.parametrize("query", ["", "&format=a3"])
def test_the_week_is_printed(signed_in, desk, cio, query):
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    client = signed_in("reception", sites=[desk.site])
    answer = client.get(f"{reverse('reports:roster_week_pdf', args=[desk.site.pk])}?day=2038-03-09{query}")
    assert answer.content[:5] == b"%PDF-"
