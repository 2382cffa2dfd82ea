"""Interviews recorded while the server is away, in a real browser: nothing lost, nothing doubled.

The server runs over the test database; "away" means that it no longer listens. See also test_outbox.py.
"""

from datetime import time as clock

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from citedesmetiers.factories import make_centre, make_opening_hours, make_purpose, make_site, make_user
from counselling.factories import make_desk, make_theme
from counselling.models import Interview
from tests.browser.test_outbox import (  # noqa: F401 -- fixtures
    browser,
    is_kept,
    mortal_browser,
    press,
    server,
    session_cookie,
    until,
    waiting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(server):  # noqa: F811 -- the fixture of that name
    make_centre(demonstration=True)
    site = make_site(code="main")
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=clock(0), closes=clock(23, 59))
    purpose = make_purpose(code="employment", name="Employment", key=1)
    desk = make_desk(site=site, code="jobs", name="Find a job", purposes=[purpose])
    for rank, name in enumerate(["Writing a letter", "Job interview"], start=1):
        make_theme(name=name, purpose=purpose, rank=rank)
    return desk


@pytest.fixture
def counsellor(desk):
    return make_user(roles=["counsellor"], sites=[desk.site], language="en")


def open_board(browser, server, *, user=None):  # noqa: F811
    if user:
        browser.context.add_cookies([session_cookie(user, server)])
    page = browser.context.new_page()
    page.goto(f"{server.url}/counselling/board/?desk=jobs")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    return page


def holds(page, expression):
    """Wait until the JavaScript `expression` (or its promise) is true; the page's own rules forbid polling inside."""
    until(lambda: page.evaluate(expression))


def let_the_worker_keep_the_page(page):
    until(lambda: is_kept(page, "/counselling/board/offline/"))
    page.reload()
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    holds(page, "navigator.serviceWorker.controller !== null")


def the_first_theme_has_the_focus(page):
    """Wait for it: a key pressed earlier is lost, as it would be to a hand that is quicker than the page."""
    holds(page, "document.activeElement?.name === 'themes'")


def record_offline(page, number):
    for _number in range(number):
        before = waiting(page)
        page.wait_for_selector("#record:not([hidden])")
        the_first_theme_has_the_focus(page)
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        holds(page, f"Outbox.items().then(items => items.length > {before})")
        the_first_theme_has_the_focus(page)


def held():
    return Interview.objects.held()


def test_an_interview_is_recorded_with_three_keys_and_the_board_says_so(browser, server, counsellor):  # noqa: F811
    page = open_board(browser, server, user=counsellor)
    page.click("text=Receive somebody at desk 1")
    the_first_theme_has_the_focus(page)
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    press(page, ["Space", "Control+Enter"])
    expect(page.locator("#recorder-said")).to_have_text("Recorded: 1 min.")
    assert list(held().values_list("minutes", "state")) == [(1, "done")]
    assert len(held().get().themes) == 1


def test_a_key_that_is_held_down_finishes_one_interview(browser, server, counsellor):  # noqa: F811
    page = open_board(browser, server, user=counsellor)
    page.goto(f"{server.url}/counselling/board/offline/")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    server.stop()
    the_first_theme_has_the_focus(page)
    page.keyboard.press("Space")
    page.keyboard.down("Control")
    for _repeat in range(3):
        page.keyboard.down("Enter")
        until(lambda: waiting(page) >= 1)
    expect(page.locator("#outbox-state")).to_contain_text("1 interview waits to be sent")
    assert waiting(page) == 1


def test_finish_and_receive_takes_the_next_one(browser, server, counsellor, desk):  # noqa: F811
    first, second = (Interview.objects.send(desk=desk) for _ in range(2))
    page = open_board(browser, server, user=counsellor)
    page.click(f"#take-{first.pk}")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    page.click("text=Finish and receive")
    page.wait_for_selector(f"#record[data-uid='{second.pk}']")
    assert set(Interview.objects.values_list("uid", "state")) == {(first.pk, "done"), (second.pk, "received")}


def test_a_wrong_length_is_said_beside_its_field_as_ever(browser, server, counsellor):  # noqa: F811
    page = open_board(browser, server, user=counsellor)
    page.click("text=Receive somebody at desk 1")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    page.fill("#id_minutes", "9999")
    page.click("[data-main]")
    expect(page.locator("#id_minutes_error")).to_be_visible()
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    assert page.input_value("#id_minutes") == "9999"
    assert waiting(page) == 0
    assert not held().exists()


def test_a_desk_without_server_records_on_through_a_reload_and_a_killed_browser(
    mortal_browser,  # noqa: F811
    server,  # noqa: F811
    counsellor,
):
    page = open_board(mortal_browser, server, user=counsellor)
    let_the_worker_keep_the_page(page)
    page.click("text=Receive somebody at desk 1")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    the_first_theme_has_the_focus(page)
    server.stop()
    press(page, ["Space", "Control+Enter"])  # the one whom the board was receiving
    page.wait_for_url("**/board/offline/")
    expect(page.locator("#outbox-state")).to_contain_text("1 interview waits to be sent")
    record_offline(page, 5)
    page.goto(f"{server.url}/counselling/board/")  # the board, asked for in vain: the page that needs no server
    page.wait_for_selector("#record[data-offline]:not([hidden])")
    mortal_browser.kill()

    mortal_browser.open()
    page = mortal_browser.context.new_page()
    page.goto(f"{server.url}/counselling/board/")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    record_offline(page, 4)
    expect(page.locator("#outbox-state")).to_contain_text("10 interviews wait to be sent")
    assert not held().exists()

    server.start()
    mortal_browser.context.add_cookies([session_cookie(counsellor, server)])
    page.reload()  # a new session has chosen no desk: it comes to the desks, and the worker sends
    until(lambda: held().count() == 10)
    page.goto(f"{server.url}/counselling/board/?desk=jobs")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    assert waiting(page) == 0
    assert Interview.objects.count() == 10  # the received one was closed, not doubled
    assert all(len(themes) == 1 for themes in held().values_list("themes", flat=True))


def test_positive_control_without_the_outbox_the_same_interview_is_lost(browser, server, counsellor):  # noqa: F811
    """Shows that the test above can fail: the same keys with the outbox's database taken away."""
    page = open_board(browser, server, user=counsellor)
    let_the_worker_keep_the_page(page)
    page.goto(f"{server.url}/counselling/board/offline/")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    page.evaluate("Outbox.add = async () => {}")
    server.stop()
    press(page, ["Space", "Control+Enter"])
    expect(page.locator("#recorder-said")).to_have_text("Recorded.")
    server.start()
    page.reload()
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    assert waiting(page) == 0
    assert not held().exists()


def test_what_is_typed_while_a_slow_server_is_waited_for_belongs_to_the_next_one(browser, server, counsellor):  # noqa: F811
    page = open_board(browser, server, user=counsellor)
    page.goto(f"{server.url}/counselling/board/offline/")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    sent = []
    page.route("**/counselling/entries/", lambda route: sent.append(route))
    the_first_theme_has_the_focus(page)
    press(page, ["Space", "Control+Enter"])
    until(lambda: waiting(page) == 1 and sent)
    page.keyboard.press("Space")
    sent[0].continue_()
    expect(page.locator("#recorder-said")).to_have_text("Recorded.")
    assert page.locator("#id_themes input").first.is_checked()
    page.keyboard.press("Control+Enter")
    until(lambda: waiting(page) == 1 and len(sent) == 2)
    sent[1].continue_()
    until(lambda: held().count() == 2)
    assert all(len(themes) == 1 for themes in held().values_list("themes", flat=True))


@pytest.mark.parametrize("mode", ["redirect", "portal"])
def test_an_answer_that_does_not_name_the_interview_never_deletes_it(browser, server, counsellor, mode):  # noqa: F811
    page = open_board(browser, server, user=counsellor)
    page.goto(f"{server.url}/counselling/board/offline/")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    server.mode = mode
    record_offline(page, 2)
    assert waiting(page) == 2
    server.mode = "serve"
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: held().count() == 2)
    expect(page.locator("#outbox-state")).to_contain_text("All interviews are sent")


def test_an_expired_session_keeps_what_waits_until_somebody_signs_in(browser, server, counsellor, desk):  # noqa: F811
    page = open_board(browser, server, user=counsellor)
    page.goto(f"{server.url}/counselling/board/offline/")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    Session.objects.all().delete()
    record_offline(page, 2)
    expect(page.locator("#outbox-state")).to_contain_text("You are signed out")
    assert waiting(page) == 2
    colleague = make_user(roles=["counsellor"], sites=[desk.site], language="en")
    browser.context.add_cookies([session_cookie(colleague, server)])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: held().count() == 2)


def test_two_tabs_and_the_same_interviews_are_stored_once(browser, server, counsellor):  # noqa: F811
    tabs = [open_board(browser, server, user=counsellor) for _ in range(2)]
    for page in tabs:
        page.goto(f"{server.url}/counselling/board/offline/")
        page.wait_for_selector("#recorder[data-ready]", state="attached")
    server.stop()
    for page in tabs:
        page.bring_to_front()
        page.focus("#id_themes input")
        record_offline(page, 5)
    assert waiting(tabs[0]) == 10
    server.start()
    for page in tabs:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: held().count() == 10)
    assert Interview.objects.count() == 10
