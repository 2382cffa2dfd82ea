"""Rows of the acceptance table that this room computes and that stand under no other name: surveys, places, a year."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from citedesmetiers.factories import make_site
from reception.factories import make_visit
from reports import prints
from reports.factories import (
    make_option,
    make_question,
    make_survey,
    make_survey_answer,
    make_survey_answered,
    make_survey_return,
)

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
DAY = date(2019, 1, 2)


def returned(audience, count, *, given, top=()):
    """A survey with one question: `count` questionnaires, `given` {answer: how many}. top: the satisfied ones."""
    survey = make_survey(audience=audience, opens_on=DAY)
    question = make_question(survey=survey, code="asked", text="What do you say?")
    make_survey_return(survey=survey, day=DAY, count=count)
    make_survey_answered(question=question, day=DAY, count=sum(given.values()))
    for name, n in given.items():
        option = make_option(question=question, label=name, is_top=name in top)
        make_survey_answer(question=question, option=option, value=None, day=DAY, count=n)
    return survey


def on_screen(signed_in, survey):
    page = signed_in("director").get(f"/reports/surveys/{survey.pk}/").content.decode()
    return re.sub(r"\s+", " ", BeautifulSoup(page, "html.parser").get_text(" "))


def test_rows_27_and_28_benefits_for_partners_of_58_8_and_19_6_and_7_8_percent(centre, signed_in):
    given = {"Meeting professionals": 30, "New tools": 10, "Better skills": 4, "Something else": 7}
    words = on_screen(signed_in, returned("partners", 51, given=given))
    assert "Meeting professionals 30 58.8%" in words
    assert "New tools 10 19.6%" in words
    assert "Better skills 4 7.8%" in words


@pytest.mark.parametrize(
    ("row", "audience", "n"), [(30, "visitors", 85), (31, "visitors", 82), (33, "participants", 94)]
)
def test_rows_30_31_and_33_share_of_the_two_best_of_four_levels(centre, signed_in, row, audience, n):
    given = {"Very good": n - 40, "Good": 40, "Poor": 100 - n - 1, "Very poor": 1}
    words = on_screen(signed_in, returned(audience, 100, given=given, top=("Very good", "Good")))
    assert f"Satisfied: {n}.0%" in words, row


@pytest.mark.parametrize(
    ("row", "audience", "shares"),
    [
        (32, "visitors", {"Information": 53, "Steps": 15, "Contacts": 14, "Perspectives": 9}),
        (34, "participants", {"Information": 60, "Perspectives": 13, "Steps": 10, "Answers": 11}),
    ],
)
def test_rows_32_and_34_what_people_leave_with_and_how_many_left_it_open(centre, signed_in, row, audience, shares):
    words = on_screen(signed_in, returned(audience, 100, given=shares))
    answered = sum(shares.values())
    for name, n in shares.items():
        assert f"{name} {n} {100 * n / answered:.1f}%" in words, row
    assert f"n = {answered}" in words
    assert f"{100 - answered} without an answer" in words


def test_rows_69_73_and_74_areas_counsellors_and_distance_stand_in_the_yearly_report(centre):
    make_visit(site=make_site(name="Paris", area_m2=600), day=date(2019, 4, 17))
    make_site(name="Point", kind="network_point", area_m2=95, counsellors=2)
    make_site(name="Annemasse", kind="associated_centre", distance_km="25")
    with translation.override("en"):
        kind = prints.kind_of("yearly")
        html = prints.written(kind, kind.build({"year": "2019"}, prints.quietly))
    words = re.sub(r"\s+", " ", BeautifulSoup(html, "html.parser").get_text(" "))
    assert re.search(r"Paris Site .*?600 –", words)
    assert re.search(r"Point Network point .*?95 –", words)
    assert re.search(r"Annemasse Associated centre .*?– 25\.0", words)
