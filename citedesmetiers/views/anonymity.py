"""Anonymity, for the director: what is kept about visitors, how alone rows stand, what was forgotten."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from citedesmetiers import anonymity as kept
from citedesmetiers import forgetting
from citedesmetiers.access import allow
from citedesmetiers.models import Centre, Forgotten, Heartbeat
from citedesmetiers.views.settings_page import crumbs

DAYS_LOOKED_AT = 366
LINES_SHOWN = 60


@allow("see_anonymity")
@require_http_methods(["GET", "HEAD", "POST"])
def anonymity(request):
    """The page; its button tries out what every file would show and whether what is due is forgotten, no more."""
    promises = kept.promises() if request.method == "POST" else []
    revealed = kept.revealed() if request.method == "POST" else []
    return render(
        request,
        "citedesmetiers/settings/anonymity.html",
        {
            "centre": Centre.objects.current(),
            "stored": kept.stored(),
            "groups": kept.smallest_groups(timezone.localdate() - timedelta(days=DAYS_LOOKED_AT)),
            "promises": [(words_for(promise.kind), promise) for promise in promises],
            "broken": sum(not promise.kept for promise in promises),
            "revealed": revealed,
            "last_run": Heartbeat.objects.filter(name="forget").first(),
            "lines": [(line, words_for(line.kind)) for line in Forgotten.objects.all()[:LINES_SHOWN]],
            "crumbs": crumbs(),
        },
    )


def words_for(kind):
    """What a kind of forgetting is called, else its code."""
    return forgetting.WORDS.get(kind, kind)
