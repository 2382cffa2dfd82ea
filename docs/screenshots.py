"""Takes the pictures of docs/ anew: `make screenshots`, or `python -m docs.screenshots`.

Those of the README as PNG, one of every screen as small WebP with the index docs/screens.md, and the handbooks'.

Without arguments it goes through the set-up of an installation of its own and then fills that with the demonstration,
in a temporary folder and with the clock stopped on an ordinary Thursday afternoon, so that the pictures change only
when the pages do. `--base http://127.0.0.1:8000 --password …` takes them from a demonstration that runs, as it is now,
and leaves out what would write into it.
"""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import sync_playwright

from docs.moments import set_up, take_moments
from docs.screens import Walk

HERE = Path(__file__).with_suffix("")
SCREENS = HERE / "screens"
MOMENT = datetime(2026, 10, 15, 14, 32, tzinfo=ZoneInfo("Europe/Paris"))
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
PICTURES = [  # name, who looks (None: a visitor), path, size of the window
    ("home", None, "/", WIDE),
    ("home-phone", None, "/", NARROW),
    ("sign-in", None, "/sign-in/", WIDE),
    ("counter", "reception", "/reception/", WIDE),
    ("counter-phone", "reception", "/reception/", NARROW),
    ("today", "director", "/today/", WIDE),
    ("key-figures", "director", "/reports/key-figures/", WIDE),
    ("settings-places", "director", "/settings/places/", WIDE),
]
VISITS = "12135"  # keys pressed at the counter before its picture is taken
ALL_SENT = "#connection.state-ok"
PATIENCE = 90_000  # ms
COLOURS = 256


@contextlib.contextmanager
def own_installation():
    """An empty installation that is served, stopped at MOMENT; gives the address and the Installation."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-pictures-") as name, contextlib.ExitStack() as at_end:
        folder = Path(name)
        folder.chmod(0o711)  # as root the database server runs as another user, who must be able to pass through
        for variable in ("DATABASE_URL", "DEBUG", "HTTPS", "HOST", "TIME_ZONE"):
            os.environ.pop(variable, None)
        os.environ |= {"DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "citedesmetiers.settings"}

        from citedesmetiers.installation import Installation  # noqa: PLC0415 -- reads the variables above
        from citedesmetiers.postgres import Server  # noqa: PLC0415 -- as above

        installation = Installation.from_environ()
        server = Server(installation, fast=True)
        at_end.callback(server.stop)
        server.start()
        with served() as base:
            yield base, installation


@contextlib.contextmanager
def served():
    """Serve the migrated installation from a thread; gives its address."""
    import django  # noqa: PLC0415 -- the database must run before the settings are read

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- as above
    from django.core.servers import basehttp  # noqa: PLC0415 -- as above
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- as above
    from django.utils import timezone  # noqa: PLC0415 -- as above

    timezone.now = lambda: MOMENT
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    server = basehttp.ThreadedWSGIServer(("127.0.0.1", 0), basehttp.WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def put_back(installation):
    """Whatever is written into the database inside this block is gone after it."""
    from django.db import connections  # noqa: PLC0415 -- settings are not read earlier

    from citedesmetiers.installation import DATABASE_NAME, DATABASE_USER  # noqa: PLC0415 -- as above
    from citedesmetiers.postgres import connect  # noqa: PLC0415 -- as above

    def tell(*commands):
        connections.close_all()
        with contextlib.closing(connect(installation)) as connection:
            connection.autocommit = True  # none of these may stand in a transaction
            for command in commands:
                connection.cursor().execute(command)

    tell(f"CREATE DATABASE as_it_was TEMPLATE {DATABASE_NAME} OWNER {DATABASE_USER}")
    try:
        yield
    finally:
        tell(f"DROP DATABASE {DATABASE_NAME} WITH (FORCE)", f"ALTER DATABASE as_it_was RENAME TO {DATABASE_NAME}")


def added_rows():
    """The addresses of docs/states.py, whose rows are made in a thread of their own: in this one runs Playwright."""
    from django.db import connections  # noqa: PLC0415 -- settings are not read earlier

    from docs.states import addresses  # noqa: PLC0415 -- as above

    def add():
        try:
            return addresses()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(add).result()


def sign_in(context, base, role, password):
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    page.fill("input[name=username]", f"{role}@demo.example")
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{base}/today/")
    page.close()


def count_visits(page):
    """Press the counter's keys and wait until it says that the server has each entry."""
    for number, key in enumerate(VISITS, start=1):
        page.keyboard.press(key)
        page.wait_for_function("n => document.querySelectorAll('#strip > *').length >= n", arg=number)
        page.wait_for_selector(ALL_SENT, timeout=PATIENCE)


@contextlib.contextmanager
def windows(base, password, stopped):
    """A browser; gives function(role), the context in which somebody of that role is signed in (None: nobody).

    stopped: its clock starts at MOMENT too.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        sys.exit("Chromium is missing: `make test` installs it, or do it yourself: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        opened = {}

        def window(role):
            if role not in opened:
                opened[role] = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce")
                opened[role].set_default_timeout(PATIENCE)
                if stopped:
                    opened[role].clock.install(time=MOMENT)  # it runs on: the outbox waits for moments to come
                if role:
                    sign_in(opened[role], base, role, password)
            return opened[role]

        yield window
        browser.close()


def take_all(base, password, part, seen, stopped):
    """Take the pictures of the demonstration at `base`. seen: the screens that were taken before it was filled."""
    with windows(base, password, stopped) as window:
        take_for_readme(base, window, stopped)
        if part in ("all", "handbook"):
            Walk(base, window, HERE).handbook(HERE.parent / "handbook" / "pictures")
        if part in ("all", "screens"):
            walk = Walk(base, window, SCREENS)
            walk.seen |= seen
            walk.go_everywhere()
            walk.in_five_languages()
            if stopped:  # a demonstration in use is left as it is
                take_moments(walk)
                walk.go_to(added_rows())
            walk.write_index(HERE.parent / "screens.md")


def take_for_readme(base, window, stopped):
    for name, role, path, size in PICTURES:
        page = window(role).new_page()
        page.set_viewport_size(size)
        page.goto(base + path)
        if role == "reception":
            page.wait_for_selector(ALL_SENT, timeout=PATIENCE)
        if name == "counter" and stopped:
            count_visits(page)
        page.wait_for_load_state("networkidle")
        file = HERE / f"{name}.png"
        page.screenshot(path=file, animations="disabled", caret="hide")
        page.close()
        make_small(file)


def take_set_up(base, installation):
    """The steps of the set-up, which leave no trace; gives {URL name: (who looks, address)}."""
    with put_back(installation), windows(base, None, stopped=True) as window:
        walk = Walk(base, window, SCREENS)
        set_up(walk)
        return walk.seen


def make_small(file):
    """Flat colours need no more than a palette; that is a third of the size."""
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--base", default=os.environ.get("BASE"), help="address of a demonstration that runs")
    arguments.add_argument("--password", default=os.environ.get("DEMO_PASSWORD") or "demo", help="of its accounts")
    arguments.add_argument("--part", choices=["all", "readme", "screens", "handbook"], default="all")
    given = arguments.parse_args()
    if given.part in ("all", "screens"):
        shutil.rmtree(SCREENS, ignore_errors=True)  # so that none stays of a screen that is no more
    if given.base:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citedesmetiers.settings")
        take_all(given.base.rstrip("/"), given.password, given.part, {}, stopped=False)
        return
    with own_installation() as (base, installation):
        from django.core.management import call_command  # noqa: PLC0415 -- settings are not read earlier

        seen = take_set_up(base, installation) if given.part in ("all", "screens") else {}
        call_command("demo", password=given.password, verbosity=0)
        # Playwright's loop runs in this thread; the server's queries run in others.
        take_all(base, given.password, given.part, seen, stopped=True)


if __name__ == "__main__":
    main()
