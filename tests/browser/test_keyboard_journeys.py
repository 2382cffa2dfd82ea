"""What people come for, done with the keyboard alone: the focus is seen at every stop, and nothing holds it fast."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from citedesmetiers.models import Purpose
from counselling.factories import make_desk, make_theme
from counselling.models import Interview
from counselling.questions import QUICKEST
from documentation.factories import make_resource
from events.factories import make_public_session
from events.models import Booking
from partners.factories import make_institution
from reception.models import Visit
from reports.factories import make_rating
from reports.models import Rating
from tests.browser.house import NARROW, ONE_OF_EACH_ROOM, WIDE
from tests.browser.keyboard import assert_seen, enter, focused, round_trip, tab_to
from tests.test_urls_by_role import ROLES, TABLE, address, may

pytestmark = pytest.mark.django_db
CHIP_IN_VIEW = """() => {
    const box = document.activeElement.labels[0].getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
}"""
TITLES = ("Devenir soudeur", "Le soudeur à l’arc", "Soudeur en mer")


@pytest.fixture(scope="module")
def filled(house):
    """What the journeys need besides the small centre, stored once."""
    purpose, site = Purpose.objects.get(code="employment"), house.sites[0]
    house.desk = make_desk(site=site, code="jobs", name="Trouver un emploi", purposes=[purpose])
    make_theme(name="Écrire une lettre", purpose=purpose)
    for title in TITLES:
        make_resource(title=title)
    house.session = make_public_session(site=site, starts_at=timezone.now() + timedelta(days=2), seats=12)
    house.rating = make_rating()
    for number in range(20):
        make_institution(name=f"Institution n° {number} de la vallée")
    house.addresses = {name: address(name) for name in ONE_OF_EACH_ROOM}
    return house


def text_of(page, selector):
    """The text of a part that is read aloud when it changes."""
    part = page.locator(selector)
    assert part.get_attribute("role") in ("status", "alert") or part.get_attribute("aria-live")
    return part.inner_text().strip()


def test_log_a_visit(filled):
    window = filled.window("reception")
    window.open("/reception/", language="en")
    page = window.page
    page.wait_for_selector("#counter[data-ready]")
    before, said = Visit.objects.counted().people(), text_of(page, "#said")
    total = int(page.locator("#total").inner_text())
    page.keyboard.press("1")
    expect(page.locator("#total")).to_have_text(str(total + 1))
    expect(page.locator("#said")).not_to_have_text(said)
    said = text_of(page, "#said")
    tab_to(page, "button.key[data-key='2']")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_text(str(total + 2))
    expect(page.locator("#said")).not_to_have_text(said)
    tab_to(page, "#undo")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_text(str(total + 1))
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    assert Visit.objects.counted().people() == before + 1


def test_record_an_interview(filled):
    window = filled.window("counsellor")
    window.open("/counselling/board/?desk=jobs")
    page = window.page
    tab_to(page, "main form.actions button[name=desk]")
    enter(page)
    page.wait_for_selector("#record")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    expect(page.locator("#id_themes input").first).to_be_focused()
    said = text_of(page, "#recorder-said")
    page.keyboard.press("Space")
    tab_to(page, "#record [data-main]")
    page.keyboard.press("Enter")
    expect(page.locator("#recorder-said")).not_to_have_text(said)
    interview = Interview.objects.held().get(desk=filled.desk)
    assert len(interview.themes) == 1


def test_search_the_catalogue_and_open_a_record(filled):
    window = filled.window()
    window.open("/")
    page = window.page
    tab_to(page, "main input[name=q]")
    page.keyboard.type("soudeur")
    enter(page)
    expect(page.locator(".result")).to_have_count(len(TITLES))
    tab_to(page, ".result a")
    enter(page)
    expect(page.locator("h1")).to_contain_text("oudeur")


def test_book_a_seat(filled):
    window = filled.window()
    window.open(f"/programme/{filled.session.event.pk}/")
    page = window.page
    tab_to(page, "main .event-dates a[href$='/book/']")
    enter(page)
    tab_to(page, "main form [name=seats]")
    tab_to(page, "main form button.btn-primary")
    enter(page)
    expect(page.locator(".pass-words")).to_be_visible()
    assert Booking.objects.get(session=filled.session).seats == 1
    page.context.clear_cookies()


def test_ask_a_question_and_read_that_it_waits(filled):
    window = filled.window()
    window.open("/ask/")
    page = window.page
    opened = time.monotonic()
    tab_to(page, "main input[name=purpose]")
    page.keyboard.press("Space")
    tab_to(page, "main textarea")
    page.keyboard.type("Faut-il un diplôme pour devenir soudeuse ?")
    tab_to(page, "main form .btn-primary")
    page.wait_for_timeout(max(0, QUICKEST + 1 - (time.monotonic() - opened)) * 1000)
    enter(page)
    words = page.locator(".three-words strong").inner_text().replace("+", " ")
    tab_to(page, "main a[href$='/ask/answer/']")
    enter(page)
    tab_to(page, "main input[name=code]")
    page.keyboard.type(words)
    enter(page)
    expect(page.locator("main")).to_contain_text("Faut-il un diplôme pour devenir soudeuse ?")
    page.context.clear_cookies()


def test_choose_another_language_from_a_menu_and_leave_one_with_escape(filled):
    window = filled.window("director")
    window.open("/today/")
    page = window.page
    tab_to(page, ".bar details.menu:has([name=language]) > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-list button[value=en]")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".menu-list button[value=en]")).not_to_be_visible()
    assert page.evaluate("document.activeElement.matches('summary')")  # where one was, not at the page's beginning
    page.keyboard.press("Enter")
    tab_to(page, ".menu-list button[value=en]")
    enter(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    tab_to(page, ".bar details.menu:has([name=language]) > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu-list button[value=fr]")
    enter(page)


def test_the_current_room_is_in_view_on_a_telephone(filled):
    window = filled.window("director")
    window.open("/reports/key-figures/")
    window.page.set_viewport_size(NARROW)
    window.page.reload()
    for row in (".rail", ".tabs ul"):
        expect(window.page.locator(f"{row} [aria-current]")).to_be_in_viewport(ratio=0.99)
    window.page.set_viewport_size(WIDE)


def test_rate_a_criterion(filled):
    window = filled.window("director")
    rating = filled.rating
    window.open(f"/reports/self-assessment/{rating.assessment.year}/criteria/{rating.criterion.code}/")
    page = window.page
    tab_to(page, "input[name=level]")
    for _level in range(4):  # the arrows go through the levels and choose
        page.keyboard.press("ArrowRight")
        if page.evaluate("document.activeElement.value") == "3":
            break
    assert focused(page)["seen"]
    tab_to(page, "#id_narrative")
    page.keyboard.press("Control+a")
    page.keyboard.type("Open on Monday mornings.")
    tab_to(page, "button[name=stay]")
    enter(page)
    expect(page.locator("main [role=status], [role=alert]").first).to_be_visible()
    assert (Rating.objects.get(pk=rating.pk).level, Rating.objects.get(pk=rating.pk).narrative) == (
        3,
        "Open on Monday mornings.",
    )


def test_the_first_stop_leads_past_the_menus(filled):
    for role, path in ((None, "/"), ("director", "/today/")):
        page = filled.window(role).page
        filled.window(role).open(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('a.skip')")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('main'))")


@pytest.mark.parametrize("name", ONE_OF_EACH_ROOM)
def test_the_focus_goes_through_a_page_in_reading_order_and_out_again(filled, name):
    role = None if TABLE[name].mark == "public" else [role for role in ROLES if may(TABLE[name], role)][-1]
    window = filled.window(role)
    window.open(filled.addresses[name])
    assert len(round_trip(window.page)) >= 5


def test_in_a_list_longer_than_the_window_the_chip_with_the_focus_is_in_view(filled):
    window = filled.window("director")
    window.open("/partners/meetings/new/")
    page = window.page
    page.set_viewport_size({"width": 390, "height": 500})
    page.focus("[name=people]")
    chips, stops = page.locator("#id_institutions input").count(), []
    assert page.locator("#id_institutions").bounding_box()["height"] > page.viewport_size["height"]
    for _press in range(chips):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        assert_seen(stops[-1])
        assert page.evaluate(CHIP_IN_VIEW), stops[-1]["name"]
    assert "institutions" in stops[-1]["name"]


WRONG = {
    "goes back": "<button>a</button><button tabindex=2>b</button><button tabindex=1>c</button>",
    "does not see": "<style>button:focus { outline: 0 !important }</style><button>a</button>",
    "lies over": "<button>a</button><p style='position: fixed; inset: 0; margin: 0; background: #fff'>over</p>",
    "a trap": "<button>a</button><button id=fast>b</button><button>c</button>",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_would_be_wrong_for_a_keyboard_is_noticed(filled, what):
    page = filled.window().page
    page.goto("about:blank")  # no rules of ours about scripts and styles
    page.set_content("<style>:focus { outline: 3px solid }</style>" + WRONG[what])
    page.evaluate("document.querySelector('#fast')?.addEventListener('keydown', event => event.preventDefault())")
    with pytest.raises(AssertionError, match=what):
        round_trip(page)
