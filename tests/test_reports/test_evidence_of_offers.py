"""Evidence for the criteria 2.4, 4.2, 4.4, 5.3, 6.2 and 8.3, and what somebody declared for a criterion."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from citedesmetiers.factories import make_municipality, make_profile_value, make_purpose, make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_interview, make_outcome, make_referral_kind
from documentation.factories import (
    make_consultation_count,
    make_copy,
    make_link_check,
    make_loan_count,
    make_resource,
)
from events.factories import (
    make_adaptation,
    make_attendance,
    make_audience_tag,
    make_event,
    make_event_kind,
    make_organiser,
    make_session,
    make_topic,
)
from reception.factories import make_visit
from reports import assessment, evidence
from reports.factories import make_criterion, make_declared_figure, make_label_file, make_label_step, make_principle
from reports.figures import whole_year
from reports.models import LabelStep
from reports.starting_lists import load

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 4)


def lines(code):
    """{words: (2025, 2024)} of the evidence for the criterion `code`."""
    criterion = make_criterion(principle=make_principle(), code=code)
    found = evidence.lines(criterion, Site.objects.all(), whole_year(2025))
    return {line.label: (line.now, line.before) for line in found}


def test_2_4_tells_where_interviews_and_reception_pointed_people_to(centre):
    desk = make_desk(site=make_site())
    other = make_referral_kind(code="other_desk", name="Another desk", scope="inside")
    agency = make_referral_kind(code="institution", name="An institution", scope="institution")
    made = make_outcome(code="document_made")
    make_interview(desk=desk, day=DAY, referrals=[other.pk, agency.pk], outcomes=[made.pk])
    make_interview(desk=desk, day=DAY, referrals=[agency.pk])
    make_interview(desk=desk, day=date(2024, 3, 4), referrals=[other.pk])
    make_visit(site=desk.site, day=DAY, sent_to=["desk"], people=1)
    found = lines("2.4")
    assert found["Referrals given in interviews"] == ("3", "1")
    assert found["… inside the Cité: another desk, documents, an event"] == ("1", "1")
    assert found["Referrals per interview"] == ("1.5", "1.0")
    assert found["Sent on to: An institution"] == ("2", "–")
    assert found["Interviews in which a document was made"] == ("1", "0")
    assert found["Visitors whom reception sent to a desk"] == ("1", "0")


def test_4_2_tells_holdings_of_the_last_day_what_came_and_went_and_what_was_used(centre):
    site, purpose = make_site(), make_purpose(name="Find a job")
    kept = {"verified_on": None, "acquired_on": date(2024, 2, 1)}
    old = make_resource(year=2010, purposes=[purpose], **kept)
    new = make_resource(year=2025, acquired_on=DAY, verified_on=DAY)
    gone = make_resource(year=2012, weeded_on=date(2025, 6, 1), weeded_because="outdated", **kept)
    for resource in (old, new, gone):
        make_copy(resource=resource, site=site, added_on=date(2024, 2, 1))
    make_loan_count(resource=old, site=site, day=DAY, n=7)
    make_consultation_count(resource=old, site=site, day=DAY, n=9)
    found = lines("4.2")
    assert found["Documents held on the last day"] == ("2", "2")
    assert found["Documents for: Find a job"] == ("1", "1")
    assert found["Documents added"] == ("1", "2")
    assert found["Documents weeded"] == ("1", "0")
    assert found["Share older than three years, of those with a year"] == ("50.0%", "100.0%")
    assert found["Share verified during the year, links that answered included"] == ("50.0%", "0.0%")
    assert (found["Documents lent"], found["Documents consulted"]) == (("7", "0"), ("9", "0"))


def test_4_2_says_that_more_may_have_been_verified_where_documents_were_looked_at_again_since(centre):
    site, before = make_site(), date(2024, 2, 1)
    resources = [make_resource(acquired_on=before, verified_on=day) for day in (before, DAY, DAY, date(2026, 2, 3))]
    for resource in resources:
        make_copy(resource=resource, site=site, added_on=before)
    words = "Share verified during the year, links that answered included"
    assert lines("4.2")[words] == ("at least 50.0%", "at least 25.0%")
    late, answered = (datetime(2025, 12, 31, hour, tzinfo=UTC) for hour in (23, 20))
    make_link_check(resource=resources[0], at=late)  # next year already in Paris
    make_link_check(resource=resources[0], at=answered, verdict="dead")
    assert lines("4.2")[words] == ("at least 50.0%", "at least 25.0%")
    for resource in (resources[0], resources[1], resources[3]):
        make_link_check(resource=resource, at=answered)
        make_link_check(resource=resource, at=answered)
    assert lines("4.2")[words] == ("100.0%", "at least 25.0%")


def test_4_4_tells_the_programme_by_kind_and_theme_its_seats_and_its_co_producers(centre):
    site = make_site()
    talk = make_event(kind=make_event_kind(name="Talk"), topics=[make_topic(name="Health")])
    make_organiser(event=talk)
    full = make_session(event=talk, site=site, day=DAY, seats=20, state="held")
    make_attendance(session=full, present=15)
    make_session(event=talk, site=site, day=date(2025, 4, 8), state="cancelled", reason="speaker")
    found = lines("4.4")
    assert (found["Sessions of events offered"], found["Sessions of events held"]) == (("2", "0"), ("1", "0"))
    assert found["Sessions of events cancelled"] == ("1", "0")
    assert found["Share of these seats that were used"] == ("75.0%", "–")
    assert found["Share of sessions made with a partner"] == ("100.0%", "–")
    assert found["Sessions held: Talk"] == ("1", "–")
    assert found["Sessions held about: Health"] == ("1", "–")


def test_6_2_tells_access_and_what_was_adapted_for_whom(centre):
    site = make_site(step_free=True)
    make_site(step_free=False)
    event = make_event(
        adaptations=[make_adaptation(name="Sign language"), make_adaptation(name="Plain words")],
        audiences=[make_audience_tag(name="Older people")],
    )
    make_attendance(session=make_session(event=event, site=site, day=DAY, state="held"))
    found = lines("6.2")
    assert found["Places with step-free access"] == ("1", "1")
    assert found["Sessions held that were adapted"] == ("1", "0")
    assert found["Sessions adapted: Sign language"] == ("1", "–")
    assert found["Sessions held for: Older people"] == ("1", "–")


def test_8_3_tells_the_level_of_the_label_on_the_last_day(centre):
    make_label_step(
        file=make_label_file(), kind=LabelStep.Kind.OPERATING, decided_on=date(2025, 5, 6), decision="granted"
    )
    found = lines("8.3")
    assert found["Level of the label on the last day"] == ("operating", "none")
    assert found["A logo of its own stands on prints"] == ("no", "no")


def test_5_3_holds_what_somebody_declared_with_its_mark_and_unit(centre):
    make_site(area_m2=640)
    make_declared_figure(
        title="Quiet corners", figure="criterion_5.3", value=2, mark="about", unit="corners", as_of=date(2025, 6, 1)
    )
    make_declared_figure(title="Noise", figure="criterion_6.1", value=1, as_of=date(2025, 6, 1))
    found = lines("5.3")
    assert found["Floor area together, in m²"] == ("640", "640")
    assert found["Declared: Quiet corners"] == ("about 2 corners", "–")
    assert "Declared: Noise" not in found


def test_every_criterion_of_the_starting_frame_has_evidence(centre):
    load()
    make_site()
    row = assessment.begin(2025)
    document = assessment.as_it_is(row)
    without = [
        criterion["code"]
        for principle in document["principles"]
        for criterion in principle["criteria"]
        if not criterion["evidence"] and criterion["code"] != "6.3"  # surveys: none was asked
    ]
    assert without == []


@pytest.mark.thorough
def test_a_figure_is_declared_for_a_criterion_on_screen_and_stands_in_its_evidence(centre, signed_in):
    load()
    assessment.begin(2025)
    director = signed_in("director")
    sent = {
        "title": "Quiet corners", "mark": "exact", "value": "2", "unit": "", "figure": "criterion_5.3",
        "as_of": "2025-06-01", "source": "The team's round of the place",
    }  # fmt: skip
    director.post("/reports/declared/new/", sent)
    assert "Criterion 5.3" in director.get("/reports/declared/").content.decode()
    page = director.get("/reports/self-assessment/2025/criteria/5.3/").content.decode()
    assert "Declared: Quiet corners" in page


def test_facts_are_counted_once_and_written_in_every_language(centre, django_assert_num_queries):
    purpose = make_purpose(name="Find a job", name_en="Find a job", name_fr="Trouver un emploi")
    make_visit(site=make_site(), day=DAY, purpose=purpose, people=4)
    criterion, counted = make_criterion(principle=make_principle(), code="2.3"), {}
    with translation.override("en"):
        english = evidence.lines(criterion, Site.objects.all(), whole_year(2025), counted)
    with translation.override("fr"), django_assert_num_queries(0):
        french = evidence.lines(criterion, Site.objects.all(), whole_year(2025), counted)
    assert "Visits for: Find a job" in {line.label for line in english}
    assert any("Trouver un emploi" in line.label for line in french)


def test_what_is_large_in_one_of_the_two_years_is_told_of_both(centre):
    desk = make_desk(site=make_site())
    by_rank = {1: (6, 0), 2: (5, 5), 3: (4, 4), 4: (3, 3), 5: (2, 9), 6: (1, 1)}  # interviews in 2025, in 2024
    for rank, (now, before) in by_rank.items():
        kind = make_referral_kind(code=f"kind_{rank}", name=f"Kind {rank}", scope="institution")
        for year, n in ((2025, now), (2024, before)):
            for _number in range(n):
                make_interview(desk=desk, day=date(year, 3, 4), referrals=[kind.pk])
    told = {words: both for words, both in lines("2.4").items() if words.startswith("Sent on to")}
    assert told == {
        "Sent on to: Kind 1": ("6", "–"),
        "Sent on to: Kind 2": ("5", "5"),
        "Sent on to: Kind 3": ("4", "4"),
        "Sent on to: Kind 4": ("3", "3"),
        "Sent on to: Kind 5": ("2", "9"),
    }


def test_7_1_tells_from_how_many_municipalities_of_the_territory_people_came(centre):
    site = make_site()
    near, far, _never = (make_municipality(name=name).enter_list() for name in ("Near", "Far", "Never"))
    elsewhere = make_profile_value(list="territory", code="another_region")
    for value, day in ((near, DAY), (near, DAY), (far, DAY), (elsewhere, DAY), (near, date(2024, 3, 4))):
        make_visit(site=site, day=day, territory=value)
    found = lines("7.1")
    assert found["Municipalities of the territory"] == ("3", "3")
    assert found["… from which somebody came"] == ("2", "1")
