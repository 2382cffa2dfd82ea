"""A closure entered after the roster, a date left out of a series, and the people whom the form offers."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_site
from counselling.factories import make_desk, make_duty_series, make_duty_session
from counselling.models import DutySession
from partners.factories import make_institution, make_professional

pytestmark = pytest.mark.django_db
TUESDAY = date(2038, 3, 9)


@pytest.fixture
def site():
    """Open from nine to five, Monday to Friday."""
    site = make_site(name="Main place")
    for weekday in range(5):
        make_opening_hours(site=site, weekday=weekday)
    return site


@pytest.fixture
def desk(site):
    return make_desk(site=site, name="Find a job", rank=2)


@pytest.fixture
def cio():
    return make_institution(name="CIO", roles=["desk_partner"])


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response):
    return " ".join(soup(response).get_text(" ").split())


def said(client, page="roster", **asked):
    """What the page of the roster says about closures: (heading, lines, keys of sessions its button would send)."""
    block = soup(client.get(reverse(f"counselling:{page}"), asked)).select_one(".closures")
    if block is None:
        return None
    return (
        " ".join(block.h2.get_text().split()),
        [" ".join(line.get_text().split()) for line in block.select("li")],
        [field["value"] for field in block.select("[name=shown]")],
    )


def answer(client, what, shown):
    return client.post(reverse("counselling:roster_closures"), {"what": what, "shown": shown}, follow=True)


def states():
    return list(DutySession.objects.order_by("day", "starts").values_list("state", flat=True))


@pytest.mark.many_cases
@pytest.mark.parametrize("page", ["roster", "roster_month"])
def test_a_closure_entered_later_names_the_sessions_it_meets_whatever_week_is_shown(signed_in, desk, cio, page):
    met = make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY + timedelta(days=1))
    make_duty_session(desks=[desk], institution=cio, day=date(2038, 3, 13))  # a Saturday, planned on purpose
    client = signed_in("partnership", sites=[desk.site])
    assert said(client, page) is None
    make_closure(site=desk.site, starts_on=TUESDAY, reason="Works")
    assert said(client, page) == (
        "1 planned session stands on a day on which the place is closed",
        ["Tuesday 9 March 2038 (Works): CIO 09:30 – 12:30"],
        [str(met.pk)],
    )
    shown = soup(client.get(reverse(f"counselling:{page}"), {"day": "2038-03-09"}))
    assert [slot["href"] for slot in shown.select(".slot-closed")] == [
        reverse("counselling:roster_session", args=[met.pk])
    ]


@pytest.mark.thorough
def test_one_button_cancels_them_all_and_one_puts_them_back_when_the_closure_goes(signed_in, desk, cio):
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY, starts=time(14), ends=time(16))
    by_hand = make_duty_session(desks=[desk], institution=cio, day=TUESDAY, starts=time(16), ends=time(17))
    by_hand.set_state("cancelled", now=timezone.now())
    closure = make_closure(site=desk.site, starts_on=TUESDAY)
    client = signed_in("director", sites=[desk.site])
    assert "2 sessions are cancelled." in text(answer(client, "met", said(client)[2]))
    assert (states(), said(client)) == (["cancelled"] * 3, None)
    closure.delete()
    heading, _lines, keys = said(client)
    assert heading == "2 sessions were cancelled for a closure that is gone"
    assert "2 sessions stand on the roster again." in text(answer(client, "again", keys))
    assert (states(), said(client)) == (["planned", "planned", "cancelled"], None)


def test_the_button_reaches_no_session_that_no_closure_meets_nor_one_of_another_place(signed_in, desk, cio):
    here = make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    elsewhere = make_duty_session(day=TUESDAY)
    make_closure(site=elsewhere.site, starts_on=TUESDAY)
    client = signed_in("partnership", sites=[desk.site])
    page = answer(client, "met", [here.pk, elsewhere.pk, "x"])
    assert "Nothing was left to do" in text(page)
    assert states() == ["planned", "planned"]


@pytest.mark.thorough
def test_who_only_reads_the_roster_is_told_and_has_no_button(signed_in, desk, cio):
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    make_closure(site=desk.site, starts_on=TUESDAY)
    client = signed_in("reception", sites=[desk.site])
    block = soup(client.get(reverse("counselling:roster"))).select_one(".closures")
    assert (bool(block), block.select("button")) == (True, [])
    assert answer(client, "met", []).status_code == 403


@pytest.mark.thorough
def test_the_today_page_tells_who_plans(signed_in, desk, cio):
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    client = signed_in("partnership", sites=[desk.site])
    assert "place is closed" not in text(client.get(reverse("today")))
    make_closure(site=desk.site, starts_on=TUESDAY)
    assert "1 planned session stands on a day on which the place is closed" in text(client.get(reverse("today")))


def test_the_public_is_not_sent_to_a_closed_place(signed_in, client, centre, cio):
    site = make_site()
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday)
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_duty_session(desks=[make_desk(site=site)], institution=cio, day=tomorrow)
    assert "CIO" in text(client.get("/en" + reverse("desks:today")))
    make_closure(site=site, starts_on=tomorrow)
    assert "CIO" not in text(client.get("/en" + reverse("desks:today")))


@pytest.mark.thorough
def test_a_date_is_left_out_of_a_series_and_taken_back(signed_in, desk, cio):
    series = make_duty_series(
        desks=[desk], institution=cio, first_day=TUESDAY, last_day=date(2038, 3, 30),
        professionals=[make_professional(institution=cio)],
    )  # fmt: skip
    series.spread()
    second = series.sessions.get(day=date(2038, 3, 16))
    client = signed_in("partnership", sites=[desk.site])
    cancel = reverse("counselling:roster_session_cancel", args=[second.pk])
    assert "Leave this date out of the series" in text(client.get(cancel))
    page = text(client.post(cancel, {"scope": "leave_out"}, follow=True))
    assert "The series leaves out 16 March 2038." in page
    assert [day.day for day in series.sessions.values_list("day", flat=True)] == [9, 23, 30]

    page = client.get(reverse("counselling:roster_series_edit", args=[series.pk]))
    assert [
        form.select_one("[name=day]")["value"] for form in soup(page).select("#main .row-line form, .row-line form")
    ][:1] == ["2038-03-16"]
    back = reverse("counselling:roster_series_take_in", args=[series.pk])
    assert "The session of 16 March 2038 stands" in text(client.post(back, {"day": "2038-03-16"}, follow=True))
    (again,) = series.sessions.filter(day=date(2038, 3, 16))
    assert (list(again.desks.all()), again.professionals.count()) == ([desk], 1)
    assert "This date is not left out." in text(client.post(back, {"day": "2038-03-16"}, follow=True))
    assert "This date is not left out." in text(client.post(back, {"day": "soon"}, follow=True))


def test_a_date_taken_back_while_the_place_is_closed_makes_no_session_and_says_so(signed_in, desk, cio):
    series = make_duty_series(desks=[desk], institution=cio, first_day=TUESDAY, last_day=TUESDAY + timedelta(days=14))
    series.spread()
    series.leave_out(series.sessions.get(day=date(2038, 3, 16)))
    make_closure(site=desk.site, starts_on=date(2038, 3, 16))
    client = signed_in("director", sites=[desk.site])
    back = reverse("counselling:roster_series_take_in", args=[series.pk])
    page = text(client.post(back, {"day": "2038-03-16"}, follow=True))
    assert "16 March 2038 is no longer left out, but the place is closed on it" in page
    assert series.sessions.count() == 2


def test_a_date_left_out_stays_out_when_the_series_is_changed(signed_in, desk, cio):
    series = make_duty_series(desks=[desk], institution=cio, first_day=TUESDAY, last_day=date(2038, 3, 30))
    series.spread()
    series.leave_out(series.sessions.get(day=date(2038, 3, 16)))
    client = signed_in("director", sites=[desk.site])
    client.post(
        reverse("counselling:roster_series_edit", args=[series.pk]),
        {"rhythm": "weekly", "first_day": "2038-03-09", "last_day": "2038-03-30", "starts": "10", "ends": "12",
         "institution": cio.pk, "desks": [desk.pk]},
    )  # fmt: skip
    rows = series.sessions.order_by("day")
    assert [(row.day.day, row.starts.hour) for row in rows] == [(9, 10), (23, 10), (30, 10)]


def people(page):
    """(names in view, names behind the line) of the form."""
    block = soup(page).select_one("[data-people]")
    first = block.find("div", recursive=False)
    names = [label.get_text() for label in first.select("label")] if first else []
    return names, [label.get_text() for label in block.select("details label")]


def test_the_people_of_the_institution_are_in_view_and_only_those_who_work_on_that_day(signed_in, desk, cio):
    other = make_institution(name="Town", roles=["desk_partner"])
    for name, of, fields in (
        ("Nadia", cio, {}),
        ("Gone", cio, {"active_until": date(2038, 3, 1)}),
        ("Coming", cio, {"active_from": date(2038, 4, 1)}),
        ("Omar", other, {}),
    ):
        make_professional(name=name, institution=of, **fields)
    client = signed_in("director", sites=[desk.site])
    address = reverse("counselling:roster_add")
    assert people(client.get(address, {"day": "2038-03-09"})) == ([], ["Nadia", "Omar"])
    assert people(client.get(address, {"day": "2038-03-09", "institution": cio.pk})) == (["Nadia"], ["Omar"])
    assert people(client.get(address, {"day": "2038-04-06", "institution": cio.pk})) == (["Coming", "Nadia"], ["Omar"])
    session = make_duty_session(desks=[desk], institution=other, day=TUESDAY)
    page = client.get(reverse("counselling:roster_session_edit", args=[session.pk]))
    assert people(page) == (["Omar"], ["Nadia"])


def test_who_was_ticked_stays_in_sight_when_the_day_does_not_suit_them(signed_in, desk, cio):
    gone = make_professional(name="Gone", institution=cio, active_until=date(2038, 3, 1))
    client = signed_in("director", sites=[desk.site])
    page = client.post(
        reverse("counselling:roster_add") + "?day=2038-02-01",
        {"rhythm": "once", "first_day": "2038-03-09", "starts": "9", "ends": "12", "institution": cio.pk,
         "desks": [desk.pk], "professionals": [gone.pk]},
    )  # fmt: skip
    assert "Gone does not work here on 9 March 2038." in text(page)
    assert soup(page).select_one(f"#id_professionals_{gone.pk}").has_attr("checked")
