"""The statement for a partner: its own hours, interviews and events, and nobody's in particular."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from citedesmetiers.factories import make_profile_value, make_site
from counselling.factories import make_desk, make_duty_session, make_interview
from counselling.models import DutySession
from events.factories import make_attendance, make_event, make_organiser, make_session
from partners.factories import make_agreement, make_agreement_commitment, make_institution, make_professional
from reports.factories import make_rolled_day
from reports.rollup import add_up

YEAR = {"first": "2025-01-01", "last": "2025-12-31"}
A_DAY = date(2025, 3, 4)


@pytest.fixture
def manager(signed_in):
    return signed_in("partnership")


@pytest.fixture
def partner():
    """An institution with two counsellors at two desks: 12 and 8 interviews; another one has 20 at the first desk."""
    site = make_site(name="Town")
    partner, other = make_institution(name="Youth mission"), make_institution(name="Chamber")
    people = [make_professional(institution=partner, name=name) for name in ("A", "B")]
    first, second = make_desk(site=site, name="Find training"), make_desk(site=site, name="Find a job")
    confirmed = {"state": "held", "confirmed_at": "2025-03-05T10:00Z"}
    for desk in (first, second):
        make_duty_session(desks=[desk], institution=partner, professionals=people, day=A_DAY, **confirmed)
    make_duty_session(
        desks=[first], institution=partner, professionals=people, day=date(2025, 4, 1),
        state="missed", confirmed_at="2025-04-02T10:00Z",
    )  # fmt: skip
    for desk, n, by in ((first, 12, partner), (second, 8, partner), (first, 20, other)):
        for _n in range(n):
            make_interview(desk=desk, day=A_DAY, institution=by)
    return partner


@pytest.fixture
def make_held():
    """A function that has an institution make a held session with so many people."""

    def make(institution, present):
        event = make_event()
        make_organiser(event=event, institution=institution, role="co_producer")
        make_attendance(session=make_session(event=event, day=A_DAY, state="held"), present=present)

    return make


def page_of(client, institution, **period):
    response = client.get(f"/reports/statements/{institution.pk}/", period or YEAR)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def pdf_of(client, institution):
    reader = PdfReader(io.BytesIO(client.get(f"/reports/statements/{institution.pk}.pdf", YEAR).content))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_it_tells_hours_planned_held_and_missed_and_the_interviews_of_this_institution_alone(manager, partner):
    add_up()
    words = page_of(manager, partner)
    assert "20 interviews in 2 sessions on duty" in words
    assert re.search(r"Find training 2 1 1 [\d.]+ [\d.]+ [\d.]+ 12 37\.5%", words)
    assert re.search(r"Find a job 1 1 0 [\d.]+ [\d.]+ 0\.0 8 100\.0%", words)
    assert "Chamber" not in words


@pytest.mark.thorough
def test_page_print_and_workbook_show_the_same_numbers(manager, partner):
    add_up()
    reader, on_paper = pdf_of(manager, partner)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Youth mission" in reader.metadata.title
    assert re.search(r"Find training 2 1 1 [\d.]+ [\d.]+ [\d.]+ 12 37\.5%", on_paper)
    book = load_workbook(io.BytesIO(manager.get(f"/reports/statements/{partner.pk}.xlsx", YEAR).content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    training = next(row for row in rows if row[0] == "Find training")
    assert training[1:4] == [2, 1, 1]
    assert training[7:] == [12, 37.5]


@pytest.mark.thorough
def test_what_the_agreement_commits_stands_beside_what_was_held(manager, partner):
    agreement = make_agreement(
        institution=partner, object="Counsellors", starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
        signed_on=date(2023, 12, 5), charter_accepted_on=date(2023, 12, 6),
    )  # fmt: skip
    make_agreement_commitment(agreement=agreement, kind="sessions", quantity=3)
    words = page_of(manager, partner)
    assert "3 sessions a month" in words
    assert "36 agreed; over the period 2 held" in words
    assert "Charter accepted on" in words


def test_a_partner_of_events_alone_is_thanked_for_them_and_shown_no_zeros(manager, make_held):
    partner = make_institution(name="Regional council")
    make_held(partner, present=9)
    make_held(partner, present=12)
    words = page_of(manager, partner)
    assert "In this period we made 2 sessions of events together, with 21 participations. Thank you." in words
    assert "Hours on duty and interviews by desk" not in words
    assert "sessions held of" not in words
    assert " 0 " not in words.partition("In this period we made")[2].partition("Events made together")[0]


def test_a_partner_without_any_activity_gets_a_sentence_and_no_table_of_zeros(manager):
    words = page_of(manager, make_institution(name="Newcomer"))
    assert "No session was held and no interview recorded in this period." in words
    assert "None was in force in this period." in words
    assert "0" not in words.partition("No session was held")[2].partition("An interview is one conversation")[0]


def test_what_was_held_a_year_before_and_no_more_stands_beside_zeros(manager, partner):
    add_up()
    words = page_of(manager, partner, first="2026-01-01", last="2026-12-31")
    assert "20 in 2025" in words
    words = page_of(manager, partner, first="2026-03-01", last="2026-03-31")
    assert "20 a year before" in words


def test_commitments_without_a_unit_read_as_they_were_typed(manager, partner):
    agreement = make_agreement(institution=partner, starts_on=date(2024, 1, 1))
    for fields in (
        {"kind": "premises", "quantity": None, "description": "Premises, heated"},
        {"kind": "other", "quantity": "7.50", "description": "people"},
        {"kind": "premises", "quantity": None, "description": "", "valued_euros": 900},
    ):
        make_agreement_commitment(agreement=agreement, **fields)
    words = page_of(manager, partner)
    assert "Commitment Premises, heated. Commitment 7.5 people. Commitment Premises. Valued" in words


def test_desks_of_one_name_are_told_apart_in_both_tables(manager, partner):
    status = make_profile_value(list="status", name="Pupil")
    elsewhere = make_desk(site=make_site(name="Harbour"), name="Find a job")
    make_duty_session(
        desks=[elsewhere], institution=partner, professionals=list(partner.professionals.all()), day=A_DAY,
        state="held", confirmed_at="2025-03-05T10:00Z",
    )  # fmt: skip
    for _n in range(9):
        make_interview(desk=elsewhere, day=A_DAY, institution=partner, status=status)
    table = page_of(manager, partner).partition("Whom you received")[2]
    assert "Find a job, Town" in table
    assert "Find a job, Harbour" in table


def test_characteristics_are_masked_below_the_threshold(manager, centre, partner):
    pupil, worker = (make_profile_value(list="status", name=name) for name in ("Pupil", "In work"))
    desk = make_desk(name="Start a business")
    people = list(partner.professionals.all())
    make_duty_session(
        desks=[desk], institution=partner, professionals=people, day=A_DAY, state="held",
        confirmed_at="2025-03-05T10:00Z",
    )  # fmt: skip
    for status, n in ((pupil, 2), (worker, 30)):
        for _n in range(n):
            make_interview(desk=desk, day=A_DAY, institution=partner, status=status)
    words = page_of(manager, partner)
    row = re.search(r"Pupil (.*?) In work", words)[1]
    assert "•••" in row
    assert not re.search(r"\b2\b", row)
    assert "cannot be worked out" in words


@pytest.mark.thorough
def test_a_period_that_is_no_whole_year_tells_no_characteristics(manager, partner):
    status = make_profile_value(list="status", name="Pupil")
    make_interview(desk=make_desk(), day=A_DAY, institution=partner, status=status)
    assert "Whom you received" in page_of(manager, partner)
    assert "Whom you received" not in page_of(manager, partner, first="2025-01-01", last="2025-06-30")


def test_a_single_counsellor_has_no_number_of_interviews(manager):
    alone, others = make_institution(name="Alone"), make_institution(name="Others")
    desk = make_desk(name="Find a job")
    person = make_professional(institution=alone)
    make_duty_session(
        desks=[desk], institution=alone, professionals=[person], day=A_DAY, state="held",
        confirmed_at="2025-03-05T10:00Z",
    )  # fmt: skip
    for by, n in ((alone, 17), (others, 30)):
        for _n in range(n):
            make_interview(desk=desk, day=A_DAY, institution=by)
    add_up()
    words = page_of(manager, alone)
    assert not re.search(r"\b17\b", words)
    assert "47" in words
    assert "no figure is given about one person" in words


def with_one_more_counsellor_a_year_later(institution, desk):
    """Interviews of 2026, by two counsellors: how one was alone before is the only secret left."""
    people = [
        *institution.professionals.all(),
        make_professional(institution=institution, active_from=date(2026, 1, 1)),
    ]
    make_duty_session(
        desks=[desk], institution=institution, professionals=people, day=date(2026, 3, 3), state="held",
        confirmed_at="2026-03-04T10:00Z",
    )  # fmt: skip
    for _n in range(21):
        make_interview(desk=desk, day=date(2026, 3, 3), institution=institution)


def alone_in_2025(n=17):
    alone, desk = make_institution(name="Alone"), make_desk(name="Find a job")
    person = make_professional(institution=alone, active_from=date(2025, 1, 1))
    make_duty_session(
        desks=[desk], institution=alone, professionals=[person], day=A_DAY, state="held",
        confirmed_at="2025-03-05T10:00Z",
    )  # fmt: skip
    for _n in range(n):
        make_interview(desk=desk, day=A_DAY, institution=alone)
    return alone, desk


@pytest.mark.thorough
def test_who_was_alone_the_year_before_has_no_number_of_that_year_either(manager):
    alone, desk = alone_in_2025()
    with_one_more_counsellor_a_year_later(alone, desk)
    add_up()
    words = page_of(manager, alone, first="2026-01-01", last="2026-12-31")
    assert "21 interviews" in words
    assert not re.search(r"\b17\b", words)
    make_professional(institution=alone, active_from=date(2025, 1, 1))
    session = DutySession.objects.get(day=A_DAY)
    session.professionals.add(*alone.professionals.all())
    assert "17 in 2025" in page_of(manager, alone, first="2026-01-01", last="2026-12-31")


def test_a_single_counsellor_has_no_number_once_the_rows_are_forgotten_either(manager):
    alone, desk = alone_in_2025(n=0)
    for dimension, value in (("all", 0), ("institution", alone.pk), ("desk", desk.pk)):
        entries = 47 if dimension == "desk" else 17
        make_rolled_day(
            source="interview", site_id=desk.site_id, day=A_DAY, dimension=dimension, value=value, entries=entries,
            people=entries, kept=True,
        )  # fmt: skip
    words = page_of(manager, alone)
    assert not re.search(r"\b17\b", words)
    assert "47" in words
    assert "no figure is given about one person" in words


@pytest.mark.thorough
def test_desks_with_one_counsellor_are_shown_with_others(manager, partner):
    desk = make_desk(name="Start a business")
    make_duty_session(
        desks=[desk], institution=partner, professionals=[partner.professionals.first()], day=A_DAY, state="held",
        confirmed_at="2025-03-05T10:00Z",
    )  # fmt: skip
    for _n in range(5):
        make_interview(desk=desk, day=A_DAY, institution=partner)
    words = page_of(manager, partner)
    assert re.search(r"These desks together 13\b", words)  # with the smaller of the two others
    assert re.search(r"Find training, Town 2 1 1 [\d.]+ [\d.]+ [\d.]+ 12", words)


@pytest.mark.thorough
def test_events_that_it_makes_with_the_centre_are_told(manager, partner):
    event = make_event(title="Your first job")
    make_organiser(event=event, institution=partner)
    session = make_session(event=event, day=date(2025, 5, 6), seats=20, state="held")
    make_attendance(session=session, present=15)
    make_session(event=make_event(title="Somebody else’s"), day=date(2025, 5, 6), state="held")
    words = page_of(manager, partner)
    assert re.search(r"Your first job \S.* 1 20 15 75\.0%", words)
    assert "Somebody else" not in words


def test_an_institution_that_did_nothing_gets_a_page_that_says_so(manager):
    words = page_of(manager, make_institution(name="New"))
    assert "No session was held and no interview recorded" in words
    assert "None was in force in this period" in words


def test_a_period_upside_down_is_said_beside_the_field_and_keeps_what_was_typed(manager, partner):
    response = manager.get(f"/reports/statements/{partner.pk}/", {"first": "2025-06-30", "last": "2025-01-01"})
    assert "The last day lies before the first day." in response.content.decode()
    assert 'value="2025-06-30"' in response.content.decode()
    assert manager.get(f"/reports/statements/{partner.pk}.pdf", {"first": "x"}).status_code == 302


@pytest.mark.thorough
def test_the_page_of_an_institution_leads_to_it_for_those_who_may(signed_in, partner):
    address = f"/reports/statements/{partner.pk}/"
    assert address in signed_in("partnership").get(f"/partners/institutions/{partner.pk}/").content.decode()
    events = signed_in("events")
    assert address not in events.get(f"/partners/institutions/{partner.pk}/").content.decode()
    assert events.get(address).status_code == 403
