"""What becomes of sessions when a closure is entered after them, and when it goes."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from citedesmetiers.access import allow
from counselling import roster_closures
from counselling.roster_closures import AGAIN, MET
from counselling.views.place import at_place
from counselling.views.roster import visible


@allow("edit_roster")
@require_POST
@at_place
def roster_closures_answer(request, site):
    """Cancel all sessions that closures meet, or put back all those whose closure is gone."""
    shown = [int(key) for key in request.POST.getlist("shown") if key.isdecimal() and len(key) < 18]
    rows, today = visible(request), timezone.localdate()
    what = request.POST.get("what")
    if what == MET:
        n = roster_closures.cancel(rows, site, today, shown)
        said = ngettext("%(n)s session is cancelled.", "%(n)s sessions are cancelled.", n)
    elif what == AGAIN:
        n = roster_closures.put_back(rows, site, today, shown)
        said = ngettext("%(n)s session stands on the roster again.", "%(n)s sessions stand on the roster again.", n)
    else:
        n, said = 0, ""
    if n:
        messages.success(request, said % {"n": n})
    else:
        messages.info(request, _("Nothing was left to do: somebody else was quicker, or the days have changed."))
    return redirect("counselling:roster")
