"""Pages and news as staff write them: with a preview, with errors, and with versions."""

import pytest

from tests.browser.house import COLOURS_IN, LANGUAGES, NARROW, WIDE

pytestmark = pytest.mark.django_db

BODY = "# Hours\n\nFrom **9** to 12.\n\n- {address}\n- [places](/places/)"


@pytest.fixture
def write(house):
    """A function: fill the form at `address` and press the button `name`; returns the window."""

    def written(address, language, button, body=BODY):
        window = house.window("director")
        window.open(address, language=language)
        for code in ("fr", "en"):
            window.page.fill(f"[name=title_{code}]", "Parking")
            window.page.fill(f"[name=body_{code}]", body)
        window.follow(f"main form button{button}")
        return window

    return written


def wrong_with(window, violations, *, colours=True):
    found = []
    for size in (NARROW, WIDE):
        found += [*window.overflow(size), *violations(window.page, colours=colours)]
    return found + window.errors + window.strangers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/settings/pages/new/", "/settings/news/new/"])
def test_a_preview_is_accessible_and_shows_what_was_typed(write, violations, address, language):
    window = write(address, language, "[name=preview]")
    assert window.page.locator(".preview-page").count() == 2
    assert window.page.input_value("[name=body_fr]") == BODY
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/settings/pages/new/", "/settings/news/new/"])
def test_what_cannot_be_shown_is_refused_beside_its_field(write, violations, address, language):
    window = write(address, language, "[name=preview]", body="Call {telephon}.")
    assert window.page.locator(".preview-page").count() == 0
    assert window.page.locator("[name=body_fr][aria-invalid=true]").count() == 1
    assert wrong_with(window, violations, colours=language == COLOURS_IN) == []


def test_the_versions_of_news_and_what_each_changed_are_accessible(write, violations):
    window = write("/settings/news/new/", "en", ".btn-primary")
    window.follow("tbody a:has-text('Parking')")
    window.page.fill("[name=body_fr]", "Ouvert le mardi.")
    window.follow("main form .btn-primary")
    window.follow("tbody a:has-text('Parking')")
    window.follow("main a:has-text('Versions')")
    assert wrong_with(window, violations) == []
    window.follow("tbody a:has-text('Version 2')")
    assert window.page.locator(".diff del").count() > 0
    assert wrong_with(window, violations) == []
