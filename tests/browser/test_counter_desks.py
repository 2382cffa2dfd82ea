"""The counter with six desks on duty: all of it in view, and what it offers by who is there. See test_outbox.py."""

from datetime import time as clock
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_centre, make_opening_hours, make_site, make_user
from citedesmetiers.models import Purpose
from counselling.factories import make_desk, make_duty_session
from counselling.models import UnmetRequest
from events.factories import make_event, make_room, make_session
from partners.factories import make_institution
from tests.browser.test_outbox import browser, open_counter, press, server, until  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKS = [
    ("orientation", "S’orienter, choisir sa voie", "Centre d’information et d’orientation"),
    ("employment", "Trouver un emploi", "Mission locale du Pays de Vaurenne"),
    ("training", "Se former, valider son expérience", "Centre de bilan et de validation des acquis"),
    ("career_change", "Changer de vie professionnelle", "Association pour l’évolution professionnelle"),
    ("business", "Créer son activité", "Chambre de métiers et de l’artisanat"),
    ("employment", "Accès aux droits et au numérique", "Point d’accès aux droits"),
]


@pytest.fixture
def site(server):  # noqa: F811
    """A place as a large one is: the starting lists, six desks with long names and somebody at each, workshops."""
    make_centre(demonstration=True)
    starting_lists.load()
    site = make_site(code="main", name="Site de Vaurenne")
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=clock(0), closes=clock(23, 59))
    today = timezone.localdate()
    site.sessions = []
    for rank, (code, name, institution) in enumerate(DESKS, start=1):
        desk = make_desk(site=site, name=name, rank=rank, purposes=[Purpose.objects.get(code=code)])
        found = make_institution(name=institution)
        session = make_duty_session(
            desks=[desk], institution=found, day=today, starts=clock(0), ends=clock(23, 59)
        )  # fmt: skip
        site.sessions.append(session)
    event = make_event(title="Un CV qui se lit en trente secondes", published=True, needs_booking=True)
    late = timezone.now() + timedelta(minutes=1)
    room = make_room(site=site, name="Salle de la Meule")
    make_session(event=event, site=site, room=room, starts_at=late, seats=12, seats_taken=9, published_at=late)
    return site


def counter_of(browser, server, site, language="en"):  # noqa: F811
    return open_counter(browser, server, user=make_user(roles=["reception"], sites=[site], language=language))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_six_desks_on_duty_fit_on_a_counter_screen(browser, server, site, size, language):  # noqa: F811
    page = counter_of(browser, server, site, language)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    press(page, "123459")
    expect(page.locator(".strip-item")).to_have_count(5)
    expect(page.locator("#desks .desk")).to_have_count(6)
    until(lambda: page.evaluate("document.querySelector('#total').textContent") == "6")
    box = page.evaluate(
        """() => {
            const below = (name) => document.querySelector(name).getBoundingClientRect();
            return {
                tall: document.documentElement.scrollHeight, wide: document.documentElement.scrollWidth,
                form: below("#qualify").bottom, bar: below(".undo-bar").top, undo: below(".undo-bar").bottom,
                side: below(".counter-side").bottom,
            };
        }"""
    )
    assert box["tall"] <= size[1], box
    assert box["wide"] <= size[0], box
    assert box["undo"] <= size[1], box
    assert box["form"] <= box["bar"], box
    assert box["side"] <= size[1], box


def test_no_desk_stands_behind_a_button_where_somebody_is_on_duty(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    press(page, "5")
    chip, more = page.locator("label[for=unmet]"), page.locator("#unmet-more")
    expect(more).to_be_visible()
    expect(chip).to_be_hidden()
    more.click()
    expect(chip).to_be_visible()
    chip.click()
    until(lambda: UnmetRequest.objects.counted().people() == 1)
    press(page, "2")
    expect(chip).to_be_hidden()
    site.sessions[4].delete()
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    press(page, "5")
    expect(chip).to_be_visible()
    expect(more).to_be_hidden()


def test_sending_to_an_activity_names_the_workshop_of_today(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site)
    press(page, "2")
    page.click("label[for=sent-activity]")
    expect(page.locator("#said")).to_contain_text("Un CV qui se lit en trente secondes")
    expect(page.locator("#said")).to_contain_text("Salle de la Meule, 3 seats left")
