"""Rows of the acceptance table: entered through the screens, read back on the pages and in the counts.

Sources: the Bagnolet case study (rows 7 to 15), the network's newsletters and guide (the others).
"""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_site
from partners import counts
from partners.factories import make_institution, make_professional
from partners.models import Body, Institution, Meeting, MeetingKind, Professional, Training, TrainingKind

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
DAY = date(2019, 4, 17)


@pytest.fixture
def client(signed_in):
    starting_lists.load()
    return signed_in("partnership")


def post(client, page, /, *arguments, **form):
    answer = client.post(reverse(f"partners:{page}", args=arguments), form)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def page_of(client, name, *arguments, **asked):
    return client.get(reverse(f"partners:{name}", args=arguments), asked).content.decode()


def add_institution(client, name, roles, **form):
    kind = Institution._meta.get_field("kind").related_model.objects.get(code="association")
    post(client, "institution_add", name=name, kind=kind.pk, roles=roles, country="FR", **form)
    return Institution.objects.get(name=name)


def add_meeting(client, code, day, **form):
    post(client, "meeting_add", kind=MeetingKind.objects.get(code=code).pk, day=day, **form)


def add_training(client, code, **form):
    post(client, "training_add", kind=TrainingKind.objects.get(code=code).pk, **form)
    return Training.objects.latest("pk")


def test_rows_7_8_33_partners_of_which_3_lead_and_companies_apart(client):
    for number in range(33):
        roles = ["occasional", "lead"] if number < 3 else ["occasional"]
        add_institution(client, f"Partner {number}", roles, since="2019-01-10")
    for number in range(14):
        add_institution(client, f"Company {number}", ["company"], since="2019-01-10")
    assert counts.sorts_on(DAY) == {"partners": 33, "companies": 14, "schools": 0}
    assert counts.with_role_on("lead", DAY).count() == 3
    assert counts.partners_on(date(2019, 1, 9)).count() == 0
    page = page_of(client, "institution_list")
    assert "33 partners, 14 companies" in page
    assert [row["partners"] for row in counts.partners_by_kind(DAY)] == [33]


def test_row_9_84_professionals_of_several_institutions(client):
    institutions = [make_institution() for _ in range(30)]
    for number in range(84):
        form = {"functions": ["counsellor"], "active_from": "2019-04-01", "active_until": "2019-04-30"}
        sent_by = institutions[number % 30].pk
        post(client, "professional_add", institution=sent_by, name=f"Person {number}", contract="employee", **form)
    assert counts.professionals(DAY, DAY) == {"people": 84, "institutions": 30}
    assert counts.professionals(date(2019, 5, 1), date(2019, 12, 31))["people"] == 0
    page = page_of(client, "professional_list", state="all")
    assert "84 people, of 30 institutions" in page


def test_row_6_nine_partners_are_present_at_an_associated_centre(client):
    site, since = make_site(kind="associated_centre", services=["interviews"]), "2013-09-01"
    for number in range(9):
        institution = add_institution(client, f"Present {number}", ["desk_partner"])
        until = "2016-12-31" if number == 8 else ""
        post(client, "presence_add", institution.pk, site=site.pk, since=since, until=until)
    assert counts.partners_on(date(2016, 1, 1), [site]).count() == 9
    assert counts.partners_on(date(2018, 1, 1), [site]).count() == 8
    assert [row["partners"] for row in counts.partners_by_site(date(2016, 1, 1))] == [9]


def test_rows_11_to_15_meetings_of_each_kind(client):
    post(client, "body_add", name="Comité de pilotage", kind=MeetingKind.objects.get(code="steering_committee").pk)
    body = Body.objects.get()
    partner = make_institution(name="Conseil départemental")
    post(client, "seat_add", body.pk, institution=partner.pk, function="présidence")
    for month in (1, 2, 3, 4):
        post(client, "meeting_add", body=body.pk, day=f"2019-0{month}-08", people=12, institutions=[partner.pk],
             minutes_on=f"2019-0{month}-15")  # fmt: skip
        add_meeting(client, "presentation_half_day", f"2019-0{month}-02", people=15)
    for month in (10, 11, 12):
        add_meeting(client, "presentation_meeting", f"2018-{month}-20", people=20)
    add_meeting(client, "portal_presentation", "2019-03-28")
    first, last = date(2018, 10, 1), DAY
    expected = {
        "presentation_meeting": 3,
        "steering_committee": 4,
        "presentation_half_day": 4,
        "portal_presentation": 1,
    }
    assert {code: counts.meetings_of_kind(code, first, last) for code in expected} == expected
    by_kind = {
        kind.code: (kind.meetings_held, kind.people_came) for kind in counts.meetings_by_kind(Meeting.objects.all())
    }
    assert by_kind["steering_committee"] == (4, 48)
    assert by_kind["portal_presentation"] == (1, 0)
    assert counts.institutions_at_meetings(first, last, family="governance") == 1
    page = page_of(client, "meeting_list")
    assert "12 meetings" in page
    assert "Comité de pilotage" in page_of(client, "institution", partner.pk)


def test_row_14_shadowing_days_are_counted_by_half_days(client):
    people = [make_professional(active_from=date(2019, 1, 1)) for _ in range(3)]
    training = add_training(client, "desk_shadowing", starts_on="2019-03-05")
    form = {f"came_{person.pk}": "on" for person in people} | {f"half_days_{people[0].pk}": "1,5"}
    client.post(reverse("partners:training_attendance", args=[training.pk]), form)
    assert counts.shadowing_half_days(date(2019, 1, 1), DAY) == (1.5 + 2 + 2, 3)
    assert "5.5 half-days of desk shadowing" in page_of(client, "training_list")
    assert "Desk shadowing" in page_of(client, "professional", people[0].pk)


def test_row_46_a_volunteer_in_civic_service(client):
    institution = make_institution()
    for name, contract in (("A", "civic_service"), ("B", "employee"), ("C", "employee"), ("D", "volunteer")):
        post(client, "professional_add", institution=institution.pk, name=name, contract=contract, fte="0.5")
    today = date.today()  # noqa: DTZ011
    assert counts.by_contract(today) == {"civic_service": 1, "employee": 2, "volunteer": 1}
    assert counts.full_time_equivalents(today) == 2
    assert "1 person" in page_of(client, "professional_list", contract="civic_service")


def test_row_63_a_training_of_3_days_with_19_people_of_whom_7_begin(client):
    training = add_training(
        client, "network_school", title="COCADE", starts_on="2017-12-05", ends_on="2017-12-07", half_days="6",
        further_people="17", further_beginners="6", elsewhere="Paris",
    )  # fmt: skip
    ours = [make_professional(active_from=date(2016, 1, 1)) for _ in range(2)]
    form = {f"came_{ours[0].pk}": "on", f"beginner_{ours[1].pk}": "on"}
    client.post(reverse("partners:training_attendance", args=[training.pk]), form)
    [kind] = counts.trainings_by_kind(date(2017, 12, 1), date(2017, 12, 31))
    assert (kind.trainings_held, kind.participants, kind.beginners) == (1, 19, 7)
    assert counts.training_days(date(2017, 12, 1), date(2017, 12, 31)) == 3
    sheet = page_of(client, "training_attendance", training.pk)
    assert "19 people, 7 beginners" in sheet
    assert "(17 are not in the list below)" in sheet


def test_rows_64_66_67_a_network_project_in_meetings_and_trainings(client):
    for month in range(1, 7):
        add_meeting(client, "transnational_meeting", f"2018-0{month}-10", people=9)
    add_meeting(client, "network_meeting", "2018-11-15", people=10, elsewhere="Paris",
                institutions=[make_institution(roles=["project_partner"]).pk for _ in range(6)])  # fmt: skip
    for month, people in ((1, 25), (3, 22), (6, 20), (9, 19)):
        add_training(client, "further_training", starts_on=f"2018-0{month}-20", half_days="4", further_people=people)
    year = (date(2018, 1, 1), date(2018, 12, 31))
    assert counts.meetings_of_kind("transnational_meeting", *year) == 6
    assert counts.institutions_at_meetings(*year, family="network") == 6
    [kind] = counts.trainings_by_kind(*year)
    assert (kind.trainings_held, kind.participants) == (4, 86)
    assert "4 trainings" in page_of(client, "training_list", year=2018)


def test_rows_71_72_founders_and_102_partners_at_two_sites(client):
    sites = [make_site(), make_site()]
    for number in range(102):
        since = "1993-11-29" if number < 12 else "2005-01-01"
        institution = make_institution(roles=["desk_partner"], since=since)
        if number < 4:
            post(client, "presence_add", institution.pk, site=sites[number % 2].pk, since=since)
    assert counts.new_partners(date(1993, 1, 1), date(1993, 12, 31)).count() == 12
    assert counts.partners_on(date(2008, 1, 1)).count() == 102
    assert [row["partners"] for row in counts.partners_by_site(date(2008, 1, 1))] == [2, 2]
    assert "102 partners" in page_of(client, "institution_list")


def test_partners_come_and_go_by_their_days_else_by_their_first_agreement(client):
    early = add_institution(client, "Early", ["funder"], since="2017-03-01", until="2018-02-28")
    late = add_institution(client, "Late", ["funder"])
    post(client, "agreement_add", late.pk, object="Grant", starts_on="2018-05-01", ends_on="2018-12-31")
    year = (date(2018, 1, 1), date(2018, 12, 31))
    assert list(counts.new_partners(*year)) == [late]
    assert list(counts.ended_partners(*year)) == [early]
    assert list(counts.with_agreement_on(date(2018, 6, 1))) == [late]
    assert Professional.objects.count() == 0
