"""Files stay readable, named for what they hold, and used."""

import re
from collections import Counter

from tests.rooms import PROJECT, RANKS

LONGEST = 400
LONGER_FOR_A_REASON = {}  # path: reason
JUNK_DRAWERS = {"utils", "helpers", "helper", "common", "mixins", "core", "misc", "tools", "stuff"}
# Templates that no line of ours names.
USED_BY_OTHERS = {
    "400.html": "Django, a malformed request",
    "403.html": "Django, a closed door",
    "403_csrf.html": "Django, a form that is too old",
    "404.html": "Django, nothing there",
    "500.html": "Django, our fault",
    "503.html": "our own views, by the number of the error",
    "bootstrap5/": "crispy-forms, instead of its own",
    "django/forms/": "Django's form widgets, instead of its own",
}


def our_files(*endings):
    """The files of the project as it is published, paths from its root."""
    rooms = [*RANKS, "templates", "static", "tests", "bench", "deploy", "docs"]
    found = [path for room in rooms for path in (PROJECT / room).rglob("*")]
    found = [path.relative_to(PROJECT) for path in [*found, *PROJECT.glob("*.py")] if path.suffix in endings]
    return sorted(path for path in found if "migrations" not in path.parts)


def test_no_file_is_longer_than_one_can_read():
    lengths = {str(path): len((PROJECT / path).read_text().splitlines()) for path in our_files(".py", ".js", ".html")}
    assert len(lengths) > 50
    too_long = {path: lines for path, lines in lengths.items() if lines > LONGEST}
    assert {path: lines for path, lines in too_long.items() if path not in LONGER_FOR_A_REASON} == {}
    assert set(LONGER_FOR_A_REASON) <= set(too_long), "some of the exceptions are short by now"


def test_no_file_or_folder_is_a_junk_drawer():
    parts = {part.split(".")[0] for path in our_files(".py", ".js", ".html") for part in path.parts}
    assert parts & JUNK_DRAWERS == set()


def test_modules_are_named_once_in_a_room():
    """A package and a module of the same name beside each other: Python silently takes the package."""
    modules = Counter(str(path.parent if path.name == "__init__.py" else path.with_suffix(""))
                      for path in our_files(".py"))  # fmt: skip
    assert [name for name, times in modules.items() if times > 1] == []


def unused_templates(names, sources):
    """Those of the template `names` that none of the texts `sources` mentions."""
    text = "\n".join(sources)
    patterns = [
        re.sub(r"\\{[^/]*?\\}", "[^/]+", re.escape(named))  # f"setup/{step}.html" names setup/hours.html
        for named in re.findall(r'f"([^"\n]+/[^"\n]*\{[^"\n]+\}[^"\n]*\.html)"', text)
    ]
    return [
        name
        for name in names
        if not name.startswith(tuple(USED_BY_OTHERS))
        and f'"{name}"' not in text
        and not any(re.fullmatch(pattern, name) for pattern in patterns)
    ]


def test_every_template_is_used():
    folder = PROJECT / "templates"
    names = [str(path.relative_to("templates")) for path in our_files(".html") if path.parts[0] == "templates"]
    sources = [(PROJECT / path).read_text().replace("'", '"') for path in our_files(".py", ".html")]
    assert unused_templates(names, sources) == []
    assert [name for name in USED_BY_OTHERS if not (folder / name).exists() and name != "django/forms/"] == []


def test_a_template_that_nothing_names_is_seen():
    names = ["a.html", "b.html", "404.html", "steps/one.html", "others/one.html"]
    sources = ['{% extends "a.html" %}', 'render(request, f"steps/{step.name}.html")']
    assert unused_templates(names, sources) == ["b.html", "others/one.html"]
