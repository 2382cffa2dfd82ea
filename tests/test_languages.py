"""The catalogues of locale/: French lacks nothing and reads as French is printed; the others hold what they promise.

The functions that complain are shown to complain at the end.
"""

import contextlib
import re
import shutil
from datetime import date, time

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils import formats, translation

from tests import glossaries
from tests.french import GLOSSARY, OTHER_WORDS, SAME_IN_FRENCH
from tests.rooms import PROJECT, RANKS

LOCALE = PROJECT / "locale"
TRANSLATED = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())
BEGUN = ("it", "es", "pt")  # languages in which visitors and the counter are spoken to, nothing else yet
PROMISED_FOLDERS = (
    *(f"templates/{name}/" for name in ("catalogue", "desks", "programme", "questions", "surveys")),
    *("templates/reception/", "reception/", "templates/bootstrap5/", "templates/citedesmetiers/account/"),
    *("templates/citedesmetiers/imports/", "citedesmetiers/imports/"),  # the readings of the door come in by them
    *("templates/documentation/prints/", "templates/events/prints/"),
)
PROMISED = {
    *(f"templates/{name}.html" for name in ("base", "public", "staff", "error")),
    *(f"templates/{name}.html" for name in ("400", "403", "403_csrf", "404", "405", "413", "500")),
    *(f"templates/{name}.html" for name in ("503", "503_collision", "503_disk")),
    *(f"templates/citedesmetiers/{name}.html" for name in ("home", "_open_state", "accessibility", "sign_in")),
    *(f"templates/citedesmetiers/{name}.html" for name in ("news", "page", "place", "places", "privacy", "purpose")),
    *(f"templates/citedesmetiers/{name}.html" for name in ("today", "locked_out", "handbook")),
    *("citedesmetiers/access.py", "citedesmetiers/forms/accounts.py", "citedesmetiers/views/accounts.py"),
    # What reception does in other rooms: duty, lending, seats, check-in
    *(f"templates/counselling/{name}.html" for name in ("_today", "_waiting", "desks", "notices", "notice_delete")),
    *(f"templates/counselling/roster/{name}.html" for name in ("week", "month", "session")),
    *("counselling/models/ticket.py", "counselling/models/notice.py", "counselling/views/notices.py"),
    *("templates/documentation/loans.html", "templates/documentation/labels.html"),
    *("documentation/loans.py", "documentation/models/loan.py", "documentation/views/loans.py"),
    *(f"templates/events/{name}.html" for name in ("seats", "seat_pass", "check_in", "session", "attendance")),
    *(
        "events/booking.py",
        "events/series.py",
        "events/models/attendance.py",
        "events/forms/attendance.py",
        "events/views/held.py",
    ),
    # What hangs on a wall or is handed over
    *("reports/poster.py", "templates/reports/surveys/poster.html"),
    *("templates/reports/roster_week.html", "templates/reports/roster_month.html"),
}
PROMISED_WORDS = {  # what the frame and the counter's rows show besides
    *("Reception", "Desks", "Documentation", "Events", "Partners", "Reports", "Gender", "Age band", "Status"),
    *("Level of qualification", "Comes from", "Heard of us by", "First visit"),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w[^>]*>")
TAG = re.compile(r"<[^>]*>")
NARROW, WIDE = "\u202f", "\u00a0"  # no-break spaces
needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is missing: `make test` installs it")


def catalogue(language):
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def translations(entry):
    """The texts of an entry in the language: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The entries of a fresh extraction from the source, all untranslated."""
    folder = tmp_path_factory.mktemp("source")
    (folder / "locale").mkdir()
    for name in (*settings.ROOMS, "templates"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    with contextlib.chdir(folder), override_settings(LOCALE_PATHS=[]):
        call_command("makemessages", locale=["fr"], verbosity=0)
    return polib.pofile(str(folder / "locale" / "fr" / "LC_MESSAGES" / "django.po"))


# ── What is complained about ─────────────────────────────────────────────────────────────────────────
def lacking(source, found):
    """Complaints about entries of `source` that the catalogue `found` has not, or not wholly."""
    has = {key(entry): entry for entry in found if not entry.obsolete}
    for entry in source:
        mine = has.get(key(entry))
        if mine is None:
            yield f"missing: {entry.msgid}"
        elif mine.fuzzy:
            yield f"fuzzy: {entry.msgid}"
        elif not all(translations(mine)):
            yield f"empty: {entry.msgid}"


def superfluous(source, found):
    """Complaints about entries of the catalogue `found` that nothing in `source` asks for."""
    asked = {key(entry) for entry in source}
    yield from (f"obsolete: {entry.msgid}" for entry in found if entry.obsolete or key(entry) not in asked)


def misplaced(entry):
    """Complaints about placeholders, tags and line breaks that differ between an entry and its translation."""
    one, many = (set(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid))
    for number, text in enumerate(translations(entry)):
        if not text:
            continue
        found = set(PLACEHOLDER.findall(text))
        if found != many and (number or found != one):  # one thing may be said without its number
            yield f"placeholders: {entry.msgid} → {text}"
        if text.count("\n") != entry.msgid.count("\n"):
            yield f"lines: {entry.msgid} → {text}"


FRENCH_RULES = {
    "a straight apostrophe or quotation mark": re.compile(r"['\"“”]"),
    "« » without narrow no-break spaces": re.compile(rf"«(?!{NARROW})|(?<!{NARROW})»"),
    # 2026-03-14;120 and 9:30 are not followed by a space
    "no narrow no-break space before ; : ! ?": re.compile(rf"(?<![{NARROW}!?])[;:!?](?=[\s»)]|$)"),
    "no narrow no-break space before %": re.compile(rf"(?<!^)(?<!{NARROW})(?<!%)%(?!\()"),
    "no no-break space before a unit": re.compile(r"(?:\d|\)[sd]|\}) (?:Mo|km|m²|min|h|€)(?!\w)"),
    "three dots instead of …": re.compile(r"\.\.\."),
    "two spaces": re.compile(r"  "),
    "a capital without its accent": re.compile(r"(?:^|[.:?!»]\s)A\s|\bE(?:tat|tape|cri|quip|vén|tabl|lève|cran)"),
    "“tu” instead of “vous”": re.compile(r"\b(?:tu|ton|tes|toi)\b"),
}


def badly_printed(text):
    """Complaints about French text that breaks a rule of typography."""
    yield from (f"{rule}: {text}" for rule, broken in FRENCH_RULES.items() if broken.search(TAG.sub("", text)))


def off_glossary(entry, glossary=GLOSSARY, other_words=OTHER_WORDS):
    """Complaints about an entry, a French one unless told, that says one of the field's terms in another word."""
    english = " ".join((entry.msgid, entry.msgid_plural or ""))
    for term, said in glossary.items():
        if not re.search(rf"\b(?:{term})\b", PLACEHOLDER.sub(" ", english), re.IGNORECASE):
            continue
        if entry.msgid in other_words.get(term, ()):
            continue
        for text in filter(None, translations(entry)):
            if not re.search(said, text, re.IGNORECASE):
                yield f"{term} is not {said}: {entry.msgid} → {text}"


# ── French ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.thorough
@needs_gettext
def test_french_says_all_that_the_source_asks_for_and_nothing_else(source):
    french = catalogue("fr")
    assert not [*lacking(source, french), *superfluous(source, french)], "run `make messages` and translate"


def unseen(text):
    """Names given to gettext under which no text is found when the catalogues are made."""
    given = re.findall(r"\b\w*gettext\w* as (\w+)", text)
    return [name for name in given if name != "_"]


@pytest.mark.thorough
def test_no_text_hides_behind_another_name_for_gettext():
    assert unseen("from django.utils.translation import gettext as _now, pgettext as _") == ["_now"]
    code = [path for room in RANKS for path in (PROJECT / room).rglob("*.py")]
    assert [str(path) for path in code if unseen(path.read_text())] == []


@pytest.mark.thorough
def test_placeholders_are_the_same_in_each_language():
    assert not [said for language in TRANSLATED for entry in catalogue(language) for said in misplaced(entry)]


@pytest.mark.thorough
def test_french_is_printed_as_it_should_be():
    assert not [said for entry in catalogue("fr") for text in translations(entry) for said in badly_printed(text)]


@pytest.mark.thorough
def test_french_uses_one_word_for_each_term_of_the_field():
    assert not [said for entry in catalogue("fr") for said in off_glossary(entry)]


@pytest.mark.many_cases
@pytest.mark.parametrize("language", BEGUN)
def test_italian_spanish_and_portuguese_use_one_word_for_each_term_of_the_field(language):
    glossary, other_words = glossaries.GLOSSARIES[language], glossaries.OTHER_WORDS
    found = catalogue(language)
    assert not [said for entry in found for said in off_glossary(entry, glossary, other_words)]


def test_no_term_of_the_glossary_has_an_exception_that_is_no_longer_there():
    there = {entry.msgid for entry in catalogue("fr")}
    assert not [msgid for msgids in OTHER_WORDS.values() for msgid in msgids if msgid not in there]


def test_no_english_is_left_in_french_by_accident():
    same = {entry.msgid for entry in catalogue("fr") if entry.msgid in translations(entry)}
    bare = {msgid for msgid in same if re.search(r"[A-Za-z]", PLACEHOLDER.sub("", msgid))}
    assert bare - SAME_IN_FRENCH == set()


def test_the_first_of_a_month_is_an_ordinal_in_french_and_a_time_does_not_break():
    with translation.override("fr"):
        assert formats.date_format(date(2026, 10, 1)) == "1er octobre 2026"
        assert formats.date_format(date(2026, 10, 21)) == "21 octobre 2026"
        assert formats.time_format(time(14, 5)) == f"14{WIDE}h{WIDE}05"
    with translation.override("en"):
        assert formats.date_format(date(2026, 10, 1)).startswith("1 October")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("it", "giovedì 1º ottobre 2026, 1º ott"),
        ("es", "jueves 1 octubre 2026, 1 oct"),
        ("pt", "quinta-feira 1 outubro 2026, 1 out"),
        ("en", "Thursday 1 October 2026, 1 Oct"),
    ],
)
def test_months_and_days_of_the_week_begin_with_the_letter_that_their_language_wants(language, said):
    with translation.override(language):
        assert formats.date_format(date(2026, 10, 1), "l j F Y, j M") == said


# ── All languages ────────────────────────────────────────────────────────────────────────────────────
def test_every_language_but_english_has_a_catalogue():
    assert {code for code, _name in settings.LANGUAGES} - {"en"} == set(TRANSLATED)


@pytest.mark.many_cases
@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_says_what_its_source_says(language):
    """The .mo is in the repository: a machine that only runs the application has no gettext."""
    source, folder = catalogue(language), LOCALE / language / "LC_MESSAGES"
    compiled = polib.mofile(str(folder / "django.mo"))
    expected = {key(entry): translations(entry) for entry in source if entry.translated()}
    assert {key(entry): translations(entry) for entry in compiled} == expected, "run `make messages`"


@pytest.mark.thorough
@needs_gettext
@pytest.mark.parametrize("language", BEGUN)
def test_public_pages_counter_and_prints_speak_italian_spanish_and_portuguese(language, source):
    promised = [
        entry
        for entry in source
        if entry.msgid in PROMISED_WORDS
        or PROMISED & {file for file, _line in entry.occurrences}
        or any(file.startswith(PROMISED_FOLDERS) for file, _line in entry.occurrences)
    ]
    found = catalogue(language)
    assert len(promised) > 1000
    assert not [*lacking(promised, found), *superfluous(source, found)]


def test_the_promised_files_are_there():
    assert not [name for name in PROMISED if not (PROJECT / name).exists()]


# ── The checks see what they are for ─────────────────────────────────────────────────────────────────
def entry(msgid="Save %(n)s visits", msgstr="Enregistrer %(n)s visites", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def test_the_checks_see_a_missing_a_fuzzy_and_an_empty_entry():
    asked = [entry(msgstr="")]
    assert not list(lacking(asked, [entry()]))
    assert list(lacking(asked, [])) == ["missing: Save %(n)s visits"]
    assert list(lacking(asked, [entry(msgctxt="another")])) == ["missing: Save %(n)s visits"]
    assert list(lacking(asked, [entry(flags=["fuzzy"])])) == ["fuzzy: Save %(n)s visits"]
    assert list(lacking(asked, [entry(msgstr="")])) == ["empty: Save %(n)s visits"]
    assert list(superfluous([], [entry()])) == ["obsolete: Save %(n)s visits"]


def test_the_checks_see_a_plural_that_is_half_there():
    plural = {"msgid": "%(n)s day", "msgid_plural": "%(n)s days"}
    whole, half = ({0: "%(n)s jour", 1: "%(n)s jours"}, {0: "%(n)s jour", 1: ""})
    assert not list(lacking([polib.POEntry(**plural)], [polib.POEntry(**plural, msgstr_plural=whole)]))
    assert list(lacking([polib.POEntry(**plural)], [polib.POEntry(**plural, msgstr_plural=half)]))


@pytest.mark.parametrize("text", ["Enregistrer %(m)s visites", "Enregistrer les visites", "Enregistrer <b>%(n)s</b>"])
def test_the_checks_see_a_wrong_placeholder(text):
    assert not list(misplaced(entry()))
    assert list(misplaced(entry(msgstr=text)))


@pytest.mark.parametrize(
    "text",
    [
        "l'accueil", "“Visite”", "« Visite »", "Attention : ici", "Vraiment ?", "12 %", "%(n)s %%", "10 Mo", "{m} min",
        "Attendez...", "Etat", "A venir", "deux  espaces", "Choisis ton lieu",
    ],
)  # fmt: skip
def test_the_checks_see_bad_typography(text):
    assert list(badly_printed(text))


@pytest.mark.parametrize(
    "text",
    [
        "l’accueil", f"«{NARROW}Visite{NARROW}»", f"Attention{NARROW}: ici", f"Vraiment{NARROW}?", f"12{NARROW}%", "%",
        f"%(n)s{NARROW}%%", f"10{WIDE}Mo", "2026-03-14;120 ou 9:30", "Attendez…", "État", "À venir", "%(n)s de %(m)s",
        '<a href="/x">ici</a>',
    ],
)  # fmt: skip
def test_the_checks_pass_good_typography(text):
    assert not list(badly_printed(text))


def test_the_checks_see_another_word_for_a_term():
    assert not list(off_glossary(entry()))
    assert list(off_glossary(entry(msgstr="Enregistrer %(n)s passages")))


# ── The source ───────────────────────────────────────────────────────────────────────────────────────
COUNTED = re.compile(
    r"{%\s*blocktranslate\s+(?=[^%]*\bcount\b)([^%]*)%}(.*?){%\s*plural\s*%}(.*?){%\s*endblocktranslate\s*%}",
    re.DOTALL,
)
NGETTEXT = re.compile(r'\bngettext(?:_lazy)?\(\s*((?:"[^"]*"\s*)+),\s*((?:"[^"]*"\s*)+),')


def plurals(text):
    """The (context, singular, plural) of a template or a module, placeholders written as in a catalogue."""
    for options, one, many in COUNTED.findall(text):
        context = re.search(r'context "([^"]*)"', options)
        yield context and context[1], *(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", part) for part in (one, many))
    for one, many in NGETTEXT.findall(text):
        yield None, *("".join(re.findall(r'"([^"]*)"', part)) for part in (one, many))


@pytest.mark.thorough
def test_one_singular_has_one_plural():
    """Catalogues are read by the singular: a second plural would be said in the words, and formats, of the first."""
    found = {}
    for room in (*settings.ROOMS, "templates"):
        for path in [*(PROJECT / room).rglob("*.py"), *(PROJECT / room).rglob("*.html")]:
            for context, one, many in plurals(path.read_text()):
                found.setdefault((context, one), set()).add(many)
    assert len(found) > 200
    assert {one: many for one, many in found.items() if len(many) > 1} == {}
