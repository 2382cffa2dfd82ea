"""The counter: an instrument that an agent keeps open all day."""

import uuid
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import offline, shell
from citedesmetiers.access import allow, public
from citedesmetiers.choices import profile_rows
from citedesmetiers.entries import ALREADY, STORED
from citedesmetiers.models import Purpose
from counselling.today import desks_today
from events.today import on_today
from partners.models import InstitutionKind
from reception.entries import Batch
from reception.events import workshops_of
from reception.models import SamplingPeriod, SentTo, Visit
from reception.stations import last_press, stations_now
from reception.words import counter_words

ASSETS = [
    "reception/counter.css",
    "reception/counter_view.js",
    "reception/counter_offers.js",
    "reception/counter.js",
    "reception/group.js",
]
SHORT = {SentTo.STATIONS: gettext_lazy("Stations"), SentTo.ACTIVITY: gettext_lazy("Activity")}  # all fit in one row
ROOMY_ROWS = 3  # of one list each; with more of them all rows are lower, so that nothing scrolls


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request):
    """One key per visit. The script keeps an outbox; without it the keys are the buttons of a plain form."""
    site = shell.of(request).site
    if site is None:
        return render(request, "reception/no_site.html")
    if request.method == "POST":
        return count_by_form(request, site)
    today = timezone.localdate()
    purposes = list(Purpose.objects.in_force(today))
    samples = SamplingPeriod.objects.filter(site=site)
    counts_only = samples.exists() and samples.on(site, today) is None
    rows = [] if counts_only else profile_rows(site, today, partial(noted_last_month, site, today))
    long_rows = [row for row in rows if not row.is_short]
    desks = desks_today(site, timezone.localtime())
    # An institution is chosen from its own list; a place with desks names each of them.
    elsewhere = {SentTo.INSTITUTION, SentTo.DESK} if desks else {SentTo.INSTITUTION}
    workshops = on_today(site, timezone.localtime())
    context = {
        "site": site,
        "doors": [purpose for purpose in purposes if purpose.is_door],
        "plain": [purpose for purpose in purposes if not purpose.is_door],
        "short_rows": [row for row in rows if row.is_short],
        "rows": long_rows,
        "is_dense": len(long_rows) > ROOMY_ROWS,
        "desks": desks,
        "waiting": sum(each.waiting for each in desks),
        "directions": [(code, SHORT.get(code, label)) for code, label in SentTo.choices if code not in elsewhere],
        "institution_kinds": InstitutionKind.objects.all(),
        "counts_only": counts_only,
        "uid": uuid.uuid4(),
        "last": request.session.get("last_visit"),
        "stations": stations_now(site, today),
        "pressed": last_press(request.session, site, today),
        "on_today": workshops,
        "config": {
            "site": site.code,
            "zone": timezone.get_current_timezone_name(),
            "language": get_language(),
            "entries": reverse("reception:entries"),
            "state": reverse("reception:state"),
            "worker": reverse("reception:service_worker"),
            "signIn": reverse("sign_in"),
            "icons": static("icons.svg"),
            "desks": [each.as_json for each in desks],
            "workshops": workshops_of(workshops),
            "purposes": {
                purpose.code: {"key": purpose.key, "name": purpose.name, "colour": purpose.colour}
                for purpose in purposes
            },
            "words": counter_words(),
        },
    }
    return offline.keepable(render(request, "reception/counter.html", context))


def noted_last_month(site, today, lists):
    """How often each value of `lists` was noted in the month before; so chips keep their places for a month."""
    last = today.replace(day=1) - timedelta(days=1)
    return Visit.objects.at([site]).noted_in((last.replace(day=1), last), lists)


def count_by_form(request, site):
    """Store the visit (or take back the last one) that the plain form sends, then show the counter again."""
    raw = {"uid": request.POST.get("uid"), "kind": "visit", "recorded_at": timezone.localtime().isoformat()}
    if "undo" in request.POST:
        raw = {"uid": request.POST["undo"], "kind": "undo"}
    else:
        people = request.POST.get("people", "1").strip()
        raw["people"] = int(people) if people.isdecimal() and len(people) < 5 else people
        raw["purposes"] = request.POST.getlist("purpose")
    batch = Batch({"entries": [raw]}, user=request.user, site=site)
    (answer,) = batch.store()
    if answer["status"] not in (STORED, ALREADY):
        messages.error(request, " ".join(answer["errors"]))
    elif raw["kind"] == "undo":
        request.session["last_visit"] = None
        messages.success(request, _("Taken back: the visit no longer counts."))
    else:
        request.session["last_visit"] = raw["uid"]
        messages.success(
            request, ngettext("Counted: %(n)d person.", "Counted: %(n)d people.", raw["people"]) % {"n": raw["people"]}
        )
    return redirect("reception:counter")


@public
@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """The script that opens the counter, and the form for a group, when the network is gone."""
    pages = [reverse("reception:counter"), reverse("reception:group_add")]
    return offline.service_worker(
        request,
        name="counter",
        outbox="reception",
        entries=reverse("reception:entries"),
        pages={page: page for page in pages},
        assets=ASSETS,
    )
