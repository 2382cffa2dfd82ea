"""The pages that say what went wrong: accessible, quiet, in view on a phone and on a desk, in French and English."""

import shutil

import pytest
from django.test import override_settings

from tests.browser.house import COLOURS_IN, LANGUAGES, NARROW, WIDE
from tests.browser.html_checker import complaints
from tests.rooms import PROJECT

pytestmark = pytest.mark.django_db

FAULTS = {
    "suspicious/": 400,
    "denied/": 403,
    "no-such-page/": 404,
    "takes-forms/": 405,
    "too-large/": 413,
    "broken/": 500,
    "database-away/": 503,
    "disk-full/": 503,
}


@pytest.fixture(scope="module", autouse=True)
def urls_that_fail(house):
    with override_settings(ROOT_URLCONF="tests.test_citedesmetiers.urls_that_fail"):
        yield


def looked_at(window, violations, *, colours=True):
    """What is wrong with the page on a phone and on a desk."""
    wrong = []
    for size in (NARROW, WIDE):
        wrong += [*window.overflow(size), *violations(window.page, colours=colours)]
    return wrong + window.strangers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "status"), FAULTS.items())
def test_an_error_page_is_accessible_and_fits(house, violations, path, status, language):
    window = house.window()
    assert window.open(f"/{path}", language=language).status == status
    assert window.page.evaluate("document.documentElement.lang") == language
    assert looked_at(window, violations, colours=language == COLOURS_IN) == []


def test_the_page_of_the_proxy_is_accessible_and_fits(house, violations, tmp_path):
    window, page = house.window(), PROJECT / "deploy" / "away.html"
    window.page.goto("about:blank")
    window.page.set_content(page.read_text())
    assert looked_at(window, violations) == []
    shutil.copy(page, tmp_path)
    assert complaints(tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_token_is_answered_in_words(house, violations, language):
    window = house.window()
    window.open("/sign-in/", language=language)
    window.page.context.clear_cookies()
    with window.page.expect_navigation() as answer:
        window.page.click("main form button[type=submit]")
    assert answer.value.status == 403
    assert looked_at(window, violations, colours=language == COLOURS_IN) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_after_the_session_ended_leads_to_signing_in_and_says_so(house, violations, language):
    context = house.chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    context.add_cookies([house.cookies["director"]])
    window = type(house.window())(context.new_page(), house.url)
    window.open("/settings/news/new/", language=language)
    context.clear_cookies(name="sessionid")
    window.page.click("main form .btn-primary")
    window.page.wait_for_url("**/sign-in/**")
    assert window.page.locator(".notice[role=status]").count() == 1
    assert window.page.input_value("[name=next]") == f"/{language}/settings/news/new/"
    assert looked_at(window, violations, colours=language == COLOURS_IN) == []
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_wrong_passwords_are_answered_in_words(house, settings, violations, language):
    settings.AXES_ENABLED = True
    window = house.window()
    for _try in range(settings.AXES_FAILURE_LIMIT):
        window.open("/sign-in/", language=language)
        window.page.fill("[name=username]", f"nobody-{language}@demo.example")
        window.page.fill("[name=password]", "not the password")
        with window.page.expect_navigation() as answer:
            window.page.click("main form button[type=submit]")
    assert answer.value.status == 429
    assert looked_at(window, violations, colours=language == COLOURS_IN) == []
    window.page.context.clear_cookies()
