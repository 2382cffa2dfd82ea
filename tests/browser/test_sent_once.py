"""People who click twice, because nothing seems to happen, or go back and save again: it is stored once."""

from time import time

import pytest
from playwright.sync_api import expect

from partners.models import Meeting
from reception.models import GroupVisit
from tests.browser.test_outbox import until

STANDING_CLOCK = """
const moment = %d;
Date = class extends Date {
  constructor(...given) { super(...(given.length ? given : [moment])); }
  static now() { return moment; }
};
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(house):
    """A director's window whose forms do not reach the server until they are let go, and the forms held back."""
    window, waiting = house.window("director"), []

    def hold(route):
        waiting.append(route) if route.request.method == "POST" else route.continue_()

    window.page.route("**/*", hold)
    yield window.page, waiting
    window.page.unroute("**/*")


def arrived(page, waiting, number):
    """Wait until so many forms were held back."""
    until(lambda: len(waiting) == number or page.wait_for_timeout(50))  # hears of requests while it waits


def test_a_second_click_does_not_send_the_form_again(house, held):
    page, waiting = held
    before = Meeting.objects.count()
    page.goto(f"{house.url}/en/partners/meetings/new/")
    page.select_option("[name=kind]", index=1)
    button = page.locator("main form[method=post] button[type=submit]")
    button.evaluate(
        "button => new Promise(done => { button.click(); setTimeout(() => { button.click(); done(); }, 100); })"
    )
    arrived(page, waiting, 1)
    page.wait_for_timeout(200)  # time for a second one, if it were sent
    assert len(waiting) == 1
    with page.expect_navigation():
        waiting[0].continue_()
    assert Meeting.objects.count() == before + 1


def test_after_the_answer_the_same_form_may_be_sent_again(house, held):
    page, waiting = held
    page.goto(f"{house.url}/en/partners/meetings/new/")
    for sent in (1, 2):
        page.fill("[name=day]", "")
        page.eval_on_selector("main form[method=post]", "form => { form.noValidate = true; }")
        page.locator("main form[method=post] button[type=submit]").evaluate("button => button.click()")
        arrived(page, waiting, sent)
        with page.expect_navigation():
            waiting[-1].continue_()
        assert page.locator("[name=day][aria-invalid=true]").count() == 1


def test_a_group_that_is_saved_again_from_behind_is_counted_once_and_a_new_one_like_it_beside_it(house):
    page, address = house.window("reception").page, f"{house.url}/en/reception/groups/add/"
    before = GroupVisit.objects.count()

    def save():
        page.wait_for_selector("#group[data-ready]")
        with page.expect_navigation(url="**/reception/groups/**"):
            page.click("#group .actions button[type=submit]")

    # Within one and the same second nothing but the key tells the two apart. Playwright's own clock would take the
    # browser's word away that somebody went back.
    page.add_init_script(STANDING_CLOCK % (time() * 1000))
    page.goto(address)
    page.fill("[name=people]", "17")
    save()
    page.go_back()
    expect(page.locator("[name=people]")).to_have_value("17")
    save()
    expect(page.locator(".notice")).to_contain_text("This group was stored already; it counts once.")
    assert GroupVisit.objects.count() == before + 1
    page.goto(address)
    page.fill("[name=people]", "17")
    save()
    assert GroupVisit.objects.count() == before + 2


def test_without_scripts_a_group_that_is_saved_again_from_behind_is_counted_once(house, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    context.add_cookies([house.cookies["reception"]])
    page, before = context.new_page(), GroupVisit.objects.count()
    page.goto(f"{house.url}/en/reception/groups/")
    with page.expect_navigation():
        page.get_by_role("link", name="Group visit").first.click()
    address = page.url
    for _time in range(2):
        page.fill("[name=people]", "17")
        page.click("#group .actions button[type=submit]")
        page.wait_for_url("**/reception/groups/?since=*")
        said = page.locator(".notice").first.inner_text()
        page.go_back()
        page.wait_for_url(address)
    assert "This group was stored already; it counts once." in said
    expect(page.locator("#counted")).to_contain_text("Counted from this page already: 17 people")
    assert GroupVisit.objects.count() == before + 1
    context.close()


def test_a_meeting_that_is_saved_again_from_behind_is_asked_about(house):
    page, before = house.window("director").page, Meeting.objects.count()
    page.goto(f"{house.url}/en/partners/meetings/new/")
    page.select_option("[name=kind]", index=1)
    page.fill("[name=title]", "Where we stand")
    with page.expect_navigation():
        page.click("main form[method=post] button[type=submit]")
    page.go_back()
    with page.expect_navigation():
        page.click("main form[method=post] button[type=submit]")
    expect(page.locator(".error-summary")).to_contain_text("The same is saved already: “Where we stand”.")
    assert Meeting.objects.count() == before + 1
