"""The frame is the centre's own: criteria come and leave, as long as no submitted year stands on it."""

import pytest
from django.urls import reverse

from reports import assessment as work
from reports.factories import (
    make_action,
    make_action_review,
    make_criterion,
    make_frame,
    make_principle,
    make_self_assessment,
)
from reports.models import Criterion, Rating, SelfAssessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def principle(centre):
    made = make_principle(frame=make_frame(number=1))
    make_criterion(principle=made)
    return made


def data(**values):
    return {"code": "1.2", "title_fr": "Affichage", "title_en": "Signs"} | values


def test_a_new_criterion_is_asked_of_drafts_on_this_version(signed_in, principle):
    draft = work.begin(2025)
    signed_in("director", language="en").post(reverse("reports:frame_criterion_add", args=[principle.pk]), data())
    assert [rating.criterion.code for rating in work.ratings_of(draft)] == ["1.1", "1.2"]


@pytest.mark.many_cases
@pytest.mark.parametrize("code", ["2.1", "1.1", "1.x", ""])
def test_a_number_that_does_not_fit_is_refused(signed_in, principle, code):
    client = signed_in("director", language="en")
    response = client.post(reverse("reports:frame_criterion_add", args=[principle.pk]), data(code=code))
    assert "code" in response.context["form"].errors
    assert Criterion.objects.count() == 1


def test_a_criterion_is_taken_out_with_what_drafts_say_after_a_question_in_numbers(signed_in, principle):
    draft = work.begin(2025)
    criterion = Criterion.objects.get()
    Rating.objects.filter(assessment=draft).update(level=2)
    make_action(assessment=draft, criterion=criterion)
    client = signed_in("director", language="en")
    url = reverse("reports:frame_criterion_delete", args=[criterion.pk])
    page = client.get(url).content.decode()
    assert "1 draft has something written" in page
    assert "1 improvement action goes" in page
    client.post(url)
    assert not Criterion.objects.exists()
    assert not draft.ratings.exists()


def test_a_criterion_that_another_year_reviews_stays(signed_in, principle):
    draft = work.begin(2025)
    criterion = Criterion.objects.get()
    make_action_review(assessment=make_self_assessment(year=2026, frame=principle.frame),
                       action=make_action(assessment=draft, criterion=criterion))  # fmt: skip
    signed_in("director", language="en").post(reverse("reports:frame_criterion_delete", args=[criterion.pk]))
    assert Criterion.objects.exists()


def test_nothing_changes_in_a_version_that_a_year_was_submitted_on(signed_in, principle):
    draft = work.begin(2025)
    SelfAssessment.objects.filter(pk=draft.pk).update(state="submitted", submitted_on="2026-02-01")
    client = signed_in("director", language="en")
    client.post(reverse("reports:frame_criterion_add", args=[principle.pk]), data())
    client.post(reverse("reports:frame_criterion_delete", args=[Criterion.objects.get().pk]))
    client.post(
        reverse("reports:frame_principle_edit", args=[principle.pk]), {"title_fr": "Autre", "family": "charter"}
    )
    principle.refresh_from_db()
    assert (Criterion.objects.count(), principle.title_fr == "Autre") == (1, False)


def test_a_principle_is_reworded(signed_in, principle):
    url = reverse("reports:frame_principle_edit", args=[principle.pk])
    signed_in("director", language="en").post(url, {"title_fr": "Ouvert", "title_en": "Open", "family": "network"})
    principle.refresh_from_db()
    assert (principle.title_en, principle.family) == ("Open", "network")
