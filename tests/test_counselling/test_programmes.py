"""Interviews of a programme: chosen at the board and on paper, and what the programme's page counts from them."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_site
from counselling import programmes
from counselling.factories import make_desk, make_interview
from counselling.models import Interview
from partners.factories import make_programme
from partners.models import Programme
from tests.test_counselling.test_board import post, record_data, texts
from tests.test_counselling.test_interviews import PAPER, days_ago, sheet

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def desk():
    return make_desk(site=make_site())


@pytest.fixture
def counsellor(signed_in, desk):
    client = signed_in("counsellor", sites=[desk.site])
    client.get(reverse("counselling:board"), {"desk": desk.code})
    return client


def begun(counsellor, desk):
    post(counsellor, "begin", desk=desk.code)
    return Interview.objects.get(state="received")


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.mark.thorough
def test_only_programmes_that_run_at_the_place_today_are_offered(counsellor, desk):
    begun(counsellor, desk)
    assert "id_programme" not in texts(counsellor.get(reverse("counselling:board")))
    today = timezone.localdate()
    make_programme(name="Here and now", starts_on=LONG_AGO, sites=[desk.site])
    make_programme(name="Elsewhere", starts_on=LONG_AGO, sites=[make_site()])
    make_programme(name="Still to come", starts_on=today + timedelta(days=1), sites=[desk.site])
    make_programme(name="Over", starts_on=LONG_AGO, ends_on=today - timedelta(days=1), sites=[desk.site])
    page = texts(counsellor.get(reverse("counselling:board")))
    assert "Here and now" in page
    assert not any(name in page for name in ("Elsewhere", "Still to come", "Over<"))


@pytest.mark.thorough
def test_pathways_stand_first_and_are_what_a_diagnostic_proposes(counsellor, desk):
    begun(counsellor, desk)
    make_programme(name="A week", kind=Programme.Kind.THEMATIC_WEEK, starts_on=date(2026, 3, 1), sites=[desk.site])
    pathway = make_programme(name="Pathway", starts_on=LONG_AGO, sites=[desk.site])
    page = BeautifulSoup(counsellor.get(reverse("counselling:board")).content, "html.parser")
    chips = page.select_one("#id_programme")
    assert [label.text for label in chips.select("label")] == ["Pathway", "A week", "None"]
    assert chips["data-pathway"] == str(pathway.pk)


@pytest.mark.thorough
def test_the_programme_is_kept_and_can_be_put_right_after_it_is_over(counsellor, desk):
    programme = make_programme(name="Pathway", starts_on=LONG_AGO, sites=[desk.site])
    interview = begun(counsellor, desk)
    post(counsellor, "record", interview, **record_data(kind="diagnostic", programme=str(programme.pk)))
    interview.refresh_from_db()
    assert (interview.programme, interview.kind, interview.state) == (programme, "diagnostic", "done")
    programme.ends_on = days_ago(3)
    programme.save()
    address = reverse("counselling:interview_edit", args=[interview.pk])
    page = BeautifulSoup(counsellor.get(address).content, "html.parser")
    assert page.select_one(f"#id_programme input[value='{programme.pk}']").has_attr("checked")
    counsellor.post(address, record_data(minutes="30", programme=""))
    interview.refresh_from_db()
    assert interview.programme is None


@pytest.mark.thorough
def test_a_programme_of_another_place_is_refused_beside_the_chips(counsellor, desk):
    make_programme(starts_on=LONG_AGO, sites=[desk.site])
    other = make_programme(starts_on=LONG_AGO, sites=[make_site()])
    interview = begun(counsellor, desk)
    response = post(counsellor, "record", interview, **record_data(programme=str(other.pk)))
    interview.refresh_from_db()
    assert interview.state == "received"
    assert "field-error" in texts(response)


@pytest.mark.thorough
def test_a_paper_list_names_the_programme_of_its_day_alone(counsellor, desk):
    assert "Programme" not in texts(counsellor.get(PAPER))
    programme = make_programme(starts_on=days_ago(5), ends_on=days_ago(2), sites=[desk.site])
    row = {"hour": "10", "kind": "diagnostic", "programme": str(programme.pk)}
    response = counsellor.post(PAPER, sheet(desk, row))
    assert "did not run on that day" in texts(response)
    assert not Interview.objects.exists()
    counsellor.post(PAPER, sheet(desk, row | {"day": days_ago(2).isoformat()}))
    assert list(Interview.objects.values_list("programme", "kind")) == [(programme.pk, "diagnostic")]


def test_the_programmes_page_counts_what_was_held_until_a_day(signed_in, desk):
    """Rows 36 to 44 of the acceptance table: 77 diagnostics for 91 people, as of a day; women, ages and levels."""
    programme = make_programme(name="Digital pathway", starts_on=LONG_AGO, sites=[desk.site])
    woman, man = (make_profile_value(list="gender", code=code) for code in ("woman", "man"))
    young = make_profile_value(code="age_18_25", youngest=18, oldest=25)
    middle = [make_profile_value(code=f"age_{a}", youngest=a, oldest=b) for a, b in ((35, 44), (45, 49), (50, 54))]
    low, high = (make_profile_value(list="level", code=code) for code in ("vocational", "master"))
    last = date(2018, 6, 30)
    for number in range(77):
        make_interview(
            desk=desk,
            day=last if number == 0 else date(2018, 3, 1),
            programme=programme,
            kind="diagnostic",
            people=2 if number < 14 else 1,
            gender=woman if number < 50 else man,
            age_band=middle[number % 3] if number < 60 else young,
            level=low if number < 49 else high,
        )
    make_interview(desk=desk, day=last + timedelta(days=1), programme=programme)  # after the day, no diagnostic
    make_interview(desk=desk, day=last, kind="diagnostic")  # of no programme
    make_interview(desk=desk, day=last, programme=programme, state=Interview.State.LEFT)

    until = programmes.interviews_of(programme, last)
    assert (until.filter(kind="diagnostic").count(), until.people()) == (77, 91)
    said = {str(who): found.percent for who, found in programmes.shares(programme, last)}
    assert said == {"women": 70, "from 35 to 54 years old": 81, "below the level of upper secondary school": 69}
    page = words(signed_in("partnership").get(reverse("partners:programme", args=[programme.pk])))
    assert "78 interviews" in page
    assert "77 diagnostic interviews" in page
    assert "92 people in these interviews" in page
    assert "70 % women (of 91 people of whom it is known)" in page


@pytest.mark.many_cases
@pytest.mark.parametrize(("women", "men", "is_said"), [(5, 5, True), (4, 6, False), (6, 4, False), (10, 0, False)])
def test_a_share_that_would_tell_of_a_few_is_not_said(signed_in, desk, women, men, is_said):
    programme = make_programme(starts_on=LONG_AGO, sites=[desk.site])
    for code, number in (("woman", women), ("man", men)):
        value = make_profile_value(list="gender", code=code)
        for _number in range(number):
            make_interview(desk=desk, programme=programme, gender=value)
    page = words(signed_in("partnership").get(reverse("partners:programme", args=[programme.pk])))
    assert "10 interviews" in page
    assert ("% women" in page) is is_said


def test_a_programme_with_interviews_is_not_deleted_and_says_why(signed_in, desk):
    programme = make_programme(starts_on=LONG_AGO)
    make_interview(desk=desk, programme=programme)
    client, address = signed_in("partnership"), reverse("partners:programme_delete", args=[programme.pk])
    for answer in (client.get(address), client.post(address)):
        assert "1 entry of another room belongs to it." in words(answer)
    assert Programme.objects.filter(pk=programme.pk).exists()
