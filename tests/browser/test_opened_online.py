"""A document that is online is counted when a visitor opens it from the catalogue."""

import pytest
from playwright.sync_api import expect

from documentation.factories import make_resource
from documentation.models import ConsultationCount
from tests.browser.house import WIDE
from tests.browser.test_outbox import until

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def leaflet(house):
    return make_resource(title="Les métiers en ligne", url="https://leaflet.example/")


def test_opening_it_counts_one_consultation_without_a_cookie(house, chromium, leaflet):
    context = chromium.new_context(viewport=WIDE, locale="en")
    context.route(
        "https://leaflet.example/", lambda route: route.fulfill(body="<h1>There</h1>", content_type="text/html")
    )
    page = context.new_page()
    page.goto(house.url + leaflet.get_absolute_url())
    page.click("[data-opened]")
    expect(page.locator("h1")).to_have_text("There")
    # The page is gone, and nobody is told when what it sent on leaving has arrived.
    until(ConsultationCount.objects.filter(resource=leaflet, site=None, n=1).exists)
    assert context.cookies() == []
    context.close()
