"""The counter's outbox in a real browser: nothing that was counted is lost, and nothing counts twice."""

import json
import re
import threading
import time
from datetime import time as clock
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from citedesmetiers.factories import (
    make_centre,
    make_opening_hours,
    make_profile_value,
    make_purpose,
    make_site,
    make_user,
)
from reception.models import Visit
from tests.browser.browsers import Browser, MortalBrowser
from tests.browser.switchable_server import SwitchableServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(transactional_db):
    server = SwitchableServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
def agent(server):
    """A reception agent of one place with the usual keys."""
    make_centre(demonstration=True)
    site = make_site(code="main", profile_lists=["gender", "age_band"])
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=clock(0), closes=clock(23, 59))
    for key, code in enumerate(["orientation", "employment", "training", "career_change", "business"], start=1):
        make_purpose(code=code, name=code.title(), key=key, colour=key, rank=key)
    make_purpose(code="information", name="Information", key=9, is_door=False, rank=9)
    for code in ("woman", "man"):
        make_profile_value(list="gender", code=code, name=code.title())
    return make_user(roles=["reception"], sites=[site], language="en")


def session_cookie(user, server):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": server.url}


@pytest.fixture
def browser(chromium):
    browser = Browser(chromium)
    browser.open()
    yield browser
    browser.close()


@pytest.fixture
def mortal_browser(chromium, tmp_path):
    browser = MortalBrowser(chromium, tmp_path / "profile")
    browser.open()
    yield browser
    browser.close()


def open_counter(browser, server, *, user=None):
    if user:
        browser.context.add_cookies([session_cookie(user, server)])
    page = browser.context.new_page()
    page.goto(f"{server.url}/reception/")
    page.wait_for_selector("#counter[data-ready]")
    return page


def let_the_worker_take_over(page):
    """Wait until the service worker holds the counter's page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    until(lambda: is_kept(page, "/reception/"))


def is_kept(page, path):
    """Whether the service worker keeps the page of `path`, to open it without the server."""
    return page.evaluate(
        "path => caches.keys().then(async names => { for (const name of names)"
        " if (await (await caches.open(name)).match(path)) return true; return false })",
        path,
    )


def press(page, keys):
    for key in keys:
        page.keyboard.press(key)


def waiting(page):
    return page.evaluate("Outbox.items().then(items => items.length)")


def counted():
    return Visit.objects.counted().count()


def until(condition, seconds=30):
    """Wait for `condition()` to be true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        threading.Event().wait(0.05)


def test_a_key_is_a_visit_and_the_number_may_be_typed_before(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    press(page, "112")
    expect(page.locator("#total")).to_have_text("3")
    press(page, "4x2")
    expect(page.locator("#total")).to_have_text("7")
    until(lambda: Visit.objects.counted().people() == 7)
    page.keyboard.press("Control+z")
    expect(page.locator("#total")).to_have_text("3")
    until(lambda: Visit.objects.counted().people() == 3)
    assert set(Visit.objects.counted().values_list("purpose__code", flat=True)) == {"orientation", "employment"}
    expect(page.locator("#connection")).to_have_text("Online, all is saved")


def test_french_keyboards_count_without_the_shift_key(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'é', code: 'Digit2', bubbles: true}))"
    )
    until(lambda: list(Visit.objects.values_list("purpose__code", flat=True)) == ["employment"])


def test_keys_can_be_switched_off_and_never_count_while_one_types(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    page.focus("#people")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_text("0")
    press(page, "3")
    expect(page.locator("#total")).to_have_text("12")
    page.click("#keys-switch")
    press(page, "333")
    page.click("text=Employment >> nth=0")
    expect(page.locator("#total")).to_have_text("13")
    until(lambda: sorted(Visit.objects.values_list("people", flat=True)) == [1, 12])


def test_a_visit_is_qualified_after_it_was_sent_and_by_keyboard(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    press(page, "2")
    until(lambda: counted() == 1)
    page.keyboard.press("q")
    page.keyboard.press("Space")
    expect(page.locator(".strip-item[aria-current] small")).to_have_text("qualified")
    until(lambda: Visit.objects.filter(gender__code="woman").exists())
    page.click("label[for=sent-documentation]")
    page.click("label[for=also-training]")
    until(lambda: Visit.objects.filter(sent_to=["documentation"]).exists())
    until(lambda: len(Visit.objects.get().further_purposes) == 1)
    page.click("label[for=gender-none]")
    until(lambda: Visit.objects.filter(gender=None).exists())
    assert counted() == 1


def test_a_day_without_server_and_a_killed_browser_lose_nothing_and_double_nothing(mortal_browser, server, agent):
    page = open_counter(mortal_browser, server, user=agent)
    let_the_worker_take_over(page)
    press(page, "1")
    until(lambda: counted() == 1)
    server.stop()
    press(page, "2" * 200)
    expect(page.locator("#connection")).to_contain_text("Offline since")
    assert waiting(page) == 200
    mortal_browser.kill()

    mortal_browser.open()
    page = open_counter(mortal_browser, server)  # the server is still down: the worker opens the page
    expect(page.locator("#total")).to_have_text("200")
    press(page, "3" * 200)
    expect(page.locator("#total")).to_have_text("400")
    expect(page.locator("#outbox-state")).to_have_text("400 entries wait to be sent")
    assert counted() == 1

    server.start()
    mortal_browser.context.add_cookies([session_cookie(agent, server)])  # the agent signs in again
    page.reload()
    expect(page.locator("#outbox-state")).to_have_text("All sent", timeout=60_000)
    assert counted() == 401
    expect(page.locator("#total")).to_have_text("401")
    assert list(Visit.objects.values_list("purpose__code").order_by("purpose__code").distinct()) == [
        ("employment",),
        ("orientation",),
        ("training",),
    ]


def test_positive_control_without_the_outbox_the_same_day_loses_the_visits(browser, server, agent):
    """Shows that the test above can fail: the same keys with the outbox's database taken away."""
    page = open_counter(browser, server, user=agent)
    page.evaluate("Outbox.add = async () => {}")
    server.stop()
    press(page, "222")
    server.start()
    page.reload()
    expect(page.locator("#connection")).to_have_text("Online, all is saved")
    assert counted() == 0


@pytest.mark.parametrize("mode", ["redirect", "portal", "lost"])
def test_an_answer_that_does_not_name_the_visit_never_deletes_it(browser, server, agent, mode):
    page = open_counter(browser, server, user=agent)
    server.mode = mode
    before = server.entry_requests
    press(page, "123")
    until(lambda: server.entry_requests > before)
    expect(page.locator("#connection")).to_contain_text("Offline since")
    assert waiting(page) == 3
    server.mode = "serve"
    expect(page.locator("#outbox-state")).to_have_text("All sent", timeout=60_000)
    assert counted() == 3
    expect(page.locator("#total")).to_have_text("3")


def test_a_captive_portal_cannot_take_the_place_of_the_counter(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    let_the_worker_take_over(page)
    server.mode = "portal"
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    press(page, "5")
    assert waiting(page) == 1
    server.mode = "serve"
    page.reload()
    until(lambda: counted() == 1)


@pytest.mark.parametrize("mode", ["redirect", "portal"])
def test_positive_control_an_outbox_that_trusts_any_200_loses_visits(browser, server, agent, mode):
    """Shows that the test of answers can fail: an outbox that deletes after whatever answer."""
    page = open_counter(browser, server, user=agent)
    server.mode = mode
    page.evaluate(
        "Outbox.drain = async () => {"
        "for (const {uid} of await Outbox.items()) { await fetch('/reception/entries/', {method: 'POST',"
        "redirect: 'manual'}); await Outbox.remove(uid) } return {done: [], reason: ''} }"
    )
    press(page, "123")
    until(lambda: waiting(page) == 0)
    assert counted() == 0


def test_an_expired_session_keeps_what_waits_until_another_agent_signs_in(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    Session.objects.all().delete()
    press(page, "12")
    expect(page.locator("#connection")).to_contain_text("You are signed out")
    assert waiting(page) == 2
    colleague = make_user(roles=["reception"], sites=agent.sites.all(), language="en")
    browser.context.add_cookies([session_cookie(colleague, server)])
    page.reload()
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    assert counted() == 2


def test_a_refused_entry_is_kept_and_shown_and_does_not_block_the_others(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    page.evaluate(
        "Outbox.add({uid: Outbox.uid(), kind: 'visit', site: 'nowhere', people: 1,"
        " recorded_at: Outbox.iso(new Date())})"
    )
    press(page, "1")
    expect(page.locator("#outbox-state")).to_have_text("1 entry was not accepted")
    expect(page.locator("#held")).to_contain_text("This place is not one of yours.")
    until(lambda: (counted(), waiting(page)) == (1, 1))  # they may be sent one after the other


def test_two_tabs_draining_a_hundred_store_a_hundred(browser, server, agent):
    first = open_counter(browser, server, user=agent)
    second = open_counter(browser, server)
    server.stop()
    press(first, "1" * 50)
    press(second, "2" * 50)
    assert waiting(first) == 100
    server.start()
    for page in (first, second):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    for page in (first, second):
        expect(page.locator("#outbox-state")).to_have_text("All sent", timeout=60_000)
    assert counted() == 100


def test_an_outbox_of_an_earlier_version_is_kept_by_an_upgrade(browser, server, agent):
    page = open_counter(browser, server, user=agent)
    server.stop()
    press(page, "1" * 50)
    script = (Path(settings.BASE_DIR) / "static/outbox.js").read_text()
    version = int(re.search(r"const VERSION = (\d+);", script)[1]) + 1
    newer = re.sub(r"const VERSION = \d+;", f"const VERSION = {version};", script)
    server.start()
    page.evaluate("navigator.serviceWorker.ready.then(worker => worker.unregister())")  # it brings the script it keeps
    browser.context.route(
        "**/static/outbox*.js", lambda route: route.fulfill(body=newer, content_type="text/javascript")
    )
    fresh = open_counter(browser, server)
    page.close()
    assert fresh.evaluate("indexedDB.databases().then(all => all.map(one => one.version))") == [version]
    expect(fresh.locator("#outbox-state")).to_have_text("All sent", timeout=60_000)
    assert counted() == 50


def test_the_outbox_can_be_carried_to_another_machine_as_a_file(browser, server, agent, tmp_path):
    page = open_counter(browser, server, user=agent)
    server.stop()
    press(page, "345")
    expect(page.locator("#outbox-state")).to_have_text("3 entries wait to be sent")
    page.click("#outbox-more summary")
    with page.expect_download() as download:
        page.click("#outbox-save")
    file = tmp_path / "outbox.json"
    download.value.save_as(file)
    assert len(json.loads(file.read_text())["entries"]) == 3
    browser.close()
    other = Browser(browser.chromium)
    other.open()
    server.start()
    page = open_counter(other, server, user=agent)
    page.click("#outbox-more summary")  # offered on a counter with nothing to send as well
    page.set_input_files("#outbox-load", file)
    until(lambda: counted() == 3)
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    before = server.entry_requests
    page.set_input_files("#outbox-load", file)
    until(lambda: server.entry_requests > before)
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    assert counted() == 3
    other.close()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_the_counter_never_scrolls_on_a_counter_screen(browser, server, agent, size):
    page = open_counter(browser, server, user=agent)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    press(page, "123459")
    expect(page.locator(".strip-item")).to_have_count(5)
    box = page.evaluate(
        "({tall: document.documentElement.scrollHeight, wide: document.documentElement.scrollWidth,"
        "undo: document.querySelector('.undo-bar').getBoundingClientRect().bottom,"
        "form: document.querySelector('#qualify').getBoundingClientRect().bottom,"
        "bar: document.querySelector('.undo-bar').getBoundingClientRect().top})"
    )
    assert box["tall"] <= size[1]
    assert box["wide"] <= size[0]
    assert box["undo"] <= size[1]
    assert box["form"] <= box["bar"]
