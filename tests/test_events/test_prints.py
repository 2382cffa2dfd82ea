"""The programme on paper, in each language, with a code that leads back to the screen."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from citedesmetiers.factories import make_purpose, make_site
from events import kept_prints, prints
from events.factories import at, make_event, make_organiser, make_public_session
from partners.factories import make_institution

pytestmark = pytest.mark.thorough

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
    outside, inside = read(client.get(f"/{language}/programme/month.pdf?day={session.day}"))
    assert (outside[1:], inside[1:]) == ((297, 210), (297, 210))
    assert "Mon atelier" in inside[0]
    assert "12" in inside[0]
    assert "Annulé" not in outside[0] + inside[0]


def meetings(number, *, days, hours=5):
    """`number` sessions of as many events, one after the other over the first `days` days of the next month."""
    site, purpose, first = make_site(name="Hall"), make_purpose(name="Find a job"), next_month()
    for n in range(number):
        event = make_event(title=f"Meeting-{n:03}", summary="Come.", published=True, purposes=[purpose])
        day = first + timedelta(days=n * days // number)
        make_public_session(event=event, site=site, day=day, hour=8 + n % hours)
    return first


def next_month():
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)


@pytest.mark.parametrize("number", [0, 12, 35, 60])
def test_a_month_is_one_sheet_to_fold_with_every_meeting(client, centre, number):
    first = meetings(number, days=26)
    pages = read(client.get(f"/en/programme/month.pdf?day={first}"))
    assert [page[1:] for page in pages] == [(297, 210)] * 2
    text = "".join(page[0] for page in pages)
    assert [n for n in range(number) if f"Meeting-{n:03}" not in text] == []
    assert "more meeting" not in text


def test_what_does_not_fit_a_month_is_counted_and_told_where_to_find_it(client, centre):
    first = meetings(200, days=26)
    pages = read(client.get(f"/en/programme/month.pdf?day={first}"))
    assert len(pages) == 2
    text = "".join(page[0] for page in pages)
    shown = sum(f"Meeting-{n:03}" in text for n in range(200))
    assert shown > 40
    left_out = first + timedelta(days=shown * 26 // 200)
    said = f"{200 - shown} more meetings from {left_out:%A} {left_out.day} {left_out:%B} on: testserver/en/programme"
    assert said in text


def sides_of(response, number):
    """Where each of `number` meetings stands on a folded month, and where the practical page begins: (page, right)."""
    pages, found = PdfReader(io.BytesIO(response.content)).pages, {}

    def place(page):
        def note(text, _matrix, text_matrix, _font, _size):
            if text.strip():
                found.setdefault(text.strip()[:11], (page, text_matrix[4] > pages[page].mediabox.width / 2))

        return note

    for at_page, page in enumerate(pages):
        page.extract_text(visitor_text=place(at_page))
    return [found[f"Meeting-{n:03}"] for n in range(number)], found["And every d"]


def test_the_pages_of_a_month_lie_as_a_folded_sheet_needs_them(client, centre):
    """Outside: the last page left, the cover right.  Inside: page 2 left, page 3 right."""
    sides, practical = sides_of(client.get(f"/en/programme/month.pdf?day={meetings(35, days=26)}"), 35)
    assert sides == sorted(sides)  # they are read cover, 2, 3 …
    assert set(sides) == {(0, True), (1, False), (1, True)}
    assert practical == (0, False)  # … and the last page is the practical one


@pytest.mark.parametrize(("number", "days"), [(2, 2), (5, 3), (12, 12), (16, 8)])
def test_with_few_meetings_page_2_holds_about_as_many_as_page_3(client, centre, number, days):
    sides, _practical = sides_of(client.get(f"/en/programme/month.pdf?day={meetings(number, days=days)}"), number)
    assert sides == sorted(sides)
    assert set(sides) == {(1, False), (1, True)}
    assert abs(sides.count((1, False)) - sides.count((1, True))) <= 2


@pytest.mark.parametrize("number", [0, 12, 30, 44])
def test_a_week_fits_on_one_sheet_with_every_meeting(client, centre, number):
    first = meetings(number, days=1)
    pages = read(client.get(f"/en/programme/week.pdf?day={first}"))
    assert [page[1:] for page in pages] == [(297, 420)]
    assert [n for n in range(number) if f"Meeting-{n:03}" not in pages[0][0]] == []


def test_what_does_not_fit_a_week_is_counted_and_told_where_to_find_it(client, centre):
    first = meetings(120, days=1)
    [(text, *_size)] = read(client.get(f"/en/programme/week.pdf?day={first}"))
    shown = sum(f"Meeting-{n:03}" in text for n in range(120))
    assert shown >= 40
    assert f"{120 - shown} more meetings from {first:%A} {first.day} {first:%B} on: testserver/en/programme" in text


@pytest.mark.parametrize(("print_of", "days", "pages"), [("week", 1, 1), ("month", 20, 2)])
def test_meetings_with_much_to_say_stay_on_one_sheet_and_none_is_lost_unsaid(client, centre, print_of, days, pages):
    """Thirty-five are few enough to be tried whole, and too many to fit: their titles and places take lines."""
    site, first = make_site(name="Place of the long name beside the station"), next_month()
    title = "Meeting-{n:03} about everything that you always wanted to know of a trade and never dared to ask anybody"
    for n in range(35):
        event = make_event(title=title.format(n=n), summary="Come.", published=True, needs_booking=True)
        make_organiser(event=event, institution=make_institution(name="Chamber of trades and crafts of the valley"))
        starts = at(first + timedelta(days=n * days // 35), 17) + timedelta(minutes=30)
        make_public_session(event=event, site=site, starts_at=starts, seats=12)
    found = read(client.get(f"/fr/programme/{print_of}.pdf?day={first}"))
    assert len(found) == pages
    text = "".join(page[0] for page in found)
    shown = sum(f"Meeting-{n:03}" in text for n in range(35))
    assert shown > 15
    assert (shown == 35) != (f"{35 - shown} autre" in text)


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


# ── Made once ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def counted(monkeypatch, settings, tmp_path):
    """How many prints were laid out, in a folder of their own."""
    made, [(written, fitted)] = [], prints._engines
    settings.INSTALLATION = replace(settings.INSTALLATION, data=tmp_path)
    monkeypatch.setattr(kept_prints, "_asked", {})

    def noted(documents, most_pages):
        made.append(most_pages)
        return fitted(documents, most_pages)

    monkeypatch.setattr(prints, "_engines", [(written, noted)])
    return made


def test_a_print_is_made_once_for_what_it_shows(client, centre, counted):
    session = public("Un CV")
    address = f"/fr/programme/session/{session.pk}/poster.pdf"
    first, again = client.get(address), client.get(address + "?x=1")
    assert (first.content, first["ETag"]) == (again.content, again["ETag"])
    assert len(counted) == 1
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    session.event.title = "Une lettre"
    session.event.save()
    changed = client.get(address)
    assert len(counted) == 2
    assert changed["ETag"] != first["ETag"]
    assert "Une lettre" in read(changed)[0][0]


def test_while_one_print_is_made_others_are_shown_the_page(client, centre, counted):
    session = public("Un CV")
    address = f"/en/programme/session/{session.pk}/poster.pdf"
    other = connection.copy()
    with other.cursor() as cursor:  # somebody else's print is being made
        cursor.execute("SELECT pg_advisory_lock(%s)", [kept_prints.LOCK])
    try:
        answer = client.get(address)
    finally:
        other.close()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert f'href="/en/programme/{session.event.pk}/"' in answer.content.decode()
    assert counted == []
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("print_of", "twin"), [("month", "?day={month}&amp;layout=month"), ("week", "?day={monday}&amp;layout=week")]
)
def test_whoever_has_many_new_prints_made_is_asked_to_wait_and_shown_the_page(
    client, centre, counted, monkeypatch, print_of, twin
):
    monkeypatch.setattr(kept_prints, "NEW_PER_MINUTE", 1)
    monkeypatch.setattr(kept_prints.time, "time", lambda: 1_800_000_030.0)  # no minute ends while the first is made
    made = client.get(f"/en/programme/{print_of}.pdf?day={monday()}")
    refused = client.get(f"/en/programme/{print_of}.pdf?day={monday() + timedelta(days=40)}")
    assert (made.status_code, refused.status_code) == (200, 503)
    assert 0 < int(refused["Retry-After"]) <= 60
    day = monday() + timedelta(days=40)
    expected = twin.format(month=day.replace(day=1), monday=day - timedelta(days=day.weekday()))
    assert expected in refused.content.decode()
    assert client.get(f"/en/programme/{print_of}.pdf?day={monday()}").status_code == 200  # that one is kept


def test_a_full_disk_does_not_keep_a_print_from_being_shown(client, centre, counted, monkeypatch):
    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.cache.backends.filebased.FileBasedCache.set", full)
    assert client.get(f"/en/programme/week.pdf?day={monday()}").status_code == 200
