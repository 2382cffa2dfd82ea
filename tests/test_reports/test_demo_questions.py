"""The demonstration's questions without a name: recent enough to be there, with words that find them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citedesmetiers import forgetting
from citedesmetiers.factories import make_purpose
from citedesmetiers.personal_data import found_in
from counselling import questions as asking
from counselling.models import Question, QuestionCount
from reports.demo import questions

pytestmark = pytest.mark.django_db
CODES = ["orientation", "employment", "training", "career_change", "business"]


@pytest.fixture
def filled():
    for code in CODES:
        make_purpose(code=code)
    return questions.fill(1, timezone.localdate())


def test_some_are_answered_and_some_wait_and_the_words_find_each(filled):
    assert Question.objects.filter(state="answered").count() == 5
    assert Question.objects.filter(state="waiting").count() == 3
    assert [asking.find(" ".join(asking.words_of(each))) for each in Question.objects.all()] == list(
        Question.objects.all()
    )


def test_none_of_them_names_somebody(filled):
    assert [found_in(each.question + each.answer) for each in Question.objects.all()] == [[]] * filled


def test_the_night_after_keeps_them_and_counts_of_older_ones_are_settled(filled):
    today = timezone.localdate()
    forgetting.forget(today + timedelta(days=1))
    assert Question.objects.count() == filled
    old = QuestionCount.objects.filter(day__lt=today - timedelta(days=60))
    assert old.count() > 100
    assert all(row.asked == row.answered + row.closed for row in old)
