"""Recording interviews while the server is away: the kept page, its service worker, and where its outbox sends."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow, public
from citedesmetiers.entries import answer
from citedesmetiers.offline import keepable, service_worker
from counselling.entries import Batch
from counselling.forms.interview import InterviewForm
from counselling.models import Interview
from counselling.session import desks_at, desks_of, institution_of
from counselling.views.place import at_place
from counselling.words import recorder_words

ASSETS = ["counselling/counselling.css", "counselling/board.js", "counselling/recorder.js"]


def recorder_config(request, site):
    """What static/counselling/recorder.js needs to know.

    institution: code of the one for which interviews are recorded here, "" for the centre itself. It goes into each
    entry: whoever is signed in when the outbox is emptied may be somebody else.
    """
    institution = institution_of(request)
    return {
        "site": site.code,
        "institution": institution.code if institution else "",
        "language": get_language(),
        "entries": reverse("counselling:entries"),
        "board": reverse("counselling:board"),
        "offline": reverse("counselling:board_offline"),
        "worker": reverse("counselling:worker"),
        "signIn": reverse("sign_in"),
        "words": recorder_words(),
    }


@allow("record_interviews")
@require_safe
@at_place
def board_offline(request, site):
    """The board without tickets: an empty form whose interviews wait on the device until the server is back."""
    desks = desks_of(request, site) or list(desks_at(site))
    if not desks:
        return redirect("counselling:desks")
    blank = Interview(site=site, desk=desks[0], day=timezone.localdate())
    form = InterviewForm(None, interview=blank, desks=desks, day=blank.day, offers_lengths=True)
    context = {"site": site, "desks": desks, "form": form, "config": recorder_config(request, site)}
    return keepable(render(request, "counselling/board_offline.html", context))


@allow("record_interviews")
@csrf_exempt  # instead: JSON only, which another origin cannot send unasked, and the origin itself is looked at
@require_POST
def entries(request):
    """Store a batch of interviews, each once; answer for each by its key."""
    return answer(request, Batch, site=lambda: shell.of(request).site, institution=institution_of(request))


entries.speaks_json = True


@public
@require_safe
@cache_control(no_cache=True)
def worker(request):
    """The script that opens the recording page when the network is gone. The board itself is never kept: who waits
    is nothing to leave on a device."""
    offline = reverse("counselling:board_offline")
    return service_worker(
        request,
        name="desks",
        outbox="counselling",
        entries=reverse("counselling:entries"),
        pages={reverse("counselling:board"): offline, offline: offline},
        assets=ASSETS,
    )
