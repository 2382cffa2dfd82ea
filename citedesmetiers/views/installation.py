"""How the installation is, for the administrator."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from citedesmetiers.doctor import Level, examine
from citedesmetiers.views.settings_page import crumbs


@allow("edit_settings")
@require_safe
def installation(request):
    """What `manage.py doctor` says."""
    found = examine()
    return render(
        request,
        "citedesmetiers/settings/installation.html",
        {
            "findings": found,
            "wrong": sum(finding.level == Level.BAD for finding in found),
            "crumbs": crumbs(),
        },
    )
