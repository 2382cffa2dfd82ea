"""The guided set-up from its first page to its last: every step as it is met, and with everything wrong."""

import pytest

from tests.browser.browsers import PATIENCE
from tests.browser.house import NARROW, WIDE, Window

pytestmark = pytest.mark.django_db

# What a step needs: {name of a field: text}; a step that needs nothing takes what stands there.
STEPS = {
    "account": {
        "name": "Camille Orset",
        "email": "camille@demo.example",
        "password": "la meule tourne le mardi",
        "again": "la meule tourne le mardi",
    },
    "centre": {"name": "Cité des métiers du Pays de Vaurenne", "area_name": "Pays de Vaurenne"},
    "place": {"name": "Site de Vaurenne", "opens_0_0": "9", "closes_0_0": "17h30"},
    "purposes": {},
}
NEVER = {"place": {"opens_0_0": "noon", "closes_1_0": "17"}, "account": {"password": "short", "again": "long"}}


@pytest.fixture(scope="module")
def window(served, chromium):
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce", locale="fr-FR")
    context.set_default_timeout(PATIENCE)
    yield Window(context.new_page(), served)
    context.close()


def test_every_step_of_the_set_up_is_accessible_as_it_is_met_and_with_everything_wrong(window, violations):
    window.open("/")
    for step, texts in STEPS.items():
        assert window.page.url.endswith(f"/set-up/{step}/")
        assert wrong_with(window, violations, step) == []
        refuse(window, step)
        assert window.page.locator(".error-summary").count() == 1, step
        assert wrong_with(window, violations, f"{step}, refused") == []
        window.page.goto(window.page.url)
        fill(window, texts)
        if step == "place":
            window.page.click("#as-on-monday")
            assert window.page.input_value("[name=closes_4_0]") == "17h30"
            assert window.page.input_value("[name=opens_5_0]") == ""
            assert wrong_with(window, violations, "place, filled") == []
        send(window)
    assert window.page.url.endswith("/set-up/done/")
    assert wrong_with(window, violations, "done") == []
    send(window)
    assert window.page.url.endswith("/account/second-factor/set-up/")
    assert wrong_with(window, violations, "second factor") == []


def refuse(window, step):
    """Send the step with every text and tick taken away, and with what it never takes."""
    window.page.evaluate(
        """() => {
            const form = document.querySelector("main form");
            form.querySelectorAll("input[type=text], input[type=email], input[type=password]")
                .forEach(field => { field.value = ""; });
            form.querySelectorAll("input[type=checkbox]").forEach(box => { box.checked = false; });
        }"""
    )
    fill(window, NEVER.get(step, {}))
    send(window)


def fill(window, texts):
    for name, text in texts.items():
        window.page.fill(f"[name={name}]", text)


def send(window):
    window.follow("main form .btn-primary")


def wrong_with(window, violations, where):
    """What axe finds and what sticks out, on a phone and on a desk."""
    found = []
    for size in (NARROW, WIDE):
        found += [(where, size["width"], line) for line in [*window.overflow(size), *violations(window.page)]]
    return found + window.errors + window.strangers
