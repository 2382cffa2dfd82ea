"""The counter goes by the centre's clock, wherever the device believes to be."""

import pytest
from django.utils import timezone

from tests.browser.test_counter_desks import counter_of, site  # noqa: F401 -- fixtures
from tests.browser.test_outbox import browser, press, server  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR_NOW = "document.querySelector('#hours .chart text.now')?.textContent"


def test_the_hour_that_is_marked_and_the_hours_of_new_visits_are_those_of_the_centre(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site, "en")
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Auckland"})
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    press(page, "1")
    page.wait_for_selector("#strip > *")
    here = timezone.localtime()
    shown = page.text_content("#strip > *")
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Pacific/Auckland"
    assert f"{here:%H}:" in shown
    assert page.evaluate(HOUR_NOW) == "1", "the bar of this hour carries the visit"
