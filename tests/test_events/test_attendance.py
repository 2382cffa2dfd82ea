"""Counting who came: the rows of the acceptance table, entered through the screens and read back."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_site
from events import counting, counts
from events.factories import (
    at,
    make_attendance,
    make_audience_tag,
    make_class_visit,
    make_event,
    make_event_kind,
    make_organiser,
    make_session,
    make_session_result,
)
from events.models import Attendance, Organiser, Session
from partners.factories import make_institution, make_programme

DAY = date(2026, 3, 10)
COMPANY_KIND = {"counts": ["participants", "partners", "companies"]}


@pytest.fixture
def counter(signed_in):
    site = make_site(name="Main")
    client = signed_in("events", sites=[site])
    client.site = site
    return client


def session_at(client, **fields):
    return make_session(site=client.site, **fields)


def noted(client, session, **values):
    """Send the form of who came; returns the answer."""
    data = dict.fromkeys(("present", "companies", "partners", "beneficiaries"), "")
    data |= dict.fromkeys(("present_mark", "companies_mark", "beneficiaries_mark"), "exactly")
    data |= {"method": "counted", "beneficiaries_method": "declared"}
    return client.post(reverse("events:session_attendance", args=[session.pk]), data | values)


def page_of(client, session):
    return " ".join(client.get(reverse("events:session", args=[session.pk])).content.decode().split())


def test_a_number_from_the_stepper_is_enough(counter):
    session = session_at(counter)
    counter.post(reverse("events:session_count", args=[session.pk]), {"present": "19"})
    session.refresh_from_db()
    assert (session.state, session.attendance.present) == ("held", 19)
    assert "19 people" in counter.get(
        reverse("events:session", args=[session.pk])
    ).content.decode() or "19" in page_of(counter, session)


@pytest.mark.many_cases
@pytest.mark.parametrize("wrong", ["", "-1", "many", "20001", "1.5"])
def test_what_is_no_number_of_people_is_refused(counter, wrong):
    session = session_at(counter)
    answer = counter.post(reverse("events:session_count", args=[session.pk]), {"present": wrong})
    assert "whole number" in counter.get(answer.url).content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.thorough
def test_nobody_is_counted_before_the_session_begins_or_when_it_was_cancelled(counter):
    for session in (
        session_at(counter, starts_at=timezone.now() + timedelta(days=1)),
        session_at(counter, state="cancelled", reason="room"),
    ):
        counter.post(reverse("events:session_count", args=[session.pk]), {"present": "3"})
        assert "not begun" in noted(counter, session, present="3").content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.thorough
def test_a_correction_keeps_who_and_what_and_taking_back_plans_it_again(counter):
    session = session_at(counter)
    for number in ("12", "14"):
        counter.post(reverse("events:session_count", args=[session.pk]), {"present": number})
    [change] = session.attendance_changes.all()
    assert (change.before, change.after, change.changed_by) == (12, 14, counter.user)
    counter.post(reverse("events:session_uncount", args=[session.pk]))
    session.refresh_from_db()
    assert session.state == "planned"
    assert [(each.before, each.after) for each in session.attendance_changes.all()] == [(14, None), (12, 14)]
    assert "2 corrections" in page_of(counter, session)


def test_the_same_number_again_is_no_correction(counter):
    session = session_at(counter)
    for _time in range(2):
        counter.post(reverse("events:session_count", args=[session.pk]), {"present": "12"})
    assert not session.attendance_changes.exists()


def test_row_49_eleven_older_and_eleven_young_jobseekers(counter):
    older, young = make_audience_tag(name="Older jobseekers"), make_audience_tag(name="Young jobseekers")
    session = session_at(counter)
    noted(counter, session, present="22", **{f"audience-{older.pk}": "11", f"audience-{young.pk}": "11"})
    assert {row.audience: row.people for row in session.attendance.subgroups.all()} == {older: 11, young: 11}
    page = page_of(counter, session)
    assert "<dt>Older jobseekers</dt><dd>11</dd>" in page
    assert "<dt>Young jobseekers</dt><dd>11</dd>" in page


def test_marginals_may_leave_people_out_but_not_invent_any(counter):
    woman, man = make_profile_value(list="gender", name="Woman"), make_profile_value(list="gender", name="Man")
    session = session_at(counter)
    page = noted(counter, session, present="20", **{f"value-{woman.pk}": "14", f"value-{man.pk}": "7"})
    said = "Gender: the numbers add up to 21, but 20 people came."
    assert page.context["form"].errors == {f"value-{woman.pk}": [said]}  # beside the numbers, not beside the whole
    assert said in page.content.decode()
    assert not Attendance.objects.exists()
    noted(counter, session, present="20", **{f"value-{woman.pk}": "14", f"value-{man.pk}": "5"})
    assert counts.characteristics([counter.site], DAY, DAY) == {woman.pk: 14, man.pk: 5}


def test_subgroups_do_not_exceed_those_present(counter):
    tag = make_audience_tag()
    session = session_at(counter)
    page = noted(counter, session, present="5", **{f"audience-{tag.pk}": "6"})
    assert page.context["form"].errors == {f"audience-{tag.pk}": ["The sub-groups add up to 6, but 5 people came."]}


@pytest.mark.thorough
def test_the_lists_of_numbers_are_folded_unless_there_is_something_to_look_at(counter):
    woman, tag = make_profile_value(list="gender", name="Woman"), make_audience_tag(name="Older jobseekers")
    make_profile_value(list="age_band", name="26 to 29"), make_profile_value(list="status", name="Employee")
    level = make_profile_value(list="level", name="Bachelor")
    session = session_at(counter)
    address = reverse("events:session_attendance", args=[session.pk])

    def opened(page):
        lists = BeautifulSoup(page.content, "html.parser").select("details.parts")
        return {part.summary.get_text(): part.has_attr("open") for part in lists}

    empty = {"Sub-groups": False, "Gender": True, "Age band": True, "Status": False, "Level of qualification": False}
    assert opened(counter.get(address)) == empty
    page = noted(counter, session, present="5", **{f"value-{level.pk}": "9", f"value-{woman.pk}": "2"})
    assert opened(page) == empty | {"Level of qualification": True}
    field = BeautifulSoup(page.content, "html.parser").find(id=f"id_value-{level.pk}")
    assert (field["value"], field["aria-invalid"]) == ("9", "true")
    noted(counter, session, present="22", **{f"audience-{tag.pk}": "11"})
    assert opened(counter.get(address)) == empty | {"Sub-groups": True}


def test_row_50_second_edition_with_nearly_250_people(counter):
    session = session_at(counter, event=make_event(title="Entrepreneurship forum", edition=2))
    noted(counter, session, beneficiaries="250", beneficiaries_mark="nearly")
    page = page_of(counter, session)
    assert "nearly 250" in page
    assert counts.repeat_editions([counter.site], DAY, DAY) == 1
    assert counts.volumes([counter.site], DAY, DAY).beneficiaries == 250


@pytest.mark.thorough
def test_rows_55_and_60_companies_apart_from_partners(counter):
    event = make_event(kind=make_event_kind(**COMPANY_KIND))
    for _number in range(5):
        make_organiser(event=event, institution=make_institution(), role=Organiser.Role.CO_PRODUCER)
    session = session_at(counter, event=event)
    noted(counter, session, present="100", present_mark="about", companies="11")
    page = page_of(counter, session)
    assert "about 100" in page
    assert "<dt>Companies present</dt><dd>11</dd>" in page
    assert counts.volumes([counter.site], DAY, DAY).companies == 11
    assert counts.co_produced([counter.site], DAY, DAY) == (1, 1)
    assert counts.companies([counter.site], DAY, DAY) == 0


@pytest.mark.thorough
def test_results_that_come_later_are_told_as_of_a_day(counter):
    session = session_at(counter, state="held")
    address = reverse("events:result_add", args=[session.pk])
    for number, day in (("5", "2026-04-30"), ("8", "2026-06-30")):
        counter.post(address, {"kind": "hired", "number": number, "mark": "exactly", "as_of": day})
    assert counts.results([counter.site], DAY, DAY) == {"hired": 8}
    assert "as of 30 June 2026" in page_of(counter, session)
    for day, said in (("2026-03-09", "The session was held later: 10 March 2026."), ("2999-01-01", "still to come")):
        refused = counter.post(address, {"kind": "hired", "number": "9", "mark": "exactly", "as_of": day})
        assert said in refused.content.decode()
    assert session.results.count() == 2


def test_row_48_five_classes_and_120_pupils_of_14(counter):
    session, school = session_at(counter), make_institution(name="College")
    address = reverse("events:class_add", args=[session.pk])
    data = {"institution": school.pk, "classes": "5", "pupils": "120", "youngest": "14", "oldest": "14"}
    assert "higher age" in counter.post(address, data | {"oldest": "12"}).content.decode()
    assert "more classes than pupils" in counter.post(address, data | {"pupils": "4"}).content.decode()
    counter.post(address, data)
    page = page_of(counter, session)
    assert "5 classes, 120 pupils, 14 years" in page
    assert counts.classes([counter.site], DAY, DAY) == (1, 5, 120)


@pytest.mark.thorough
def test_rows_43_and_44_workshops_and_people_of_a_programme_to_date(counter):
    programme = make_programme(name="Digital programme")
    event = make_event(programme=programme)
    for week in range(34):
        session = session_at(counter, event=event, day=DAY - timedelta(weeks=week))
        counter.post(reverse("events:session_count", args=[session.pk]), {"present": "3" if week < 23 else "2"})
    session_at(counter, event=event, state="cancelled", reason="room")
    page = " ".join(counter.get(reverse("partners:programme", args=[programme.pk])).content.decode().split())
    assert counts.held_for_programme(programme) == 34
    assert counts.people_of_programme(programme) == 91
    assert "34" in page
    assert "91" in page


@pytest.mark.thorough
def test_row_56_the_21st_disability_week_gathers_its_events(counter):
    week = make_programme(name="Disability week", kind="thematic_week", edition=21)
    kind = make_event_kind()
    data = {"title_fr": "Job dating", "kind": kind.pk, "thematic_week": week.pk, "seats_at_once": "2", "edition": "21"}
    counter.post(reverse("events:event_add"), data)
    page = counter.get(reverse("events:event_list")).content.decode()
    assert "edition 21" in page


def test_check_ins_by_code_never_override_a_count(counter):
    session = session_at(counter)
    counting.checked_in(session, 2)
    counting.checked_in(session, 3)
    assert Attendance.objects.get().present == 3
    counter.post(reverse("events:session_count", args=[session.pk]), {"present": "10"})
    counting.checked_in(session, 4)
    assert (Attendance.objects.get().present, Session.objects.get().state) == (10, "held")


@pytest.mark.thorough
def test_reception_counts_and_does_not_plan(signed_in):
    site = make_site()
    session = make_session(site=site)
    client = signed_in("reception", sites=[site])
    client.post(reverse("events:session_count", args=[session.pk]), {"present": "4"})
    assert Attendance.objects.get().present == 4
    assert client.get(reverse("events:session_edit", args=[session.pk])).status_code == 403
    assert reverse("events:session_edit", args=[session.pk]) not in page_of(client, session)


def test_counts_of_another_place_are_out_of_reach(counter):
    session = make_attendance(session=make_session(state="held")).session
    assert counter.post(reverse("events:session_uncount", args=[session.pk])).status_code == 404
    assert Attendance.objects.exists()
    assert at(DAY, 14) == session.starts_at


@pytest.mark.thorough
def test_a_result_and_a_class_visit_are_asked_about_before_they_go(counter):
    session = session_at(counter, state="held")
    result = make_session_result(session=session, number=8)
    visit = make_class_visit(session=session, classes=2, pupils=51)
    for page, of, said in (("result_delete", result, "8"), ("class_delete", visit, "2 classes and 51 pupils")):
        address = reverse(f"events:{page}", args=[of.pk])
        assert address in page_of(counter, session)
        assert said in counter.get(address).content.decode()
        assert type(of).objects.filter(pk=of.pk).exists()
        counter.post(address)
        assert not type(of).objects.filter(pk=of.pk).exists()


@pytest.mark.thorough
def test_a_correction_below_what_was_noted_besides_asks_for_both_together(counter):
    woman, tag = make_profile_value(list="gender", name="Woman"), make_audience_tag(name="Young jobseekers")
    session = session_at(counter)
    noted(counter, session, present="22", **{f"value-{woman.pk}": "14", f"audience-{tag.pk}": "11"})
    page = counter.post(reverse("events:session_count", args=[session.pk]), {"present": "10"}, follow=True)
    assert "Gender: the numbers add up to 14, but 10 people came." in page.content.decode()
    fields = BeautifulSoup(page.content, "html.parser")
    assert fields.find(id="id_present")["value"] == "10"  # what was typed goes on
    assert fields.find(id=f"id_value-{woman.pk}")["value"] == "14"
    session.refresh_from_db()
    assert session.attendance.present == 22
    assert not session.attendance_changes.exists()
    noted(counter, session, present="10", **{f"value-{woman.pk}": "6"})
    assert counts.characteristics([counter.site], DAY, DAY) == {woman.pk: 6}
    assert not session.attendance.subgroups.exists()


@pytest.mark.thorough
def test_a_correction_leaves_what_still_fits_and_how_exact_it_is(counter):
    woman = make_profile_value(list="gender", name="Woman")
    session = session_at(counter)
    noted(counter, session, present="250", present_mark="nearly", method="estimated", **{f"value-{woman.pk}": "90"})
    page = counter.post(reverse("events:session_count", args=[session.pk]), {"present": "240"}, follow=True)
    session.refresh_from_db()
    attendance = session.attendance
    assert (attendance.present, attendance.present_mark, attendance.method) == (240, "nearly", "estimated")
    assert [row.people for row in attendance.marginals.all()] == [90]
    assert "Still noted as “nearly, estimated”" in page.content.decode()


@pytest.mark.thorough
def test_people_who_are_checked_out_leave_no_impossible_parts(counter):
    woman, tag = make_profile_value(list="gender", name="Woman"), make_audience_tag()
    session = session_at(counter)
    counting.checked_in(session, 5)
    noted(counter, session, present="5", method="checked_in", **{f"value-{woman.pk}": "4", f"audience-{tag.pk}": "2"})
    counting.checked_in(session, 3)
    attendance = Attendance.objects.get()
    assert attendance.present == 3
    assert not attendance.marginals.exists()
    assert attendance.subgroups.get().people == 2
