"""A usual interview by hand in Chromium, from ticket to figure: receive, two themes, an outcome, a length, done.

A machine's seconds say only how long the page keeps a hand waiting. What a hand needs is added by the keystroke-level
model of Card, Moran and Newell (1980): 1.35 s of thought before each act, 0.28 s for a key, 1.3 s to point and click.
"""

import shutil
import time

from bench.counter_by_hand import FLAGS, Hand
from bench.measure import installation, web_server
from bench.visits import session_of

THOUGHT, KEY, CLICK = 1.35, 0.28, 1.3  # s
INTERVIEWS = 5


def run(results):
    """Report keys and clicks of one interview, the page's own seconds, and a hand's."""
    with installation():
        from citedesmetiers import starting_lists
        from citedesmetiers.factories import make_centre, make_site, make_user
        from citedesmetiers.models import Purpose
        from counselling.factories import make_desk
        from counselling.models import Interview

        make_centre(demonstration=True)
        starting_lists.load()
        site = make_site(code="main", name="Bench")
        desk = make_desk(site=site, code="jobs", purposes=[Purpose.objects.get(code="employment")])
        for _number in range(INTERVIEWS):
            Interview.objects.send(desk=desk)
        user = make_user(roles=["counsellor"], sites=[site], language="en")
        name, value = session_of(user).split("=", 1)
        with web_server("citedesmetiers.wsgi") as address:
            found = by_hand(address, {"name": name, "value": value, "url": address})
        held = [row for row in Interview.objects.held() if len(row.themes) == 2 and row.outcomes and row.minutes == 20]
        results.add("a usual interview by hand: keys and clicks", found["keys"], "keys", at_most=10)
        results.add("a usual interview: seconds of the page, median", found["page"], "s", at_most=3)
        results.add("a usual interview: seconds of a hand and the page", found["hand"], "s", at_most=20)
        results.add("interviews stored with all that was noted", len(held), "interviews", at_least=5, at_most=5)


def by_hand(address, cookie):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{address}/counselling/board/?desk=jobs")
        times = sorted(one(page) for _number in range(INTERVIEWS))
        browser.close()
    page_seconds, keys, hand = times[len(times) // 2]
    return {"page": page_seconds, "keys": keys, "hand": page_seconds + hand}


def one(page):
    """Record the interview of whoever waits longest; returns (seconds of the page, acts, seconds of a hand)."""
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    hand, began = Hand(page), time.monotonic()
    hand.click("#waiting .btn-primary")
    page.wait_for_selector("#record")
    page.wait_for_selector("#recorder[data-ready]", state="attached")
    clicks = 1
    hand.press("Space")  # the first theme, which has the focus
    hand.press("Tab", "Space")  # and the second
    for chip in ("#id_outcomes label >> nth=0", "#id_length label:has-text('20 min')"):
        hand.click(chip)
        clicks += 1
    if page.locator(".record-end .btn-secondary").count():  # somebody else waits: done without receiving them at once
        hand.click(".record-end .btn-secondary")
        clicks += 1
    else:
        hand.press("Control+Enter")
    page.wait_for_selector("#record", state="detached")
    seconds = time.monotonic() - began
    keys = hand.done - clicks
    return seconds, hand.done, clicks * (THOUGHT + CLICK) + keys * KEY + 3 * THOUGHT  # a thought for each decision
