"""The counter as an instrument: all of it in view, done by keyboard alone, readable by everyone, in every state."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from citedesmetiers.models import ProfileList
from reception.factories import make_sampling_period
from reception.models import Visit
from tests.browser.test_counter_desks import counter_of, site  # noqa: F401 -- fixtures
from tests.browser.test_outbox import (  # noqa: F401 -- fixtures
    browser,
    counted,
    open_counter,
    press,
    server,
    until,
    waiting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = """() => {
    const edge = (name) => document.querySelector(name).getBoundingClientRect();
    const side = document.querySelector(".counter-side");
    return {
        tall: document.documentElement.scrollHeight, wide: document.documentElement.scrollWidth,
        form: edge("#qualify").bottom, bar: edge(".undo-bar").top, undo: edge(".undo-bar").bottom,
        side: edge(".counter-side").bottom, inside: side.scrollHeight - side.clientHeight,
    };
}"""
HOLD_ONE = """async () => {
    const [first] = await Outbox.items();
    const db = await new Promise((resolve) => {
        const request = indexedDB.open("citedesmetiers-reception");
        request.onsuccess = () => resolve(request.result);
    });
    db.transaction("entries", "readwrite").objectStore("entries").put({...first, state: "held", errors: ["No."]});
    window.dispatchEvent(new Event("offline"));
}"""


def assert_all_in_view(page, size):
    found = page.evaluate(PLACES)
    assert found["tall"] <= size[1], found
    assert found["wide"] <= size[0], found
    assert found["undo"] <= size[1], found
    assert found["form"] <= found["bar"], found
    assert found["side"] <= size[1], found
    assert found["inside"] <= 0, found


@pytest.mark.parametrize("language", ["fr", "en", "it", "es", "pt"])
@pytest.mark.parametrize("lists", ["usual", "all"])
def test_nothing_scrolls_while_a_whole_day_waits_to_be_sent(browser, server, site, language, lists):  # noqa: F811
    if lists == "all":
        site.profile_lists = ProfileList.values
        site.save()
    page = counter_of(browser, server, site, language)
    server.stop()
    press(page, "123459" * 8)
    expect(page.locator("#outbox .num").first).to_be_visible()
    expect(page.locator("#total")).to_have_text("48")
    for size in [(1366, 768), (1024, 768)]:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        until(lambda: page.evaluate(PLACES)["inside"] <= 0)  # drawn anew for the new size
        assert_all_in_view(page, size)
        assert page.locator("#qualify fieldset").count() == len(site.profile_lists) + 2  # a row each, none in a list


def test_positive_control_on_a_screen_that_is_too_low_it_scrolls(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    page.set_viewport_size({"width": 1366, "height": 500})
    press(page, "1")
    expect(page.locator("#total")).to_have_text("1")
    with pytest.raises(AssertionError):
        assert_all_in_view(page, (1366, 500))


def test_all_of_the_counter_is_done_by_keyboard(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    press(page, "4x2")
    expect(page.locator("#total")).to_have_text("4")
    press(page, "p")
    page.keyboard.type("3")
    press(page, ["Enter", "1"])
    expect(page.locator("#total")).to_have_text("7")
    page.keyboard.press("Control+z")
    expect(page.locator("#total")).to_have_text("4")
    press(page, "q")
    reached = []
    for _ in range(40):  # every row of chips, then the undo, the stations' buttons and the switch of the keys
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.id"))
        if reached[-1] == "keys-switch":
            break
        if reached[-1] == "desk" and "desk" not in reached[:-1]:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert reached[-1] == "keys-switch", reached
    assert {"profile-gender", "also", "desk", "sent", "sent_to_kind", "undo"} <= set(reached)
    expect(page.locator("label[for^=desk]").first).to_contain_text("01")  # the ticket to say aloud
    until(lambda: Visit.objects.counted().get().sent_to == ["desk"])
    page.keyboard.press("Enter")
    press(page, "111")
    expect(page.locator("#total")).to_have_text("4")
    press(page, ["Space", "1"])  # on again, though the switch keeps the focus
    expect(page.locator("#total")).to_have_text("5")


def test_a_strip_entry_is_chosen_by_keyboard_and_keeps_the_focus(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    press(page, "12")
    expect(page.locator(".strip-item")).to_have_count(2)
    page.locator(".strip-item").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".strip-item").last).to_have_attribute("aria-current", "true")
    expect(page.locator(".strip-item").last).to_be_focused()


def test_a_visit_is_chosen_though_the_page_is_drawn_anew_while_the_button_is_pressed(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    press(page, "12")
    expect(page.locator(".strip-item")).to_have_count(2)
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    older = page.locator(".strip-item").last
    older.hover()
    page.mouse.down()
    page.evaluate("dispatchEvent(new Event('resize')), new Promise(drawn => setTimeout(drawn, 300))")
    page.mouse.up()
    expect(older).to_have_attribute("aria-current", "true")


def nothing(page, server, site):  # noqa: F811
    """The first minute of the day."""


def some_visits(page, server, site):  # noqa: F811
    press(page, "123")
    expect(page.locator("#outbox-state")).to_have_text("All sent")


def a_ticket(page, server, site):  # noqa: F811
    press(page, "2")
    page.click("label[for^=desk] >> nth=0")
    expect(page.locator("label[for^=desk]").first).to_contain_text("01")


def unsent(page, server, site):  # noqa: F811
    server.stop()
    press(page, "123")
    expect(page.locator("#connection")).to_contain_text("Offline since")


def refused(page, server, site):  # noqa: F811
    unsent(page, server, site)
    page.evaluate(HOLD_ONE)
    expect(page.locator("#held li")).to_have_count(1)
    page.click("#outbox-more summary")


def signed_out(page, server, site):  # noqa: F811
    Session.objects.all().delete()
    press(page, "1")
    expect(page.locator("#connection")).to_contain_text("You are signed out")


def keys_off(page, server, site):  # noqa: F811
    page.click("#keys-switch")


def counting_only(page, server, site):  # noqa: F811
    later = timezone.localdate() + timedelta(days=30)
    make_sampling_period(site=site, starts_on=later, ends_on=later)
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    expect(page.locator("#counts-only")).to_be_visible()
    press(page, "1")


# A device whose disk is slow: whether any frame told of a refused entry without showing it.
WATCHED = """() => {
    const facts = Outbox.facts, line = document.getElementById("outbox-state");
    Outbox.facts = async (name) => { await new Promise((done) => setTimeout(done, 200)); return facts(name); };
    window.half = false;
    const look = () => {
        window.half ||= line.matches(".state-bad") && !document.querySelector("#held li");
        requestAnimationFrame(look);
    };
    look();
}"""


def test_the_counter_is_never_seen_half_drawn(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    unsent(page, server, site)
    page.evaluate(WATCHED)
    page.evaluate(HOLD_ONE)
    expect(page.locator("#held li")).to_have_count(1)
    assert page.evaluate("window.half") is False


def test_in_a_week_that_only_counts_visitors_are_still_sent_to_a_desk(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    counting_only(page, server, site)
    expect(page.locator("[name^=profile-], [name^=more-]")).to_have_count(0)
    expect(page.locator(".strip-item")).not_to_contain_text("to qualify")
    page.click("label[for^=desk] >> nth=0")
    expect(page.locator("label[for^=desk]").first).to_contain_text("01")
    page.click("label[for=also-training]")
    until(lambda: len(Visit.objects.counted().get().further_purposes) == 1)
    assert Visit.objects.get().sent_to == ["desk"]


STATES = [nothing, some_visits, a_ticket, unsent, refused, signed_out, keys_off, counting_only]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_on_the_counter(browser, server, site, violations, state):  # noqa: F811
    page = counter_of(browser, server, site)
    state(page, server, site)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []


def test_positive_control_axe_would_find_a_nameless_button_at_the_counter(browser, server, site, violations):  # noqa: F811
    page = counter_of(browser, server, site)
    page.evaluate("document.querySelector('#counter').append(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in violations(page))


# ── Two tabs, and the lock and keys that keep them apart ─────────────────────────────────────────────

WITHOUT_KEYS = """() => {
    // Another key at every sending, and no lock between the tabs.
    Object.defineProperty(navigator, "locks", { value: undefined });
    const fetched = window.fetch;
    window.fetch = async (url, options) => {
        if (!options?.body) return fetched(url, options);
        const batch = JSON.parse(options.body);
        const own = batch.entries.map((entry) => entry.uid);
        batch.entries.forEach((entry) => { entry.uid = Outbox.uid(); });
        await new Promise((resolve) => { window.go = resolve; });
        const answer = await (await fetched(url, { ...options, body: JSON.stringify(batch) })).json();
        answer.results.forEach((result, index) => { result.uid = own[index]; });
        return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
    };
}"""


def test_positive_control_two_tabs_without_lock_and_key_count_twice(browser, server, site):  # noqa: F811
    """Shows that the test of two tabs can fail: see test_outbox.py."""
    first = counter_of(browser, server, site)
    second = open_counter(browser, server)
    server.stop()
    press(first, "1" * 10)
    until(lambda: waiting(first) == 10)
    for page in (first, second):
        page.evaluate(WITHOUT_KEYS)
    server.start()
    for page in (first, second):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: all(page.evaluate("Boolean(window.go)") for page in (first, second)))  # each has taken the ten
    until(lambda: [page.evaluate("window.go()") for page in (first, second)] and counted() >= 20)
