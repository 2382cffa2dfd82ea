"""Twenty visits by hand in Chromium: sixteen plain ones, three groups, one of a past hour, and two slips put right."""

import shutil
import time
from datetime import timedelta

from bench.measure import installation, web_server
from bench.visits import session_of

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLAIN = "1223145233191226"
SLIPS = {3, 10}  # after these visits the agent takes the last one back and counts it again


class Hand:
    """Counts what a hand does: a key and a click are one each."""

    def __init__(self, page):
        self.page, self.done = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.done += 1

    def click(self, selector):
        self.page.click(selector)
        self.done += 1


def run(results):
    """Report keys and clicks, seconds, and whether the database holds what was counted."""
    with installation():
        from django.utils import timezone

        from citedesmetiers import starting_lists
        from citedesmetiers.factories import make_centre, make_site, make_user

        make_centre(demonstration=True)
        starting_lists.load()
        site = make_site(code="main", name="Bench")
        user = make_user(roles=["reception"], sites=[site], language="en")
        name, value = session_of(user).split("=", 1)
        yesterday = timezone.localdate() - timedelta(days=1)
        with web_server("citedesmetiers.wsgi") as address:
            figures = by_hand(address, {"name": name, "value": value, "url": address}, yesterday)
        results.add("20 visits by hand: keys and clicks", figures["keys"], "keys", at_most=80)
        results.add("16 plain visits and 2 slips: keys", figures["plain_keys"], "keys", at_most=20)
        results.add("20 visits by hand: seconds a machine needs", figures["seconds"], "s")
        results.add("a plain visit, from key to screen, median", figures["median_ms"], "ms", at_most=100)
        results.add("people stored, of 16 + 3 × 24 + 1", stored(), "people", at_least=89, at_most=89)


def stored():
    from reception.models import GroupVisit, Visit

    return Visit.objects.counted().people() + GroupVisit.objects.counted().people()


def by_hand(address, cookie, yesterday):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{address}/reception/")
        page.wait_for_selector("#counter[data-ready]")
        hand, times, began = Hand(page), [], time.monotonic()
        for number, key in enumerate(PLAIN, start=1):
            times.append(count(page, hand, key, number))
            if number in SLIPS:
                hand.press("Control+z")
                wait_for_total(page, number - 1)
                count(page, hand, key, number)
        plain_keys = hand.done
        for _group in range(3):
            hand.press("g")
            page.wait_for_selector("#id_people")
            page.focus("#id_people")
            hand.press("2", "4", "Enter")
            page.wait_for_url(lambda url: "/groups/add/" not in url)
            page.goto(f"{address}/reception/")
            page.wait_for_selector("#counter[data-ready]")
        page.goto(f"{address}/reception/past/?place=main&day={yesterday.isoformat()}&hours=all")
        hand.done += 3  # the link on the counter, the day, Enter
        page.locator("input.sheet-cell").first.focus()
        hand.press("1", "Enter")
        page.wait_for_load_state("networkidle")
        seconds = time.monotonic() - began
        browser.close()
    times.sort()
    median = times[len(times) // 2] * 1000
    return {"keys": hand.done, "plain_keys": plain_keys, "seconds": seconds, "median_ms": median}


def count(page, hand, key, total):
    """Press the key and wait until the screen shows it; returns the seconds between."""
    began = time.monotonic()
    hand.press(key)
    wait_for_total(page, total)
    return time.monotonic() - began


def wait_for_total(page, total):
    page.wait_for_function("total => document.getElementById('total').textContent === String(total)", arg=total)
