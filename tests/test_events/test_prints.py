"""The programme on paper, in each language, with a code that leads back to the screen."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from citedesmetiers.factories import make_purpose, make_site
from events.factories import at, make_event, make_public_session
from events.views.prints import MOST_IN_A_WEEK

LANGUAGES = ["fr", "en", "it", "es", "pt"]
MM = 72 / 25.4


def read(response):
    """The pages of a PDF as (text on one line, width and height in mm)."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return [
        (" ".join(page.extract_text().split()), round(page.mediabox.width / MM), round(page.mediabox.height / MM))
        for page in pages
    ]


def monday():
    day = timezone.localdate()
    return day + timedelta(days=7 - day.weekday())


def public(title, *, day=None, **fields):
    purpose = make_purpose(name="Find a job")
    event = make_event(title=title, summary="Come as you are.", published=True, needs_booking=True, purposes=[purpose])
    return make_public_session(
        event=event, site=fields.pop("site", None) or make_site(), day=day or monday(), **fields
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_prints_in_each_language(client, centre, language):
    session = public("Mon atelier", seats=12)
    public("Annulé", state="cancelled", reason="speaker")
    ((text, width, height), *_more) = read(client.get(f"/{language}/programme/month.pdf?day={session.day}"))
    assert (width, height) == (210, 297)
    assert "Mon atelier" in text
    assert "Annulé" not in text
    assert "12" in text


@pytest.mark.parametrize("number", [0, 3, 12, 22, 40])
def test_a_week_fits_on_one_sheet_and_says_what_it_leaves_out(client, centre, number):
    site = make_site(name="Hall")
    for n in range(number):
        public(f"Meeting-{n:02}", site=site, day=monday() + timedelta(days=n % 5), hour=8 + n // 5)
    pages = read(client.get(f"/en/programme/week.pdf?day={monday()}"))
    assert [(width, height) for _text, width, height in pages] == [(297, 420)]
    text = pages[0][0]
    assert sum(f"Meeting-{n:02}" in text for n in range(number)) == min(number, MOST_IN_A_WEEK)
    assert (f"{number - MOST_IN_A_WEEK} more meetings" in text) == (number > MOST_IN_A_WEEK)


@pytest.mark.parametrize(("size", "width", "height"), [("a4", 210, 297), ("a3", 297, 420), ("huge", 210, 297)])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_poster_of_one_session_has_the_size_asked_for(client, centre, language, size, width, height):
    session = public("Un CV qui se lit", seats=10)
    (page,) = read(client.get(f"/{language}/programme/session/{session.pk}/poster.pdf?size={size}"))
    assert page[1:] == (width, height)
    assert "Un CV qui se lit" in page[0]
    assert f"testserver/{language}/programme/{session.event.pk}" in page[0]


def test_a_long_title_keeps_a_poster_on_one_page(client, centre):
    session = public("W" * 20 + " et " + "mots " * 25)
    assert len(read(client.get(f"/fr/programme/session/{session.pk}/poster.pdf"))) == 1


def test_a_cancelled_session_has_no_poster(client, centre):
    session = public("Off", state="cancelled", reason="room")
    response = client.get(f"/en/programme/session/{session.pk}/poster.pdf")
    assert (response.status_code, response.url) == (302, f"/en/programme/{session.event.pk}/")


@pytest.mark.parametrize("text", ["<img src='file:///etc/passwd'>", "<script>x</script>", "{{ settings.SECRET_KEY }}"])
def test_markup_in_a_title_prints_as_what_it_is(client, centre, text):
    session = public(text)
    (page,) = read(client.get(f"/en/programme/session/{session.pk}/poster.pdf"))
    assert text.split()[0].split("=")[0] in page[0]


def test_paper_shows_full_hours_without_minutes_in_french(client, centre):
    session = public("À l’heure", starts_at=at(date(2026, 11, 24), 14))
    (page,) = read(client.get(f"/fr/programme/session/{session.pk}/poster.pdf"))
    assert "14 h – 16 h" in page[0].replace("\u00a0", " ")
