"""A text shown in another language than the page's says which one, for whoever has the page read aloud."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from citedesmetiers.factories import make_purpose
from citedesmetiers.shown_language import language_of
from documentation.factories import make_resource
from events.factories import make_event, make_public_session
from events.models import Event

pytestmark = pytest.mark.django_db


def coming(**texts):
    """A session the day after tomorrow of an event that says `texts`, columns of single languages."""
    event = make_event(published=True)
    Event.objects.filter(pk=event.pk).update(**texts)
    return make_public_session(event=event, day=timezone.localdate() + timedelta(days=2), hour=14)


def around(page, words):
    """The tag that stands around `words` in the page."""
    return re.search(r"<[^<>]*>(?=" + re.escape(words) + ")", page)[0]


@pytest.mark.parametrize("address", ["/en/", "/en/programme/?layout=month", "/en/programme/?layout=list"])
def test_a_title_that_exists_in_french_only_says_so_on_english_pages(client, centre, address):
    coming(title_fr="Trouver sa voie", title_en="")
    assert 'lang="fr"' in around(client.get(address).content.decode(), "Trouver sa voie")


def test_the_page_of_an_event_marks_title_summary_and_description_each_by_its_own_language(client, centre):
    session = coming(
        title_fr="Trouver sa voie", title_en="Find your way", summary_fr="En deux heures.", summary_en="",
        description_fr="On y parle.", description_en="",
    )  # fmt: skip
    page = client.get(f"/en/programme/{session.event_id}/").content.decode()
    assert "lang" not in around(page, "Find your way</h1>")
    assert 'lang="fr"' in around(page, "En deux heures.</p>")
    assert re.search(r'<div class="[^"]*event-text" lang="fr"><p>On y parle\.', page)


def test_nothing_is_said_where_the_text_is_in_the_language_of_the_page(client, centre):
    coming(title_fr="Trouver sa voie", title_en="")
    assert "lang" not in around(client.get("/fr/programme/?layout=list").content.decode(), "Trouver sa voie</a>")


def test_a_document_says_the_language_it_is_in_unless_that_is_the_page_s_or_several(client, centre):
    german = make_resource(title="Berufe von A bis Z", language="de")
    several = make_resource(title="Lexikon, lexique, lessico", language="mul")
    pages = [client.get(f"/en/catalogue/{resource.public_id}/").content.decode() for resource in (german, several)]
    assert 'lang="de"' in around(pages[0], "Berufe von A bis Z</h1>")
    assert "lang" not in around(pages[1], "Lexikon, lexique, lessico</h1>")


def test_the_language_shown_is_the_asked_one_else_the_first_that_is_there():
    purpose = make_purpose(name_fr="", name_en="", name_it="Trovare lavoro", name_es="Encontrar trabajo")
    with translation.override("es"):
        assert language_of(purpose, "name") == "es"
    with translation.override("pt"):
        assert language_of(purpose, "name") == "it"
        assert purpose.name == "Trovare lavoro"
    assert language_of(purpose, "description") is None
