"""Groups and tickets by the counter's outbox, in a real browser. See test_outbox.py."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from citedesmetiers.models import ProfileValue
from counselling.factories import make_desk
from counselling.models import Interview
from reception.models import GroupVisit, Visit
from tests.browser.test_outbox import (  # noqa: F401 -- fixtures
    agent,
    browser,
    is_kept,
    let_the_worker_take_over,
    open_counter,
    press,
    server,
    until,
    waiting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_group_that_comes_while_the_server_is_away_is_counted_later_and_once(browser, server, agent):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    let_the_worker_take_over(page)
    until(lambda: is_kept(page, "/reception/groups/add/"))
    woman = ProfileValue.objects.get(code="woman")
    server.stop()
    for number in ("24", "12"):
        page.goto(f"{server.url}/reception/groups/add/")
        page.wait_for_selector("#group[data-ready]")
        page.fill("[name=people]", number)
        page.fill(f"[name=m-{woman.pk}]", "7")
        page.click("text=Count the group")
        page.wait_for_selector("#counter[data-ready]")
    expect(page.locator("#outbox-state")).to_have_text("2 entries wait to be sent")
    expect(page.locator("#total")).to_have_text("36")
    assert not GroupVisit.objects.exists()
    server.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: GroupVisit.objects.counted().people() == 36)
    assert sorted(GroupVisit.objects.values_list("marginals__value__code", "marginals__people")) == [("woman", 7)] * 2


def test_an_impatient_second_click_is_not_a_second_group(browser, server, agent):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    page.goto(f"{server.url}/reception/groups/add/")
    page.wait_for_selector("#group[data-ready]")
    page.fill("[name=people]", "24")
    page.dblclick("text=Count the group")
    page.wait_for_url("**/reception/groups/")
    page.goto(f"{server.url}/reception/")
    page.wait_for_selector("#counter[data-ready]")
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    expect(page.locator("#total")).to_have_text("24")
    assert GroupVisit.objects.counted().people() == 24


def test_a_group_is_shown_in_the_list_though_another_tab_was_about_to_send(browser, server, agent):  # noqa: F811
    other = open_counter(browser, server, user=agent)
    other.evaluate(
        "new Promise(held => navigator.locks.request('citedesmetiers-reception',"
        " () => { held(); return new Promise(done => { window.letGo = done; }); }))"
    )
    page = browser.context.new_page()
    page.goto(f"{server.url}/reception/groups/add/")
    page.wait_for_selector("#group[data-ready]")
    page.fill("[name=people]", "24")
    page.click("text=Count the group")
    until(lambda: waiting(other) == 1)
    other.evaluate("letGo()")
    page.wait_for_url(f"{server.url}/reception/groups/")
    assert GroupVisit.objects.counted().people() == 24


@pytest.mark.parametrize("is_away", [False, True])
def test_the_key_that_undoes_takes_back_the_group_that_was_entered_last(browser, server, agent, is_away):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    let_the_worker_take_over(page)
    press(page, "2")
    until(lambda: Visit.objects.counted().count() == 1)
    page.goto(f"{server.url}/reception/groups/add/")
    page.wait_for_selector("#group[data-ready]")
    if is_away:
        server.stop()
    page.fill("[name=people]", "24")
    page.click("text=Count the group")
    if not is_away:
        page.wait_for_url("**/reception/groups/")  # stored, and shown in the list
        page.goto(f"{server.url}/reception/")
    page.wait_for_selector("#counter[data-ready]")
    seen = 0 if is_away else 1  # what is sent already is the server's to tell
    expect(page.locator("#total")).to_have_text(str(24 + seen))
    expect(page.locator("#undo span")).to_have_text("Undo the group of 24")
    page.keyboard.press("Control+z")
    expect(page.locator("#total")).to_have_text(str(seen))
    expect(page.locator("#said")).to_contain_text("Group taken back: 24 people")
    expect(page.locator("#undo span")).to_have_text("Undo this visit")
    if is_away:
        server.start()
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    until(lambda: not GroupVisit.objects.counted().exists())
    assert Visit.objects.counted().count() == 1


def test_a_group_entered_from_the_counter_leads_back_to_its_keys(browser, server, agent):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    press(page, "g")
    page.wait_for_selector("#group[data-ready]")
    expect(page.locator("[name=people]")).to_be_focused()
    page.keyboard.type("24")
    page.keyboard.press("Enter")
    page.wait_for_selector("#counter[data-ready]")
    expect(page.locator("#said")).to_have_text(re.compile(r"Counted: 24 people, \d\d:\d\d"))
    press(page, "2")
    expect(page.locator("#total")).to_have_text("25")
    until(lambda: Visit.objects.counted().count() == 1)
    assert GroupVisit.objects.counted().people() == 24


@pytest.mark.parametrize("where", ["Pacific/Auckland", "Europe/Paris"])
def test_a_group_stands_at_the_hour_on_its_form_whatever_the_device_believes(browser, server, agent, where):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": where})
    page.clock.install(time=timezone.now() + timedelta(minutes=5))  # fast by what the server puts right
    page.goto(f"{server.url}/reception/groups/add/")
    page.wait_for_selector("#group[data-ready]")
    yesterday = str(timezone.localdate() - timedelta(days=1))
    for day in (page.input_value("[name=day]"), yesterday):
        page.goto(f"{server.url}/reception/groups/add/")
        page.wait_for_selector("#group[data-ready]")
        page.fill("[name=day]", day)
        page.fill("[name=people]", "24")
        hour = page.input_value("[name=hour]")
        page.click("text=Count the group")
        page.wait_for_url(f"{server.url}/reception/groups/")  # stored, and shown in the list
        assert str(GroupVisit.objects.get(day=day).hour) == hour


def test_a_group_with_an_error_is_answered_beside_its_field_as_ever(browser, server, agent):  # noqa: F811
    page = open_counter(browser, server, user=agent)
    page.goto(f"{server.url}/reception/groups/add/")
    page.wait_for_selector("#group[data-ready]")
    page.fill("[name=people]", "5")
    page.fill("[name=classes]", "9")
    page.click("text=Count the group")
    expect(page.locator("body")).to_contain_text("There cannot be more classes than people")
    page.fill("[name=classes]", "1")
    page.click("text=Count the group")
    page.wait_for_url("**/reception/groups/")
    assert GroupVisit.objects.counted().people() == 5


def test_the_ticket_is_said_though_another_tab_has_sent_the_entry(browser, server, agent):  # noqa: F811
    desk = make_desk(site=agent.sites.get(), code="jobs", colour=2)
    page = open_counter(browser, server, user=agent)
    other = open_counter(browser, server)
    page.bring_to_front()
    page.evaluate("Outbox.drain = async () => ({done: [], reason: 'busy'})")  # this tab never gets its turn
    press(page, "2")
    page.click("label[for=desk-jobs]")
    until(lambda: page.evaluate("Outbox.items().then(items => items.some(item => item.entry.desk))"))
    other.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: Interview.objects.filter(desk=desk, state="waiting").exists())
    expect(page.locator("label[for=desk-jobs]")).to_contain_text("01")
    assert Interview.objects.count() == 1
