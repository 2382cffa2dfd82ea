"""The figures of questions without a name: what the tray counted, by month and by purpose."""

import re
from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_purpose
from counselling.factories import make_question_count
from tests.test_reports.test_room_figures import found

pytestmark = pytest.mark.django_db


def test_questions_without_a_name_are_counted_by_what_became_of_them():
    job, school = make_purpose(name="Find a job"), make_purpose(name="Go to school")
    make_question_count(day=date(2026, 3, 2), purpose=job, asked=5, answered=3, closed=1)
    make_question_count(day=date(2026, 3, 31), purpose=school, asked=2, answered=2)
    make_question_count(day=date(2026, 4, 1), purpose=job, asked=4)
    make_question_count(day=date(2025, 4, 1), purpose=job, asked=90, answered=90)
    assert found("questions_by_month", []) == {"March 2026": (7, 7), "April 2026": (4, 4)}
    assert found("questions_by_purpose", []) == {"Find a job": (9, 9), "Go to school": (2, 2)}
    assert found("questions_answered_by_month", []) == {"March 2026": (5, 5)}
    assert found("questions_answered_by_purpose", []) == {"Find a job": (3, 3), "Go to school": (2, 2)}
    assert found("questions_closed_by_month", []) == {"March 2026": (1, 1)}
    assert found("questions_closed_by_purpose", []) == {"Find a job": (1, 1)}


def test_questions_say_how_many_are_still_open(signed_in):
    make_question_count(day=date(2026, 3, 2), asked=5, answered=3, closed=1)
    page = signed_in("counsellor").get(reverse("reports:figure", args=["questions_by_month"]), {"period": "2026-03"})
    assert re.search(r"Questions still open\W*1\b", re.sub(r"<[^>]+>|\s+", " ", page.content.decode()))
