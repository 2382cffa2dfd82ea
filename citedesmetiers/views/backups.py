"""The installation's backups: when the last one was made, and one more at a click."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.backup import nightly
from citedesmetiers.models import BackupRun
from citedesmetiers.views.settings_page import crumbs, done

RUNS_SHOWN = 30


@allow("edit_settings")
@require_safe
def backups(request):
    """The last month's backups: made, failed or cut short, and where they lie."""
    return render(
        request,
        "citedesmetiers/settings/backups.html",
        {
            "runs": BackupRun.objects.all()[:RUNS_SHOWN],
            "last": BackupRun.objects.last_success(),
            "folder": settings.BACKUPS,
            "days": settings.BACKUP_DAYS,
            "nightly": settings.BACKUP_NIGHTLY,
            "encrypted": bool(settings.BACKUP_RECIPIENT),
            "same_disk": nightly.same_disk(),
            "crumbs": crumbs(),
        },
    )


@allow("edit_settings")
@require_POST
def backup_now(request):
    """Have one made in the background."""
    nightly.back_up_now.enqueue()
    return done(request, _("A backup is being made. It stands in the list when it is done."), "backups")


def panel(request, shell):
    """The administrator's line on the today page; nothing when the last backup is recent."""
    last = BackupRun.objects.last_success()
    if last and not last.is_old:
        return None
    return {"last": last}
