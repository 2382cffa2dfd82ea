"""The Nu Html Checker (vnu), which the W3C's own service runs, over a folder of pages in one go."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.rooms import PROJECT

CHECKER = PROJECT / ".venv" / "html-checker" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SECONDS = 300
# Translates its own code once and lightly: it runs for seconds, and finds the same in half the time.
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
WRONG = '<!DOCTYPE html><html lang="en"><title>Wrong</title><h1>Wrong</h1><p hx-get="/">A made-up attribute</p></html>'


def complaints(folder):
    """What the checker says of the *.html files in `folder`, errors and warnings, one readable line for each."""
    java = shutil.which("java")
    if not java or not CHECKER.exists():
        pytest.fail("The HTML checker is missing: `make test` installs it (Java from the system, vnu from npm).")
    # It ends with 1 when it found something and says the rest in its answer.
    done = subprocess.run(
        [java, *QUICK, "-Xss4m", "-jar", CHECKER, "--stdout", "--format", "json", "--skip-non-html", folder],
        capture_output=True,
        timeout=SECONDS,
    )
    said = json.loads(done.stdout)["messages"]
    return sorted({f"{page_of(one)}: {one['message']} – {one.get('extract', '').strip()[:120]}" for one in said})


def page_of(message):
    return Path(unquote(urlsplit(message["url"]).path)).stem if "url" in message else "the checker"
