"""Days in little room, in each language, and no template that writes them another way."""

import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from tests.rooms import PROJECT

DAY = date(2026, 12, 3)  # a Thursday


def written(day, how):
    return Template("{{ day|" + how + " }}").render(Context({"day": day}))


@pytest.mark.parametrize(
    ("language", "weekday_and_day", "with_year"),
    [
        ("fr", "jeu. 3\u00a0déc.", "3\u00a0déc.\u00a02026"),
        ("en", "Thu 3\u00a0Dec", "3\u00a0Dec\u00a02026"),
        ("it", "gio 3\u00a0dic.", "3\u00a0dic.\u00a02026"),
        ("es", "jue 3\u00a0dic.", "3\u00a0dic.\u00a02026"),
        ("pt", "qui 3\u00a0dez.", "3\u00a0dez.\u00a02026"),
    ],
)
def test_a_short_day_is_written_as_its_language_writes_it(language, weekday_and_day, with_year):
    with translation.override(language):
        assert written(DAY, "short_day:'weekday'") == weekday_and_day
        assert written(DAY, "short_day:'year'") == with_year
        assert written(None, "short_day") == ""


@pytest.mark.parametrize("language", ["fr", "en", "it", "es", "pt"])
def test_twelve_months_are_twelve_different_words(language):
    with translation.override(language):
        assert len({written(date(2026, month, 3), "short_day") for month in range(1, 13)}) == 12


def test_french_months_that_are_short_already_have_no_full_stop():
    with translation.override("fr"):
        days = [written(date(2026, month, 3), "short_day").split("\u00a0")[1] for month in range(1, 13)]
    assert " ".join(days) == "jan. fév. mars avr. mai juin juil. août sept. oct. nov. déc."


def test_the_first_of_a_month_is_an_ordinal_in_french():
    with translation.override("fr"):
        assert written(date(2026, 12, 1), "short_day:'weekday'") == "mar. 1er\u00a0déc."


@override_settings(TIME_ZONE="Europe/Paris")
def test_a_moment_late_in_the_evening_is_on_the_day_of_the_place():
    with translation.override("en"):
        assert written(datetime(2026, 12, 3, 23, 30, tzinfo=UTC), "short_day") == "4\u00a0Dec"


def test_no_template_writes_a_short_day_by_letters():
    by_letters = re.compile(r"""\|date:["'][^"']*(?<!\\)[MbN]""")
    # The names of formats, as in date:"SHORT_DATE_FORMAT", are no letters.
    found = [
        f"{path.relative_to(PROJECT)}: {each.group()}"
        for path in sorted((PROJECT / "templates").rglob("*.html"))
        for each in by_letters.finditer(re.sub(r"\|date:[\"'][A-Z_]{4,}[\"']", "", path.read_text()))
    ]
    assert found == []
