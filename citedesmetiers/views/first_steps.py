"""The list of first steps is put away for good."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citedesmetiers import shell
from citedesmetiers.access import allow


@allow("edit_lists")
@require_POST
def put_away(request):
    """Show the list no longer, to nobody."""
    shell.of(request).centre.put_first_steps_away()
    messages.success(request, _("The list is put away. What it led to stands in the settings."))
    return redirect("today")
