"""What is recorded about visitors, written from what is really set; the entry of staff accounts for the register."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers import anonymity, forgetting
from citedesmetiers.access import allow, public
from citedesmetiers.models import Centre, ProfileList, Site, User
from citedesmetiers.views.settings_page import crumbs

# Kinds of forgetting that are about staff, and about nobody: the others are about visitors.
ABOUT_STAFF = {"sign_ins", "sessions", "finished_tasks", "imported_files", "notices"}
ABOUT_NOBODY = {"link_checks", "prints"}
SAID_IN_FULL = {"rows_of_years"}  # with the months that are set


@public
@require_safe
@cache_control(public=True, max_age=3600)
def privacy(request):
    """For visitors: what is noted, what is not, for how long. Each sentence follows from the settings."""
    sites = Site.objects.open_on(timezone.localdate())
    left_out = ABOUT_STAFF | ABOUT_NOBODY | SAID_IN_FULL
    asked = {name for site in sites for name in site.profile_lists}
    return render(
        request,
        "citedesmetiers/privacy.html",
        {
            "centre": Centre.objects.current(),
            "lists": [label for name, label in ProfileList.choices if name in asked],
            "kinds": list(dict.fromkeys(kept.label for kept in anonymity.everything())),
            "terms": [words for kind, words in forgetting.WORDS.items() if kind not in left_out],
        },
    )


@allow("see_anonymity")
@require_safe
def register_entry(request):
    """For the register of processing: the accounts of staff, the only personal data; made to be printed."""
    return render(
        request,
        "citedesmetiers/settings/register_entry.html",
        {
            "centre": Centre.objects.current(),
            "accounts": User.objects.filter(is_active=True).count(),
            "terms": [words for kind, words in forgetting.WORDS.items() if kind in ABOUT_STAFF],
            "today": timezone.localdate(),
            "crumbs": crumbs(),
        },
    )
