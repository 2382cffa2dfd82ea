"""The handbooks are whole and stay true: each role has its own in both languages, and what they quote exists."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, get_resolver, reverse
from PIL import Image

from citedesmetiers import handbook
from citedesmetiers.models.user import Role
from tests.rooms import PROJECT

pytestmark = pytest.mark.django_db

BOOKS = [(role, language) for role in Role.values for language in handbook.LANGUAGES]
QUOTED = re.compile(r"\*\*([^*]+)\*\*")
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)


def plain(text):
    """`text` with ordinary spaces, as French typography puts others before its signs."""
    return re.sub(r"\s+", " ", text).strip()


def catalogue(language):
    """Every word that the program says in `language`: what is written in its source, or its translation."""
    wanted = "msgid" if language == "en" else "msgstr"
    text = (PROJECT / "locale" / "fr" / "LC_MESSAGES" / "django.po").read_text()
    entries = ((key, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines))) for key, lines in ENTRY.findall(text))
    return {plain(words.replace('\\"', '"')) for key, words in entries if key.startswith(wanted)}


def names(resolver=None, space=""):
    """Every URL name of the house."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}"


@pytest.mark.parametrize("language", handbook.LANGUAGES)
def test_the_words_in_bold_are_words_of_the_program(language):
    known = catalogue(language)
    assert len(known) > 3000
    unknown = {
        role: [
            words
            for words in QUOTED.findall((handbook.FOLDER / language / f"{role}.md").read_text())
            if plain(words) not in known
        ]
        for role in Role.values
    }
    assert {role: words for role, words in unknown.items() if words} == {}


@pytest.mark.many_cases
@pytest.mark.parametrize(("role", "language"), BOOKS)
def test_a_handbook_has_chapters_that_open_and_pictures_that_exist(signed_in, role, language):
    response = signed_in(role, language=language).get(f"/help/{role}/")
    page = BeautifulSoup(response.content, "html.parser")
    main = page.select_one("main")
    contents = [link["href"].removeprefix("#") for link in main.select(".handbook-contents a")]
    assert len(contents) == len(set(contents)) >= 6
    assert contents == [heading["id"] for heading in main.select(".handbook-text h2")]
    assert main.select_one("h1").text == handbook.handbook(role, language).title
    assert "![" not in main.text
    assert "<!--" not in main.text
    pictures = main.select("img")
    assert len(pictures) >= 2
    for picture in pictures:
        file = finders.find(picture["src"].removeprefix("/static/").split("?")[0])
        assert file, picture["src"]
        with Image.open(file) as drawn:
            assert drawn.size == handbook.PICTURE_SIZE
        assert (int(picture["width"]), int(picture["height"])) == handbook.PICTURE_SIZE
        assert picture.find_next("figcaption").text


@pytest.mark.parametrize("role", Role.values)
def test_both_languages_say_the_same_tasks_in_the_same_order(role):
    french, english = (handbook.handbook(role, language) for language in ("fr", "en"))
    assert [(chapter.code, chapter.screens) for chapter in french.chapters] == [
        (chapter.code, chapter.screens) for chapter in english.chapters
    ]
    assert not {chapter.title for chapter in french.chapters} & {chapter.title for chapter in english.chapters}


def test_the_screens_that_chapters_name_exist():
    known = set(names()) | {name.partition(":")[0] for name in names() if ":" in name}
    for role in Role.values:
        for chapter in handbook.handbook(role, "en").chapters:
            assert [screen for screen in chapter.screens if screen not in known] == [], (role, chapter.code)


def test_the_pictures_are_all_shown_and_light():
    shown = {
        found["file"]
        for role, language in BOOKS
        for found in handbook.PICTURE.finditer((handbook.FOLDER / language / f"{role}.md").read_text())
    }
    files = {
        str(file.relative_to(handbook.FOLDER / "pictures")): file.stat().st_size
        for file in (handbook.FOLDER / "pictures").rglob("*.webp")
    }
    assert shown == set(files)
    assert max(files.values()) < 60_000


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("role", "path", "chapter"),
    [
        ("reception", "/reception/", "/help/reception/#count"),
        ("reception", "/reception/past/", "/help/reception/#paper"),
        ("counsellor", "/reception/past/", "/help/counsellor/"),
        ("documentation", "/documentation/freshness/", "/help/documentation/#fresh"),
        ("admin", "/settings/backups/", "/help/admin/#backups"),
    ],
)
def test_help_opens_at_the_chapter_of_the_screen(signed_in, role, path, chapter):
    page = BeautifulSoup(signed_in(role, language="en").get(path).content, "html.parser")
    assert page.select_one(".bar-help")["href"] == chapter


def test_a_room_without_a_chapter_of_its_screen_opens_the_chapter_of_the_room(signed_in):
    page = BeautifulSoup(signed_in("partnership", language="en").get("/partners/lists/").content, "html.parser")
    assert page.select_one(".bar-help")["href"] == "/help/partnership/#institution"


def test_help_opens_the_handbook_of_the_first_role_and_shows_the_others(signed_in):
    client = signed_in("events", language="en")
    assert client.get("/help/").url == "/help/events/"
    page = BeautifulSoup(client.get("/help/director/").content, "html.parser")
    assert len(page.select("nav.tabs a")) == len(Role.values)
    assert page.select_one("nav.tabs [aria-current]").text == "Director"
    assert client.get("/help/nobody/").status_code == 404


def test_who_reads_another_language_gets_the_centres_own(signed_in):
    page = BeautifulSoup(signed_in("reception", language="it").get("/help/reception/").content, "html.parser")
    assert page.select_one(".handbook")["lang"] == "fr"
    assert page.select_one("h1").text.startswith("Le livret")


def test_a_visitor_has_no_handbook(client):
    assert client.get("/help/reception/").status_code == 302
    with pytest.raises(NoReverseMatch):
        reverse("handbook", kwargs={"role": "a/b"})
