"""A password that is changed elsewhere ends the session at the counter, in the middle of a day: nothing is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_outbox import (  # noqa: F401 -- fixtures
    agent,
    browser,
    counted,
    open_counter,
    press,
    server,
    until,
    waiting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "sept tasses de thé vert"


def change_password(user):
    user.set_password(PASSWORD)
    user.save()


def test_after_a_changed_password_all_is_kept_and_sent_once_when_one_has_signed_in_again(browser, server, agent):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    press(page, "1")
    until(lambda: counted() == 1)
    change_password(agent)
    press(page, "22345")
    expect(page.locator("#connection")).to_contain_text("You are signed out")
    expect(page.locator("#outbox-state")).to_have_text("5 entries wait to be sent")
    press(page, "9" * 20)  # the agent goes on, and signs in when there is time
    assert (waiting(page), counted()) == (25, 1)
    page.click("#connection a")
    page.fill("[name=username]", agent.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#counter[data-ready]")  # where one was
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    assert (waiting(page), counted()) == (0, 26)
    expect(page.locator("#total")).to_have_text("26")


def test_positive_control_an_outbox_that_takes_the_refusal_for_an_answer_loses_the_visits(browser, server, agent):  # noqa: F811
    """Shows that the test above can fail: an outbox that deletes whatever was answered without a redirect."""
    page = open_counter(browser, server, user=agent)
    change_password(agent)
    page.evaluate(
        "Outbox.drain = async () => {"
        "for (const {uid} of await Outbox.items()) { await fetch('/reception/entries/', {method: 'POST', body: '{}',"
        "headers: {'Content-Type': 'application/json'}}); await Outbox.remove(uid) }"
        "return {done: [], reason: ''} }"
    )
    press(page, "22345")
    until(lambda: waiting(page) == 0)
    assert counted() == 0
