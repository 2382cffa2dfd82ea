"""Evidence desk by desk and place by place, beside the inhabitants, outside the walls, and of the report itself."""

from datetime import date, time

import pytest
from django.utils import translation

from citedesmetiers.factories import (
    make_municipality,
    make_opening_hours,
    make_profile_value,
    make_site,
    make_station_count,
)
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_duty_session, make_interview, make_referral_kind, make_theme
from documentation.factories import make_consultation_count
from events.factories import make_attendance, make_class_visit, make_event, make_session
from partners.factories import make_body, make_body_member, make_institution, make_meeting, make_meeting_kind
from reception.factories import make_visit
from reports import evidence, evidence_of_places
from reports.factories import make_criterion, make_label_file, make_principle, make_self_assessment
from reports.figures import whole_year

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 4)  # a Tuesday
YEAR = whole_year(2025)


def lines(code):
    """{words: (2025, 2024)} of the evidence for the criterion `code`."""
    criterion = make_criterion(principle=make_principle(), code=code)
    found = evidence.lines(criterion, Site.objects.all(), YEAR)
    return {line.label: (line.now, line.before) for line in found}


@pytest.fixture
def town(centre):
    """A place that opens on Tuesdays from nine to five, with one desk that was held for four hours on one of them."""
    town = make_site(
        name="Town", kind="relay_point", municipality="Vaurenne", services=["interviews", "desks", "collective"]
    )
    make_opening_hours(site=town, weekday=1, valid_from=date(2025, 3, 4), valid_until=date(2025, 3, 4))
    town.desk = make_desk(site=town, name="Jobs")
    town.agency = make_institution(name="Agency", roles=["occasional"])
    make_duty_session(desks=[town.desk], institution=town.agency, day=DAY, state="held",
                      starts=time(9), ends=time(13))  # fmt: skip
    return town


@pytest.mark.many_cases
@pytest.mark.parametrize("code", ["2.1", "5.2"])
def test_hours_held_by_a_desk_stand_beside_the_hours_of_opening(town, code):
    assert lines(code)["Hours held in percent of the opening hours: Jobs, Town"] == ("50.0%", "–")


def test_interviews_are_told_by_desk_and_by_theme(town):
    theme = make_theme(name="CV")
    make_interview(desk=town.desk, day=DAY, themes=[theme.pk])
    assert lines("5.1")["Interviews: Jobs, Town"] == ("1", "–")
    assert lines("2.3")["Interviews about: CV"] == ("1", "–")


def test_3_1_and_3_2_tell_who_holds_which_desk_for_how_long(town):
    found = lines("3.1")
    assert found["Institutions that held the desk: Jobs, Town"] == ("1", "–")
    assert found["Hours held by: Agency"] == ("4", "–")
    found = lines("3.2")
    assert found["Occasional partners on the last day"] == ("1", "1")
    assert (found["Sessions on duty planned"], found["Sessions on duty held"]) == (("1", "0"), ("1", "0"))


def test_1_1_and_4_1_tell_place_by_place_what_is_open_and_what_is_lacking(town):
    make_consultation_count(site=town, day=DAY, n=7)
    make_attendance(session=make_session(site=town, day=DAY, state="held"), present=9)
    assert lines("1.1")["Opening hours: Town"] == ("8", "–")
    found = lines("4.1")
    assert (found["Documents consulted"], found["Participations"]) == (("7", "0"), ("9", "0"))
    assert found["Places without documents"] == ("Town", "Town")
    assert found["Places without interviews"] == ("none", "none")


def test_2_2_tells_shares_of_what_is_known_beside_the_inhabitants_and_masks_the_few(town):
    make_municipality(population=2000)
    make_municipality(name="Other", population=500)
    student, retired = make_profile_value(list="status", name="Student"), make_profile_value(list="status", name="Few")
    make_visit(site=town, day=DAY, people=30, status=student)
    make_visit(site=town, day=DAY, people=20, status=make_profile_value(list="status", name="Employed"))
    found = lines("2.2")
    assert found["Inhabitants of the territory, as entered"] == ("2,500", "2,500")
    assert found["Visits per thousand inhabitants"] == ("20.0", "0.0")
    assert found["Status, of those who said it: Student"] == ("60.0%", "–")
    make_visit(site=town, day=DAY, people=2, status=retired)
    assert "Status, of those who said it: Few" not in lines("2.2")


def test_1_2_and_1_4_tell_activities_with_booking_and_where_people_are_sent(town):
    make_session(site=town, day=DAY, state="held", event=make_event(needs_booking=True))
    make_session(site=town, day=DAY, state="held")
    make_interview(desk=town.desk, day=DAY, referrals=[make_referral_kind(name="A school").pk])
    assert lines("1.2")["Sessions of events held for which people had to book"] == ("1", "0")
    assert lines("1.4")["Sent on to: A school"] == ("1", "–")


def test_3_4_tells_seats_of_the_last_day_and_the_latest_minutes(town):
    kind = make_meeting_kind(family="governance")
    body = make_body(kind=kind)
    make_body_member(body=body)
    make_body_member(body=body, until=date(2025, 5, 1))
    make_meeting(kind=kind, day=DAY, minutes_on=date(2025, 3, 20))
    found = lines("3.4")
    assert found["Seats in governing bodies on the last day"] == ("1", "2")
    assert found["Latest minutes sent out on"] == ("20 March 2025", "–")


def test_4_3_and_6_1_tell_computers_digital_help_and_acts_of_reception(town):
    make_station_count(site=town, stations=6, since=date(2025, 1, 1))
    help_ = make_referral_kind(code="digital_help")
    make_interview(desk=town.desk, day=DAY, referrals=[help_.pk])
    make_visit(site=town, day=DAY, people=3, sent_to=["desk"])
    found = lines("4.3")
    assert found["Free computers on the last day"] == ("6", "0")
    assert (found["Referrals to digital help"], found["Places that offer digital help"][0]) == (("1", "0"), "0")
    assert lines("6.1")["Reception acts: people pointed onward"] == ("3", "0")


def test_7_1_counts_who_comes_from_another_municipality_than_that_of_the_place(town):
    here, there = (make_profile_value(list="territory", name=name) for name in ("vaurenne", "Abroad"))
    for value, people in ((here, 30), (there, 10), (None, 60)):
        make_visit(site=town, day=DAY, people=people, territory=value)
    assert lines("7.1")["Share of visits from outside the place's municipality, where known"] == ("25.0%", "–")


def test_7_2_and_7_3_tell_more_than_visits_and_what_goes_on_outside(town):
    silent = make_site(name="Silent")
    make_visit(site=town, day=DAY)
    make_interview(desk=town.desk, day=DAY)
    session = make_session(site=town, day=DAY, state="held", elsewhere="School")
    make_attendance(session=session, present=9)
    make_class_visit(session=session, classes=2, pupils=41)
    found = lines("7.2")
    assert (found["Interviews: Town"][0], found["Participations: Town"][0]) == ("1", "9")
    assert found["Places open in the period without any visit"] == (str(silent), f"{town}, {silent}")
    found = lines("7.3")
    assert found["Sessions of events held outside the places"] == ("1", "0")
    assert (found["Classes at events"], found["Pupils in class visits"]) == (("2", "0"), ("41", "0"))


@pytest.mark.parametrize(("sent_on", "said"), [(date(2025, 3, 31), "yes"), (date(2025, 4, 1), "no"), (None, "no")])
def test_8_2_tells_whether_the_report_on_the_year_before_was_sent_when_it_was_due(centre, sent_on, said):
    make_label_file(report_month=3, report_day=31)
    report = make_self_assessment(year=2024)
    if sent_on:
        frozen = {"state": "sent", "frozen": {}, "checksum": "x", "validated_by": make_body()}
        days = {"submitted_on": DAY, "validated_on": DAY, "sent_on": sent_on}
        type(report).objects.filter(pk=report.pk).update(**frozen, **days)
    assert lines("8.2")["Last year's report sent on time"] == (said, "–")


@pytest.mark.thorough
def test_all_of_it_is_counted_once_and_written_in_every_language(town, django_assert_num_queries):
    make_visit(site=town, day=DAY, people=30, status=make_profile_value(list="status", name="Student"))
    make_interview(desk=town.desk, day=DAY)
    facts = [fact for _c, _t, function, _k in evidence_of_places.KINDS for fact in function(Site.objects.all(), YEAR)]
    with translation.override("fr"), django_assert_num_queries(0):
        assert all(f"{fact.label}{fact.words}" for fact in facts)
