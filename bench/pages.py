"""How heavy and how quick the pages are that people open first: every public page, and the counter.

Bytes are those on the wire: static files as whitenoise compresses them, pages as the proxy of deploy/Caddyfile does;
the first load fills an empty cache. The phone is Chromium at 390 × 844 with its processor slowed down four times,
behind a line of 1.6 Mbit/s and 150 ms (what Lighthouse calls slow 4G); layout shift is what the browser's own
PerformanceObserver says.
"""

import gzip
import shutil
import statistics
import urllib.request

from bench.counter_by_hand import FLAGS
from bench.measure import installation, web_server
from bench.visits import session_of

MOST_BYTES = 150_000
SLOWER = 4  # times
LINE = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8, "offline": False}
PHONE = {"width": 390, "height": 844}
TIMES = 3
OBSERVE = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = """() => new Promise((resolve) => {
    const found = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    if (found()) { resolve(found()); return; }
    new PerformanceObserver(() => { if (found()) resolve(found()); }).observe({ type: "paint", buffered: true });
})"""


def run(results):
    """Report the heaviest page, the slowest first paint and the largest shift, and each page that misses."""
    with installation():
        from django.core.management import call_command

        from citedesmetiers.models import User

        call_command("demo", password="bench", verbosity=0)
        pages = addresses()
        user = User.objects.get(email="reception@demo.example")
        name, value = session_of(user).split("=", 1)
        with web_server("citedesmetiers.wsgi") as address:
            found = measure(address, pages, {"name": name, "value": value, "url": address})
    report(results, found)


def addresses():
    """Path → whether somebody must be signed in for it."""
    from django.urls import reverse

    from citedesmetiers.models import Page, Purpose, Site
    from documentation.models import Bibliography, Resource
    from events.models import Event

    names = ["home", "places", "news", "accessibility", "privacy", "site_map", "sign_in", "desks:today"]
    names += ["questions:ask", "questions:read", "catalogue:search", "catalogue:bibliographies", "programme:programme"]
    public = [reverse(name) for name in names] + [reverse("catalogue:search") + "?q=cv"]
    public += [reverse("place", args=[Site.objects.order_by("pk")[0].code])]
    public += [reverse("purpose", args=[Purpose.objects.filter(is_door=True).order_by("rank")[0].code])]
    public += [page.get_absolute_url() for page in Page.objects.order_by("pk")[:1]]
    public += [resource.get_absolute_url() for resource in Resource.objects.order_by("pk")[:1]]
    public += [bibliography.get_absolute_url() for bibliography in Bibliography.objects.filter(published=True)[:1]]
    public += [reverse("programme:event", args=[event.pk]) for event in Event.objects.filter(published=True)[:1]]
    return dict.fromkeys(public, False) | {reverse("reception:counter"): True}


def measure(address, pages, cookie):
    """Path → bytes, milliseconds of the server, first paint (median) and layout shift of each page."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        warm(browser, address, pages, cookie)
        for path, signed_in in pages.items():
            visits = [first_load(browser, address + path, cookie if signed_in else None) for _ in range(TIMES)]
            found[path] = {
                "bytes": max(visit["bytes"] for visit in visits),
                "painted": statistics.median(visit["painted"] for visit in visits),
                "shift": max(visit["shift"] for visit in visits),
                "requests": visits[0]["requests"],
            }
        browser.close()
    return found


def warm(browser, address, pages, cookie):
    """Let each worker of the server see each page: the first time it compiles its templates."""
    context = browser.new_context()
    context.add_cookies([cookie])
    for path in [*pages, *pages]:
        context.request.get(address + path)
    context.close()


def first_load(browser, url, cookie):
    """Open `url` with an empty cache, as the phone does."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    if cookie:
        context.add_cookies([cookie])
    context.add_init_script(OBSERVE)
    page = context.new_page()
    asked = []
    page.on("response", lambda response: asked.append(response))
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(url, wait_until="load", timeout=90_000)
    if answer.status != 200:
        raise SystemExit(f"{url} answers {answer.status}")
    painted = page.evaluate(PAINTED)
    page.wait_for_load_state("networkidle")
    visit = {
        "bytes": sum(weight(response) for response in asked),
        "painted": painted,
        "shift": page.evaluate("window.shifted"),
        "requests": len(asked),
    }
    context.close()
    return visit


def weight(response):
    """Bytes of the body on the wire: as it came where it came compressed, else as the proxy would send it."""
    if response.status != 200:
        return 0
    request = urllib.request.Request(response.url, headers={"Accept-Encoding": "gzip"})
    if response.headers.get("content-encoding"):
        with urllib.request.urlopen(request, timeout=30) as again:  # a static file: the same for everyone
            return len(again.read())
    body = response.body()
    kind = response.headers.get("content-type", "")
    is_text = kind.startswith("text/") or "svg" in kind or "json" in kind or "javascript" in kind
    return min(len(body), len(gzip.compress(body))) if is_text else len(body)


def report(results, found):
    """The extremes, which judge all of them, and a line of its own for each page that misses."""
    heaviest = max(found, key=lambda path: found[path]["bytes"])
    slowest = max(found, key=lambda path: found[path]["painted"])
    shakiest = max(found, key=lambda path: found[path]["shift"])
    results.add(f"pages opened first: {len(found)}", len(found), "pages", at_least=15)
    results.add(f"heaviest first load, {heaviest}", found[heaviest]["bytes"], "bytes", at_most=MOST_BYTES)
    results.add(f"slowest first paint on a slow phone, {slowest}", found[slowest]["painted"], "ms", at_most=1000)
    results.add(f"largest layout shift, {shakiest}", found[shakiest]["shift"], "", at_most=0)
    for path, page in sorted(found.items()):
        results.add(f"  first load, {path}", page["bytes"], "bytes", at_most=MOST_BYTES)
        results.add(f"  first paint, {path}", page["painted"], "ms", at_most=1000)
        if page["shift"]:
            results.add(f"  layout shift, {path}", page["shift"], "", at_most=0)
