"""For which institution the desk board records: that of one's account, else the one chosen from today's roster."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from counselling.factories import make_desk, make_duty_session
from counselling.models import Interview
from counselling.session import INSTITUTION
from partners.factories import make_institution, make_professional
from tests.test_counselling.test_board import post, record_data, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def counsellor(signed_in, desk):
    client = signed_in("counsellor", sites=[desk.site])
    client.get(reverse("counselling:board"), {"desk": desk.code})
    return client


def on_duty(desk, name, day=None):
    """An institution on the roster of `desk`, today if no day is said."""
    institution = make_institution(name=name, roles=["desk_partner"])
    make_duty_session(desks=[desk], institution=institution, day=day or timezone.localdate())
    return institution


@pytest.mark.thorough
def test_the_institution_is_asked_once_and_only_those_on_the_roster_of_today_are_offered(counsellor, desk):
    partner = on_duty(desk, "Agence")
    tomorrow = on_duty(desk, "Tomorrow", timezone.localdate() + timedelta(days=1))
    elsewhere = on_duty(make_desk(), "Elsewhere")
    make_institution(name="Never", roles=["desk_partner"])
    page = texts(counsellor.get(reverse("counselling:board")))
    assert "For which institution" in page
    assert [name for name in ("Tomorrow", "Elsewhere", "Never") if f">{name}<" in page] == []
    for other in (tomorrow, elsewhere):
        post(counsellor, "institution_choose", institution=str(other.pk))
    assert counsellor.session[INSTITUTION] == 0
    assert "You record for Agence" in texts(post(counsellor, "institution_choose", institution=str(partner.pk)))


@pytest.mark.thorough
def test_the_institution_comes_from_the_professional_whose_account_it_is(counsellor, desk):
    other = make_institution(name="Agence", roles=["desk_partner"])
    own = make_institution(name="Mission locale")
    make_professional(institution=own, user=counsellor.user)
    session = counsellor.session
    session[INSTITUTION] = other.pk  # chosen before the account was linked
    session.save()
    page = texts(counsellor.get(reverse("counselling:board")))
    assert "You record for Mission locale" in page
    assert "For which institution" not in page
    assert "Chosen until you sign out" not in page
    post(counsellor, "begin", desk=desk.code)
    interview = Interview.objects.get()
    post(counsellor, "record", interview, **record_data())
    interview.refresh_from_db()
    assert interview.institution == own


def test_with_nobody_on_the_roster_nothing_is_asked_and_the_board_says_for_whom_it_records(counsellor):
    make_institution(name="Agence", roles=["desk_partner"])
    page = texts(counsellor.get(reverse("counselling:board")))
    assert "For which institution" not in page
    assert "You record for the centre itself; the partnership manager can link your account" in page


@pytest.mark.thorough
def test_a_choice_of_the_institution_says_that_it_ends_with_the_session(counsellor, desk):
    partner = on_duty(desk, "Agence")
    assert "asked once, until you sign out" in texts(counsellor.get(reverse("counselling:board")))
    assert "Chosen until you sign out" in texts(post(counsellor, "institution_choose", institution=str(partner.pk)))
