"""Pages cost the same number of queries whatever they show; the demonstration fills them believably."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from partners import counts
from partners.factories import (
    make_agreement,
    make_agreement_commitment,
    make_attendance,
    make_body,
    make_body_member,
    make_contact,
    make_decision,
    make_institution,
    make_meeting,
    make_presence,
    make_professional,
)
from partners.models import Agreement, Decision, Meeting, Professional, Training
from reports.demo import centre, partners

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew by each test: a run may go over midnight


def one_more_of_everything(institution):
    agreement = make_agreement(institution=institution, ends_on=today() + timedelta(days=9))
    make_agreement_commitment(agreement=agreement)
    make_contact(institution=institution)
    make_presence(institution=institution, until=today() + timedelta(days=9))
    person = make_professional(institution=institution, active_until=today() + timedelta(days=9))
    make_attendance(professional=person)
    body = make_body()
    make_body_member(body=body, institution=institution)
    meeting = make_meeting(body=body, institutions=[institution], day=today())
    make_decision(meeting=meeting)


@pytest.mark.many_cases
@pytest.mark.parametrize("name", ["institution", "training_list", "meeting_list", "body_list", "today"])
def test_a_page_costs_the_same_whatever_it_shows(signed_in, name):
    client, institution = signed_in("partnership"), make_institution(roles=["desk_partner"])
    arguments = [institution.pk] if name == "institution" else []
    address = reverse(name if name == "today" else f"partners:{name}", args=arguments)
    one_more_of_everything(institution)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    one_more_of_everything(institution), one_more_of_everything(institution)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


@pytest.mark.thorough
def test_the_demonstration_has_partners_who_meet_learn_and_need_reminding():
    with translation.override("fr"):
        partners.fill(1, centre.build(today().year, "long enough password"), today())
    assert counts.sorts_on(today())["partners"] >= 20
    assert Professional.objects.count() == 36
    assert Agreement.objects.filter(renews__isnull=False).count() >= 10
    assert Agreement.objects.to_renew(today()).exists() or Agreement.objects.lapsed(today()).exists()
    assert not Meeting.objects.filter(day__gt=today(), people__isnull=False).exists()
    assert not Training.objects.filter(starts_on__gt=today()).exists()
    assert Meeting.objects.coming(today()).exists()
    assert Decision.objects.still_open().exists()
    lacking = Professional.objects.lacking(today()).count()
    assert 0 < lacking < Professional.objects.to_onboard(today()).count()
    assert {meeting.day.isoweekday() for meeting in Meeting.objects.filter(minutes__isnull=False)} <= {2, 3, 4}
    assert all(person.charter_signed_on >= person.active_from
               for person in Professional.objects.filter(charter_signed_on__isnull=False))  # fmt: skip
