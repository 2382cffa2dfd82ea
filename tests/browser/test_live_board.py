"""The live board asks anew every half minute: new figures appear, a lost server is said, and both without a reload."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from citedesmetiers.factories import make_centre, make_site, make_user
from reception.factories import make_visit
from tests.browser.test_outbox import browser, server, session_cookie  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HALF_A_MINUTE = 31_000  # ms


@pytest.mark.parametrize("path", ["/reception/board/", "/reception/board/wall/"])
def test_the_board_follows_the_counter_and_says_when_the_server_is_gone(browser, server, path):  # noqa: F811
    make_centre(demonstration=True)
    site = make_site(code="main")
    make_visit(site=site, day=timezone.localdate(), people=3)
    user = make_user(roles=["reception"], sites=[site], language="en")
    browser.context.add_cookies([session_cookie(user, server)])
    page = browser.context.new_page()
    page.clock.install()
    page.goto(f"{server.url}{path}")
    total, stale = page.locator("#board [data-total]").first, page.locator("#board-stale")
    expect(total).to_contain_text("3")
    expect(stale).to_be_hidden()

    make_visit(site=site, day=timezone.localdate(), people=4)
    expect(total).to_contain_text("3")  # nothing is shown before its time
    page.clock.fast_forward(HALF_A_MINUTE)
    expect(total).to_contain_text("7")

    server.stop()
    page.clock.fast_forward(HALF_A_MINUTE)
    expect(stale).to_be_visible()
    expect(total).to_contain_text("7")

    server.start()
    make_visit(site=site, day=timezone.localdate(), people=1)
    page.clock.fast_forward(HALF_A_MINUTE)
    expect(total).to_contain_text("8")
    expect(stale).to_be_hidden()
