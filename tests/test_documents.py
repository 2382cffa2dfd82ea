"""What README and docs/ say is true: commands, files, variables, pictures."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from docs import screens
from reports.demo.centre import read
from tests.rooms import PROJECT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
DECISIONS = sorted((PROJECT / "docs" / "decisions").glob("*.md"))
PICTURES = PROJECT / "docs" / "screenshots"
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"\bmake ([a-z]+)\b")
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
VARIABLE = re.compile(r"\b([A-Z][A-Z_]{3,})=")
WHERE_VARIABLES_LIVE = ["Makefile", "manage.py", ".ci/*", "citedesmetiers/**/*.py", "deploy/**/*", "docs/*.py"]


def commands_in(text):
    """The parts of a document that people copy into a terminal."""
    return "\n".join(CODE.findall(text))


def untrue(document, text, *, targets, commands, source):
    """Complaints about commands, variables and links of a document (its path and text) that lead nowhere."""
    code = commands_in(text)
    yield from (f"make {name} is no target" for name in MAKE.findall(code) if name not in targets)
    yield from (f"manage.py {name} is no command" for name in MANAGE.findall(code) if name not in commands)
    yield from (f"{name} is no variable" for name in VARIABLE.findall(code) if not re.search(rf"\b{name}\b", source))
    for link in LINK.findall(CODE.sub("", text)):
        target = link.partition("#")[0]
        is_ours = target and "://" not in link and not link.startswith("mailto:")
        if is_ours and not (document.parent / target).exists():
            yield f"{link} leads nowhere"


@pytest.fixture(scope="module")
def truth():
    """What documents may name: targets of the Makefile, management commands, and the text that reads variables."""
    files = {file for pattern in WHERE_VARIABLES_LIVE for file in PROJECT.glob(pattern) if file.is_file()}
    return {
        "targets": re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE),
        "commands": set(get_commands()),
        "source": "\n".join(file.read_text(errors="replace") for file in files),
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_commands_variables_and_links_of_a_document_exist(document, truth):
    assert list(untrue(document, document.read_text(), **truth)) == []


def test_what_is_not_true_is_seen(truth):
    text = """Start with `make run PORT=8123 COLOUR=red`, then `make coffee`:
```
python manage.py demo --seed 2
python manage.py tea
```
See [the code](manage.py#main), [nothing](docs/nowhere.md) and [elsewhere](https://example.org/x)."""
    assert list(untrue(PROJECT / "README.md", text, **truth)) == [
        "make coffee is no target",
        "manage.py tea is no command",
        "COLOUR is no variable",
        "docs/nowhere.md leads nowhere",
    ]


def test_the_readme_says_how_to_start_and_how_to_sign_in():
    readme = (PROJECT / "README.md").read_text()
    for command in ("make run", "make test"):
        assert command in commands_in(readme)
    for account in read("accounts")["accounts"]:
        assert account["email"].partition("@")[0] + "@" in readme
    shown = {Path(link).name for link in LINK.findall(readme) if link.startswith("docs/screenshots/")}
    assert len(shown) >= 3


def test_each_picture_is_taken_by_the_script_and_is_light():
    from docs import screenshots

    files = {file.stem: file.stat().st_size for file in PICTURES.glob("*.png")}
    assert sorted(files) == sorted(name for name, _role, _path, _size in screenshots.PICTURES)
    assert {name: size for name, size in files.items() if size > 200_000} == {}


def test_the_index_shows_each_screen_and_all_are_light():
    files = {file.name: file.stat().st_size for file in (PICTURES / "screens").glob("*.webp")}
    shown = re.findall(r"screenshots/screens/([a-z-]+\.webp)", (PROJECT / "docs" / "screens.md").read_text())
    assert len(files) > 100
    assert sorted(shown) == sorted(files)
    assert {name: size for name, size in files.items() if size > screens.MOST_BYTES} == {}
    assert sum(files.values()) < 8_000_000


def test_decisions_are_numbered_without_a_gap_and_fit_on_a_page():
    assert [int(file.name[:4]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for file in DECISIONS:
        text = file.read_text()
        assert [part for part in ("Context", "Decision", "Consequences") if f"**{part}.**" not in text] == [], (
            file.name
        )
        assert len(text.splitlines()) <= 60, file.name


def test_every_screen_has_its_picture_or_stands_among_those_that_have_none():
    shown, _heading, without = (PROJECT / "docs" / "screens.md").read_text().partition(screens.WITHOUT_PICTURE)
    pictured = set(re.findall(r"^!\[([\w:]+), \w+\]", shown, re.MULTILINE))
    named = set(re.findall(r"^- ([\w:]+)$", without, re.MULTILINE))
    assert pictured & named == set()
    assert screens.screens() - pictured - named == set(), "new screens: make screenshots"
    assert named - screens.screens() == set(), "no screens any more: make screenshots"
