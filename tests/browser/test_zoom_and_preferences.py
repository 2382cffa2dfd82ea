"""Zoomed to 200 % and 400 %, with wider text, less motion, colours of the reader's own: one page of each room."""

import pytest

from tests.browser.house import ONE_OF_EACH_ROOM
from tests.browser.readers import ALIKE, AT_400, BORDERLESS, CUT_OFF, MOVING, SPACED, SPACING, STUCK, not_served
from tests.test_urls_by_role import ROLES, TABLE, address, may

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def addresses(house):
    return {name: address(name) for name in ONE_OF_EACH_ROOM}


def opened(house, addresses, name):
    role = None if TABLE[name].mark == "public" else [role for role in ROLES if may(TABLE[name], role)][-1]
    window = house.window(role)
    window.open(addresses[name])
    return window


@pytest.mark.parametrize("name", ONE_OF_EACH_ROOM)
def test_a_page_serves_a_reader_who_zooms_and_one_with_wishes(house, addresses, name):
    assert not_served(opened(house, addresses, name)) == []


def test_the_theme_moves_where_nobody_asks_it_not_to(house, addresses):
    """Shows that the test above looks: the same page without the wish for less motion."""
    window = opened(house, addresses, "documentation:holdings")
    try:
        window.page.emulate_media(reduced_motion="no-preference")
        assert window.page.evaluate(MOVING) != []
    finally:
        window.page.emulate_media(reduced_motion="reduce")


def test_what_would_be_wrong_is_noticed(house):
    window = house.window()
    window.page.goto("about:blank")  # no rules of ours about scripts and styles
    window.page.set_content(
        "<style>button { border: 0; background: #eee }"
        ".stays { position: sticky; bottom: 0; height: 60px }</style><main><button>plain</button>"
        "<div style='width: 50px; overflow: hidden; white-space: nowrap'>a text that is longer than its box</div>"
        "<p style='width: 4ch; overflow: hidden; white-space: nowrap'>1234</p>"
        "<div style='width: 400px'>wide</div>"
        "<p class='stays'>undo</p></main><ul><li><a href='#' aria-current='page'><b>here</b></a></li>"
        "<li><a href='#'>there</a></li></ul>"
    )
    assert window.overflow(AT_400)[0] == "88 px"
    assert window.page.evaluate(STUCK) == ['stays in a low window: <p class="stays">undo</p>']
    assert len(window.page.evaluate(CUT_OFF)) == 1
    window.page.evaluate(SPACED, [SPACING])
    assert len(window.page.evaluate(CUT_OFF)) == 2
    assert window.page.evaluate(ALIKE) == ['<a href="#" aria-current="page"><b>here</b></a>']
    assert window.page.evaluate(BORDERLESS) == ["<button>plain</button>"]
