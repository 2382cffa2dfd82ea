"""The catalogue's kiosk forgets: idle, it goes home; "back" shows nothing of the last person."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from documentation import loans
from documentation.factories import make_copy, make_loan, make_resource
from documentation.models import Reservation
from tests.browser.house import WIDE

pytestmark = pytest.mark.django_db

IDLE = 181_000  # milliseconds on the page's clock: a little more than three minutes
HOME = "/catalogue/?kiosk=1"


@pytest.fixture(scope="module")
def shelf(house):
    return [make_resource(title=title) for title in ("Devenir soudeur", "Le soudeur à l’arc", "Soudeur en mer")]


@pytest.fixture(scope="module")
def lent(house):
    """A document whose only copy is out: it can be reserved."""
    copy = make_copy(resource=make_resource(title="La forge"), site=house.sites[0], lendable=True)
    make_loan(copy=copy)
    return copy.resource


@pytest.fixture
def page(chromium, shelf):
    context = chromium.new_context(viewport=WIDE, locale="en")
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def search(page, house, address):
    """Go to the catalogue at `address` as the first page of the screen, and look for something private."""
    page.goto(house.url + address)
    page.fill("#q", "soudeur")
    page.press("#q", "Enter")
    expect(page.locator(".result")).to_have_count(3)
    page.wait_for_load_state()


def touch(page, selector):
    """Press a link or button of a page whose script has begun: only then it knows of the kiosk."""
    page.wait_for_load_state()
    page.click(selector)


def leave(page):
    """Let the time pass after which an idle screen goes home."""
    page.wait_for_load_state()
    page.clock.fast_forward(IDLE)


def test_an_idle_kiosk_goes_home_and_a_screen_at_home_stays(house, page):
    search(page, house, HOME)
    leave(page)
    expect(page.locator(".result")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("")
    assert page.url == house.url + HOME
    search(page, house, "/catalogue/")  # the control: at home nobody is thrown out
    leave(page)
    expect(page.locator(".result")).to_have_count(3)


def test_a_touch_keeps_the_kiosk_awake(house, page):
    search(page, house, HOME)
    page.clock.fast_forward(IDLE - 10_000)
    page.mouse.click(5, 5)
    page.clock.fast_forward(20_000)
    expect(page.locator(".result")).to_have_count(3)


def test_back_shows_nothing_of_the_last_person(house, page):
    before = page.evaluate("history.length")
    search(page, house, HOME)
    touch(page, ".result a")
    expect(page.locator("h1")).to_contain_text("oudeur")
    assert "kiosk=1" in page.url
    touch(page, ".crumb a")
    expect(page.locator(".result")).to_have_count(3)
    assert "kiosk=1" in page.url
    assert page.evaluate("history.length") <= before + 1  # the first page, and nothing after it
    leave(page)
    expect(page.locator(".result")).to_have_count(0)
    page.go_back()
    assert "soudeur" not in page.content()
    search(page, house, "/catalogue/")  # the control: at home, back leads back
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    page.go_forward()
    expect(page.locator(".result")).to_have_count(3)


def test_a_kiosk_speaks_the_language_that_is_chosen_and_goes_home_in_that_of_the_house(house, page):
    search(page, house, HOME)
    touch(page, ".langs a[lang=fr]")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("body")).to_have_class("kiosk")
    leave(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == house.url + HOME


def test_a_reservation_code_leaves_the_screen_and_the_history(house, page, lent, monkeypatch):
    monkeypatch.setattr(loans, "secrets", SimpleNamespace(randbelow=lambda _most: 613))  # no year and no key
    before = page.evaluate("history.length")
    page.goto(house.url + lent.get_absolute_url() + "?kiosk=1")
    touch(page, "form[action$='/reserve/'] button")
    expect(page.locator("h1")).to_have_text("Reserved")
    code = str(Reservation.objects.get(resource=lent).code)
    assert code in page.locator("main").inner_text()
    expect(page.locator("body")).to_have_class("kiosk")
    assert page.evaluate("history.length") <= before + 1  # what the form answered is no page of the history
    leave(page)
    page.wait_for_url(house.url + HOME)
    page.go_back()
    assert code not in page.content()


def test_what_a_visitor_tells_and_the_lists_stay_on_the_kiosk(house, page, shelf):
    page.goto(house.url + shelf[0].get_absolute_url() + "?kiosk=1")
    touch(page, "form[action$='/tell/'] button")
    expect(page.locator("[aria-labelledby=tell] [role=status]")).to_be_visible()
    expect(page.locator("body")).to_have_class("kiosk")
    touch(page, ".brand")  # the public site has no clock: the name of the house leads to the catalogue's first page
    page.wait_for_url(house.url + HOME)
    touch(page, "a[href$='/lists/']")
    page.wait_for_url("**/catalogue/lists/?kiosk=1")
    expect(page.locator("body")).to_have_class("kiosk")
    leave(page)
    page.wait_for_url(house.url + HOME)


def test_a_screen_that_is_turned_keeps_its_choices(house, page):
    page.set_viewport_size({"width": 600, "height": 900})
    page.goto(house.url + "/catalogue/?q=soudeur")
    expect(page.locator(".facet").first).to_be_hidden()
    page.set_viewport_size(WIDE)
    expect(page.locator(".facet").first).to_be_visible()
