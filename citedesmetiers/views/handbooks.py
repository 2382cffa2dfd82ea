"""The handbooks, for everybody who signs in."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from citedesmetiers import handbook as handbooks
from citedesmetiers import shell
from citedesmetiers.access import for_all_staff
from citedesmetiers.models.user import Role


@for_all_staff
@require_safe
def help_page(request):
    """The handbook of the person's first role."""
    roles = [role for role in Role.values if request.user.has_role(role)]
    return redirect(handbooks.address(roles[0] if roles else Role.RECEPTION.value))


@for_all_staff
@require_safe
def handbook(request, role):
    """One role's handbook; colleagues may read each other's."""
    if role not in Role.values:
        raise Http404
    language = handbooks.language_for(request.LANGUAGE_CODE, shell.of(request).centre.default_language)
    book = handbooks.handbook(role, language)
    others = [(other, request.user.has_role(other.value)) for other in Role]
    return render(
        request,
        "citedesmetiers/handbook.html",
        {"book": book, "others": others, "size": handbooks.PICTURE_SIZE},
    )
