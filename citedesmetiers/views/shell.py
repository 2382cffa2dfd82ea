"""The first page of everyone who signs in, and the two switches of the bar."""

from django.conf import settings
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers import addresses, shell
from citedesmetiers.access import for_all_staff


@for_all_staff
@require_safe
def today(request):
    """What matters today to this person's roles, over the place chosen in the bar."""
    panels = list(shell.of(request).panels)
    return render(
        request,
        "citedesmetiers/today.html",
        {"main": [p for p in panels if not p[0].side], "side": [p for p in panels if p[0].side]},
    )


def back(request):
    """The page that the switch was on, else the today page."""
    target = request.POST.get("next", "")
    if "/" in target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect(reverse("today"))


@for_all_staff
@require_POST
def choose_site(request):
    """Choose another of one's places; it stays chosen until sign-out."""
    chosen = request.POST.get("site", "")
    if chosen not in {str(site.pk) for site in shell.of(request).sites}:
        return HttpResponseBadRequest()
    request.session["site"] = int(chosen)
    return back(request)


@for_all_staff
@require_POST
def choose_language(request):
    """Keep another language with the account; a language in the address, from where one signed in, would hide it."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    request.user.language = chosen
    request.user.save(update_fields=["language"])
    return redirect(addresses.plain(back(request).url))
