"""The counter goes by the centre's clock, wherever the device believes to be."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reception.models import Visit
from tests.browser.test_counter_desks import counter_of, site  # noqa: F401 -- fixtures
from tests.browser.test_outbox import browser, press, server, until  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR_NOW = "document.querySelector('#hours .chart text.now')?.textContent"


def test_the_hour_that_is_marked_and_the_hours_of_new_visits_are_those_of_the_centre(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site, "en")
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Auckland"})
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    begun = timezone.localtime()
    press(page, "1")
    page.wait_for_selector("#strip > *")
    bar, shown = page.evaluate(HOUR_NOW), page.text_content("#strip > *")
    hours = {f"{moment:%H}:" for moment in (begun, timezone.localtime())}
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Pacific/Auckland"
    assert any(hour in shown for hour in hours)
    assert bar == "1" or len(hours) == 2, "the bar of this hour carries the visit"


@pytest.mark.parametrize(
    ("wrong_by", "words"),
    [
        (timedelta(minutes=45), "The clock of this device is fast by 45 minutes."),
        (-timedelta(hours=5), "The clock of this device is slow by 5 hours."),
        (-timedelta(days=3), "The clock of this device is slow by 3 days."),
        (timedelta(0), "Last entry received by the server at"),  # control: a right clock is not spoken of
    ],
)
def test_a_wrong_clock_is_told_in_words_and_the_visit_stands_at_its_true_hour(browser, server, site, wrong_by, words):  # noqa: F811
    page = counter_of(browser, server, site, "en")
    page.clock.install(time=timezone.now() + wrong_by)
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    begun = timezone.localtime()
    if wrong_by:  # before anything is counted
        expect(page.locator("#said")).to_contain_text(words)
        expect(page.locator("#outbox-note")).to_contain_text(words)
    press(page, "1")
    until(Visit.objects.exists)
    expect(page.locator("#outbox-note")).to_contain_text(words)
    expect(page.locator("#outbox-state")).to_have_text("All sent")
    expect(page.locator("#total")).to_have_text("1")
    moments = (begun, timezone.localtime())
    stored = Visit.objects.values_list("day", "hour").get()
    assert stored in {(moment.date(), moment.hour) for moment in moments}
    shown = page.text_content(".strip-item")
    assert any(f"{moment:%H:%M}" in shown for moment in moments), shown
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    expect(page.locator(".strip-item")).to_have_count(1)  # the device still knows it as one of today


def test_a_visit_counted_offline_under_a_wrong_clock_is_of_today_too(browser, server, site):  # noqa: F811
    page = counter_of(browser, server, site, "en")
    page.clock.install(time=timezone.now() - timedelta(days=3))
    page.reload()
    page.wait_for_selector("#counter[data-ready]")
    expect(page.locator("#outbox-note")).to_contain_text("slow by 3 days")
    server.stop()
    press(page, "12")
    expect(page.locator("#total")).to_have_text("2")
    server.start()
    until(lambda: Visit.objects.count() == 2)
    assert set(Visit.objects.values_list("day", flat=True)) <= {timezone.localdate()}
    expect(page.locator("#total")).to_have_text("2")
