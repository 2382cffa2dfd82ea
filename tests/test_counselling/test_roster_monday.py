"""A roster from nothing: one series after the other, a person who cannot come, the sheet for the entrance."""

from datetime import time
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk, make_duty_session
from counselling.models import Desk, DutySeries, DutySession
from partners.factories import make_agreement, make_institution, make_professional
from tests.test_counselling.test_roster_screens import (  # noqa: F401
    TUESDAY,
    cio,
    desk,
    plan,
    site,
    soup,
    text,
    week,
)

pytestmark = pytest.mark.django_db


def options(response):
    """What the replacement offers, by institution: {institution: [words]}."""
    groups = soup(response).select("#new optgroup")
    return {group["label"]: [option.get_text() for option in group.select("option")] for group in groups}


def test_the_next_series_takes_over_days_and_times(signed_in, desk, cio):  # noqa: F811
    client = signed_in("partnership", sites=[desk.site])
    response = plan(client, desk, cio, again="1", pauses_in_school_holidays="on")
    assert "4 sessions are planned." in text(response)
    page = soup(response)
    values = {name: page.select_one(f"[name={name}]").get("value") for name in ("first_day", "last_day", "starts")}
    assert values == {"first_day": "2038-03-09", "last_day": "2038-03-30", "starts": "09:30"}
    assert page.select_one("[name=rhythm][checked]")["value"] == "weekly"
    assert page.select_one("[name=pauses_in_school_holidays]").has_attr("checked")
    assert not page.select("[name=desks][checked]")  # the next one sits elsewhere, or is somebody else


def test_after_a_single_session_the_next_form_has_no_last_day(signed_in, desk, cio):  # noqa: F811
    client = signed_in("partnership", sites=[desk.site])
    page = soup(plan(client, desk, cio, again="1", rhythm="once", last_day=""))
    assert page.select_one("[name=rhythm][checked]")["value"] == "once"
    assert not page.select_one("[name=last_day]").get("value")


@pytest.mark.many_cases
@pytest.mark.parametrize("address", ["rhythm=daily", "last=31-02-2038", "starts=noon", "ends=", "pauses=x"])
def test_nonsense_in_the_address_leaves_the_form_as_it_is(signed_in, desk, address):  # noqa: F811
    response = signed_in("partnership", sites=[desk.site]).get(f"{reverse('counselling:roster_add')}?{address}")
    assert response.status_code == 200
    assert soup(response).select_one("[name=rhythm][checked]")["value"] == "weekly"


@pytest.mark.thorough
def test_changing_a_series_offers_no_other_one(signed_in, desk, cio):  # noqa: F811
    client = signed_in("partnership", sites=[desk.site])
    plan(client, desk, cio)
    address = reverse("counselling:roster_series_edit", args=[DutySeries.objects.get().pk])
    assert not soup(client.get(address)).select("[name=again]")


@pytest.mark.thorough
def test_colleagues_come_first_and_who_is_taken_says_so(signed_in, desk, cio):  # noqa: F811
    away, free, busy = (make_professional(institution=cio, name=name) for name in ("Nadia", "Zoé", "Abel"))
    make_professional(institution=make_institution(name="Agency"), name="Boris")
    make_professional(institution=cio, name="Elsewhere").sites.set([make_site()])
    make_duty_session(desks=[desk], institution=cio, professionals=[busy], day=TUESDAY, starts=time(9), ends=time(11))
    session = make_duty_session(
        desks=[desk], institution=cio, professionals=[away], day=TUESDAY, starts=time(10), ends=time(12)
    )
    client = signed_in("partnership", sites=[desk.site])
    response = client.get(reverse("counselling:roster_session", args=[session.pk]))
    assert list(options(response).items()) == [
        ("CIO", ["Zoé", "Abel (not free: duty session at Main place)"]),
        ("Agency", ["Boris"]),
    ]
    assert soup(response).select_one("#new option")["value"] == str(free.pk)


def test_nobody_of_another_institution_is_chosen_beforehand(signed_in, desk, cio):  # noqa: F811
    make_professional(institution=make_institution(name="Agency"), name="Boris")
    session = make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    client = signed_in("partnership", sites=[desk.site])
    page = soup(client.get(reverse("counselling:roster_session", args=[session.pk])))
    assert page.select_one("#new option")["value"] == ""


@pytest.mark.thorough
def test_a_place_without_desks_and_hours_says_what_comes_first(signed_in):
    place = make_site(name="Branch")
    client = signed_in("director", sites=[place])
    for page in ("roster", "roster_month", "roster_add"):
        response = client.get(reverse(f"counselling:{page}"))
        links = {link["href"] for link in soup(response).select("main a[href]")}
        assert {reverse("counselling:desk_add"), reverse("opening_hours", args=[place.pk])} <= links
        assert "Branch has no desk yet" in text(response)
        assert "Branch has no opening hours yet" in text(response)


def test_who_may_not_edit_the_place_is_told_whom_to_ask(signed_in):
    response = signed_in("partnership", sites=[make_site()]).get(reverse("counselling:roster_add"))
    assert "Ask the director to add the desks of this place." in text(response)
    assert not soup(response).select(f"a[href='{reverse('counselling:desk_add')}']")


def test_a_place_with_desks_and_hours_hears_nothing_of_them(signed_in, desk):  # noqa: F811
    client = signed_in("director", sites=[desk.site])
    for page in ("roster", "roster_month", "roster_add"):
        assert not soup(client.get(reverse(f"counselling:{page}"))).select(".notice-wait")


@pytest.mark.thorough
def test_a_roster_from_nothing_hangs_at_the_entrance(signed_in, cio):  # noqa: F811
    """Place, hours, desk, two series one after the other, the sheet of the week."""
    place = make_site(name="Branch", code="branch")
    purpose = make_purpose(name="Find a job")
    client = signed_in("director", sites=[place])
    hours = {f"opens_{day}_0": "9" for day in range(5)} | {f"closes_{day}_0": "17" for day in range(5)}
    client.post(reverse("period_add", args=[place.pk]), {"valid_from": "2038-01-01", **hours})
    client.post(
        reverse("counselling:desk_add"),
        {"site": place.pk, "name_fr": "Pôle", "name_en": "Every question", "rank": "1", "code": "all", "colour": "0",
         "purposes": [purpose.pk], "valid_from": "2038-01-01", "icon": "info"},
    )  # fmt: skip
    one = Desk.objects.get(site=place)
    first = plan(client, one, cio, again="1")
    fields = soup(first).select("main form input:is([type=text], [type=date])")
    again = {each["name"]: each.get("value", "") for each in fields}
    agency = make_institution(name="Agency", roles=["desk_partner"])
    make_agreement(institution=agency)
    plan(client, one, agency, **again | {"first_day": "2038-03-11", "starts": "14", "ends": "17"})
    assert DutySession.objects.values_list("institution__name", flat=True).filter(day__month=3).count() == 7
    sheet = client.get(reverse("reports:roster_week_pdf", args=[place.pk]), {"day": "2038-03-08", "format": "a3"})
    said = " ".join(PdfReader(BytesIO(sheet.content)).pages[0].extract_text().split())
    assert all(words in said for words in ("Every question", "CIO", "Agency", "9:30", "14:00"))


@pytest.mark.thorough
def test_no_desk_looks_empty_to_a_counsellor_because_its_sessions_are_hidden(signed_in, desk, cio):  # noqa: F811
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY)
    hidden = make_desk(site=desk.site, name="Start a business")
    make_duty_session(desks=[hidden], day=TUESDAY)
    client = signed_in("counsellor", sites=[desk.site])
    make_professional(institution=cio, user=client.user)
    page = soup(week(client)).main
    assert len(page.select(".roster tbody tr")) == 1
    assert "Start a business" not in page.table.get_text()
    assert "no session" in soup(week(signed_in("director", sites=[desk.site]))).main.get_text()
    assert page.find("a", string="Who is at all desks, today and on the next days")["href"] == reverse("desks:today")


def test_full_hours_go_without_their_minutes_in_french(signed_in, desk, cio):  # noqa: F811
    make_duty_session(desks=[desk], institution=cio, day=TUESDAY, starts=time(14), ends=time(17, 30))
    page = soup(week(signed_in("director", sites=[desk.site], language="fr")))
    assert page.select_one("a.slot time").text.replace("\xa0", " ") == "14 h – 17 h 30"
