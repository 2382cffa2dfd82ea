"""Takes the pictures of docs/ anew: `make screenshots`, or `python -m docs.screenshots`.

Those of the README as PNG, one of every screen as small WebP with the index docs/screens.md, and the handbooks'.

Without arguments it fills a demonstration of its own, in a temporary folder and with the clock stopped on an ordinary
Thursday afternoon, so that the pictures change only when the pages do. `--base http://127.0.0.1:8000 --password …`
takes them from a demonstration that runs, as it is now.
"""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import sync_playwright

from docs.screens import Walk

HERE = Path(__file__).with_suffix("")
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
def own_demonstration(password):
    """A demonstration at an address of its own, stopped at MOMENT; gives the address."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-pictures-") as name, contextlib.ExitStack() as at_end:
        folder = Path(name)
        folder.chmod(0o711)  # as root the database server runs as another user, who must be able to pass through
        for variable in ("DATABASE_URL", "DEBUG", "HTTPS", "HOST", "TIME_ZONE"):
            os.environ.pop(variable, None)
        os.environ |= {"DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "citedesmetiers.settings"}

        from citedesmetiers.installation import Installation  # noqa: PLC0415 -- reads the variables above
        from citedesmetiers.postgres import Server  # noqa: PLC0415 -- as above

        server = Server(Installation.from_environ(), fast=True)
        at_end.callback(server.stop)
        server.start()
        yield from serve(password)


def serve(password):
    """Fill the empty installation and serve it from a thread; yields its address."""
    import django  # noqa: PLC0415 -- the database must run before the settings are read

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- as above
    from django.core.servers import basehttp  # noqa: PLC0415 -- as above
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- as above
    from django.utils import timezone  # noqa: PLC0415 -- as above

    timezone.now = lambda: MOMENT
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", password=password, verbosity=0)
    server = basehttp.ThreadedWSGIServer(("127.0.0.1", 0), basehttp.WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


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


def take(base, password, stopped, part="all"):
    """Take all pictures of the demonstration at `base`; with `stopped` the browser's clock starts at MOMENT too."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        sys.exit("Chromium is missing: `make test` installs it, or do it yourself: apt-get install chromium.")
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        windows = {}

        def window(role):
            if role not in windows:
                windows[role] = browser.new_context(
                    locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce"
                )
                windows[role].set_default_timeout(PATIENCE)
                if stopped:
                    windows[role].clock.install(time=MOMENT)  # it runs on: the outbox waits for moments to come
                if role:
                    sign_in(windows[role], base, role, password)
            return windows[role]

        for name, role, path, size in PICTURES:
            page = window(role).new_page()
            page.set_viewport_size(size)
            page.goto(base + path)
            if role == "reception":
                page.wait_for_selector(ALL_SENT, timeout=PATIENCE)
            if name == "counter" and stopped:  # a demonstration in use is left as it is
                count_visits(page)
            page.wait_for_load_state("networkidle")
            file = HERE / f"{name}.png"
            page.screenshot(path=file, animations="disabled", caret="hide")
            page.close()
            make_small(file)
        if part in ("all", "screens"):
            take_screens(base, window)
        if part in ("all", "handbook"):
            Walk(base, window, HERE).handbook(HERE.parent / "handbook" / "pictures")
        browser.close()


def take_screens(base, window):
    """Every screen; old ones go, so that none stays of a screen that is no more."""
    screens = HERE / "screens"
    shutil.rmtree(screens, ignore_errors=True)
    walk = Walk(base, window, screens)
    walk.go_everywhere()
    walk.in_five_languages()
    walk.write_index(HERE.parent / "screens.md")


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
    if given.base:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citedesmetiers.settings")
        take(given.base.rstrip("/"), given.password, stopped=False, part=given.part)
        return
    with own_demonstration(given.password) as base:
        # Playwright's loop runs in this thread; the server's queries run in others.
        take(base, given.password, stopped=True, part=given.part)


if __name__ == "__main__":
    main()
