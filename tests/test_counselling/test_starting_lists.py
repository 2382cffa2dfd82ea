"""The lists that a new centre's interviews choose from."""

import pytest

from citedesmetiers import starting_lists as house_lists
from citedesmetiers.models import Purpose
from counselling import starting_lists
from counselling.models import Outcome, ReferralKind, Theme

pytestmark = pytest.mark.django_db


def test_a_new_centre_gets_themes_for_each_purpose_and_for_all_of_them():
    house_lists.load()
    counts = {code: Theme.objects.filter(purpose__code=code).count() for code in ("orientation", "business")}
    assert counts == {"orientation": 12, "business": 12}
    assert Theme.objects.filter(purpose__isnull=True).count() == 3
    assert (Outcome.objects.count(), ReferralKind.objects.count()) == (8, 11)
    cv = Theme.objects.get(code="cv")
    assert (cv.purpose.code, cv.name_it) == ("employment", "Curriculum")


@pytest.mark.thorough
def test_loading_again_adds_nothing_and_brings_back_nothing():
    house_lists.load()
    retired = Theme.objects.get(code="cv")
    retired.name_fr = "CV et lettre"
    retired.save()
    assert starting_lists.load() == 0
    retired.refresh_from_db()
    assert retired.name_fr == "CV et lettre"


def test_themes_of_a_purpose_that_the_centre_has_not_are_left_out():
    Purpose.objects.create(code="employment", name="Find a job")
    starting_lists.load()
    assert set(Theme.objects.values_list("purpose__code", flat=True)) == {"employment", None}
