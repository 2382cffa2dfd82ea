"""Finding a day in the public programme, and passing an event on."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.utils import timezone

from events.factories import make_event, make_public_session


def test_visitors_choose_a_day_themselves(client, centre):
    day = timezone.localdate() + timedelta(days=40)
    event = make_event(title="In six weeks", published=True)
    make_public_session(event=event, starts_at=timezone.now() + timedelta(days=40))
    assert "In six weeks" not in client.get("/en/programme/").content.decode()
    page = client.get("/en/programme/", {"day": day.isoformat()})
    assert "In six weeks" in page.content.decode()
    field = BeautifulSoup(page.content, "html.parser").find(id="filter-day")
    assert (field["type"], field["value"]) == ("date", day.isoformat())


def test_a_day_that_is_none_or_far_away_says_so_and_shows_this_week(client, centre):
    for day, said in (
        ("2026-02-31", "Enter a valid date."),
        ("1926-03-10", "No programme is kept so far from today."),
    ):
        page = client.get("/en/programme/", {"day": day})
        assert said in page.content.decode()
        assert page.context["period"].holds(timezone.localdate())


def test_an_event_is_passed_on_with_its_own_words(client, centre):
    event = make_event(title="A good CV", summary="In an hour.", published=True)
    make_public_session(event=event, starts_at=timezone.now() + timedelta(days=1))
    page = BeautifulSoup(client.get(f"/en/programme/{event.pk}/").content, "html.parser")
    said = {meta["property"]: meta["content"] for meta in page.select("meta[property^=og]")}
    address = f"http://testserver/en/programme/{event.pk}/"
    assert (said["og:title"], said["og:description"], said["og:url"]) == ("A good CV", "In an hour.", address)
    assert said["og:image"].startswith("http://testserver/")
    assert page.find(id="page-address").get_text() == address
    copy, share = page.select("button[data-copy], button[data-share]")
    assert (copy["data-copy"], share["data-share"], share["data-title"]) == ("page-address", address, "A good CV")
    assert copy.has_attr("hidden")  # until the browser says that it can
    assert share.has_attr("hidden")
