"""Contributions as colleagues write them and as the director reads them: each state, with its messages and errors."""

import pytest

from reports import assessment
from reports.factories import make_contribution
from tests.browser.house import COLOURS_IN, LANGUAGES, NARROW, WIDE

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture(scope="module")
def year(house):
    """A year that is begun: events are asked about 4.4 and 7.3, reception has handed in about 6.1."""
    begun = assessment.begin(YEAR)
    criteria = {rating.criterion.code: rating.criterion for rating in begun.ratings.select_related("criterion")}
    make_contribution(assessment=begun, criterion=criteria["4.4"], role="events", wish="What was cancelled, and why")
    make_contribution(
        assessment=begun, criterion=criteria["6.1"], role="reception", text="Seven languages.", stage="handed_in"
    )
    house.sent_back = make_contribution(
        assessment=begun, criterion=criteria["7.3"], role="events", text="A market.", stage="sent_back", word="Which?"
    )
    return begun


def wrong_with(window, violations, *, colours=True):
    found = []
    for size in (NARROW, WIDE):
        found += [*window.overflow(size), *violations(window.page, colours=colours)]
    return found + window.errors + window.strangers


@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_a_contribution_is_accessible_also_when_it_is_refused(house, year, violations, language):
    window = house.window("events")
    window.open("/reports/contributions/", language=language)
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []
    window.follow("main a:has-text('4.4')")
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []
    window.page.fill("#id_text", "a.b@example.org")
    window.follow("[name=hand_in]")
    assert window.page.locator("[role=alert] a[href='#id_text']").count() == 1
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []
    window.open(f"/reports/contributions/{house.sent_back.pk}/", language=language)
    assert window.page.locator(".notice-wait").inner_text().endswith("Which?")
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_and_asking_are_accessible(house, year, violations, language):
    window = house.window("director")
    for address in ("", "criteria/6.1/", "contributions/", "contributions/ask/"):
        window.open(f"/reports/self-assessment/{YEAR}/{address}", language=language)
        assert wrong_with(window, violations, colours=language == COLOURS_IN) == []
    window.follow("main form .btn-primary")
    assert window.page.locator(".has-error").count() >= 2
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []


def test_a_text_is_taken_over_by_one_click_and_then_edited(house, year, violations):
    window = house.window("director")
    window.open(f"/reports/self-assessment/{YEAR}/criteria/6.1/", language="en")
    window.page.fill("#id_narrative", "The door is held by a team.")
    window.follow("[name=take_over]")
    assert window.page.input_value("#id_narrative") == "The door is held by a team.\n\nSeven languages."
    assert window.page.locator("#contributions .state-ok").count() == 1
    assert wrong_with(window, violations) == []
