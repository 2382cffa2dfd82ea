"""What the audit trail notes of settings, places, lists and accounts, and how the director reads it."""

from datetime import date, time

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from citedesmetiers import audit
from citedesmetiers.factories import make_opening_hours, make_profile_value, make_purpose, make_site, make_user
from citedesmetiers.models import OpeningHours, ProfileList
from counselling.factories import make_theme
from documentation import weeding
from documentation.factories import make_copy, make_resource, make_subject
from documentation.models import Resource
from partners.factories import make_agreement, make_agreement_document, make_institution
from reports.factories import make_criterion, make_question, make_survey
from tests.test_citedesmetiers.test_changes import trail
from tests.test_citedesmetiers.test_settings_centre import centre_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(signed_in):
    return signed_in("director", name="Camille Orvessan")


def test_whoever_lowers_the_threshold_or_lengthens_the_retention_is_named(director):
    director.post(reverse("settings_centre"), centre_data(suppression_threshold="3", retention_months="36"))
    newest = trail(director, kind="citedesmetiers.Centre")[0]
    assert "Camille Orvessan" in newest
    assert "Suppression threshold: 5 → 3" in newest
    assert "Retention (months): 13 → 36" in newest


def test_a_place_that_an_account_may_see_is_noted_when_given_and_when_taken(director):
    place, other = make_site(name="Kiosk"), make_site(name="Annexe")
    user = make_user(name="Noa Berthelas", sites=[place])
    user.sites.set([other])
    lines = trail(director, kind="citedesmetiers.PlaceOfUser")
    assert sum("Noa Berthelas: Kiosk added" in line for line in lines) == 1
    assert sum("Noa Berthelas: Kiosk deleted" in line for line in lines) == 1
    assert sum("Noa Berthelas: Annexe added" in line for line in lines) == 1


def test_a_signed_text_that_is_erased_leaves_its_name_and_whose_it_was(director):
    agreement = make_agreement(institution=make_institution(name="Le Fil numérique"), object="Médiation")
    make_agreement_document(agreement=agreement, title="Signed text").delete()
    newest = trail(director, kind="partners.AgreementDocument")[0]
    assert "Document: Signed text, Le Fil numérique: Médiation deleted" in newest


def test_hours_read_as_a_place_a_day_and_times(director):
    hours = make_opening_hours(site=make_site(name="Kiosk"), weekday=1, opens=time(9), closes=time(17))
    hours.closes = time(18, 30)
    hours.save()
    hours.delete()
    deleted, changed, added = trail(director, kind="citedesmetiers.OpeningHours")
    assert "Kiosk: Tuesday 09:00–18:30" in deleted
    assert "Closes: 17:00 → 18:30" in changed
    assert "added" in added


def test_a_text_is_noted_in_the_language_in_which_it_was_changed(director):
    purpose = make_purpose(name="Find a job")
    type(purpose).objects.filter(pk=purpose.pk).update(name_it="Trovare lavoro")
    assert "Name (Italiano): empty → Trovare lavoro" in trail(director, kind="citedesmetiers.Purpose")[0]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("make", "changed", "kind", "read"),
    [
        (make_site, {"closed_on": date(2027, 6, 30)}, "citedesmetiers.Site", "Closed on: empty → 30 June 2027"),
        (
            lambda: make_profile_value(list=ProfileList.GENDER),
            {"rank": 7},
            "citedesmetiers.ProfileValue",
            "Order: 0 → 7",
        ),
        (make_theme, {"valid_until": date(2027, 1, 31)}, "counselling.Theme", "Valid until: empty → 31 January 2027"),
        (make_survey, {"closes_on": date(2027, 1, 31)}, "reports.Survey", "31 January 2027"),
        (make_criterion, {"code": "1.9"}, "reports.Criterion", "→ 1.9"),
    ],
)
def test_places_lists_surveys_and_the_frame_are_noted(director, make, changed, kind, read):
    row = make()
    type(row).objects.filter(pk=row.pk).update(**changed)
    assert read in trail(director, kind=kind)[0]


def test_an_answer_that_was_taken_out_says_to_which_question(director):
    question = make_question(text="How was it?", options=["Poor", "Good"])
    question.options.get(label="Poor").delete()
    assert "Answer to choose: How was it? Poor deleted" in trail(director, kind="reports.Option")[0]


@pytest.mark.thorough
def test_what_leaves_the_catalogue_is_noted_with_its_reason(director):
    kept, double = make_resource(title="Baker"), make_resource(title="The baker")
    make_copy(resource=kept, shelf_mark="B 17").delete()
    weeding.merge(kept, [double])
    weeding.take_back_in(Resource.objects.get(pk=double.pk))
    Resource.objects.filter(pk=double.pk).delete()
    deleted, back, weeded = trail(director, kind="documentation.Resource")
    assert "Resource: The baker deleted" in deleted
    assert "taken back in" in back
    assert "weeded" in weeded
    assert "Reason: Entered twice" in weeded
    assert "Replaced by: Baker" in weeded
    assert "Copy: B 17, Baker deleted" in trail(director, kind="documentation.Copy")[0]


def test_daily_work_on_the_catalogue_is_not_noted(director):
    resource = make_resource(title="Baker")
    resource.title = "The baker"
    resource.save()
    assert trail(director, kind="documentation.Resource") == []


def test_a_subject_that_was_deleted_keeps_its_name_in_the_trail(director):
    make_subject(name="Bakery").delete()
    assert "Subject: Bakery deleted" in trail(director, kind="documentation.Subject")[0]


def test_rows_that_were_there_before_are_noted_once_so_that_their_next_change_can_be_read(director):
    with pgtrigger.ignore("citedesmetiers.OpeningHours:insert_insert"):  # as on a day before the trail began
        hours = make_opening_hours(site=make_site(name="Kiosk"), opens=time(9))
    with connection.schema_editor() as editor:
        audit.note_what_is_there("citedesmetiers", "OpeningHours")(apps, editor)
    OpeningHours.objects.filter(pk=hours.pk).update(opens=time(10))
    changed, found = trail(director, kind="citedesmetiers.OpeningHours")
    assert "was there already" in found
    assert "Opens: 09:00 → 10:00" in changed
