"""The second factor: asked for at sign-in, set up, its recovery codes, taken away."""

import logging

import django_otp
import segno
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from citedesmetiers import second_factor as factor
from citedesmetiers import sessions, shell
from citedesmetiers.access import for_all_staff
from citedesmetiers.forms.accounts import CodeForm, CurrentPasswordForm, ReplaceForm, SetUpForm
from citedesmetiers.middleware import second_factor_is_due, second_factor_is_mandatory
from citedesmetiers.views.accounts import on_from_here

SECRET = "second_factor_secret"  # noqa: S105 -- the session's name for it
CODES = "recovery_codes"
log = logging.getLogger("citedesmetiers.accounts")


@for_all_staff
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request):
    """Ask for a code after the password; whoever must have a second factor and has none sets it up first."""
    if not second_factor_is_due(request):
        return on_from_here(request)
    if not factor.is_set_up(request.user):
        return redirect("second_factor_set_up")
    form = CodeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        pass_on(request, form.device)
        log.info("account %d showed its second factor (%s)", request.user.pk, form.device.name)
        if not isinstance(form.device, factor.TOTPDevice):
            left = factor.recovery_codes_left(request.user)
            messages.warning(
                request,
                ngettext(
                    "That was a recovery code; %(n)d is left. Under “My account” you can make new ones.",
                    "That was a recovery code; %(n)d are left. Under “My account” you can make new ones.",
                    left,
                )
                % {"n": left},
            )
        return on_from_here(request)
    if request.method == "POST":
        log.warning("second factor refused for account %d", request.user.pk)
    return render(
        request, "citedesmetiers/account/second_factor.html", {"form": form, "next": request.GET.get("next", "")}
    )


second_factor.before_second_factor = True


def pass_on(request, device):
    """Note in the session that `device` has vouched for the person."""
    django_otp.login(request, device)
    request.session["second_factor_due"] = False
    request.session.cycle_key()


@for_all_staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_set_up(request):
    """Hand the secret to an app, and see by a first code that it has arrived; also for a new phone."""
    if shell.of(request).centre and shell.of(request).centre.demonstration:
        raise Http404("the demonstration has no second factor")
    due, replaces = second_factor_is_due(request), factor.is_set_up(request.user)
    if due and replaces:
        return redirect("second_factor")  # the password alone does not change the second factor
    secret = request.session.setdefault(SECRET, factor.new_secret())
    if replaces:
        form = ReplaceForm(request.POST or None, request=request, secret=secret)
    else:
        form = SetUpForm(request.POST or None, user=request.user, secret=secret)
    if request.method == "POST" and form.is_valid():
        del request.session[SECRET]
        request.session[CODES] = factor.new_recovery_codes(request.user)
        sessions.end(request.user, but=request.session.session_key)
        pass_on(request, form.device)
        log.info("account %d set up a second factor", request.user.pk)
        return redirect("recovery_codes")
    return render(
        request,
        "citedesmetiers/account/second_factor_set_up.html",
        {
            "form": form,
            "due": due,
            "replaces": replaces,
            "frame": "public.html" if due else "staff.html",
            "qr": segno.make(factor.address(request.user, secret), error="m").svg_data_uri(scale=5, border=2),
            "secret": factor.in_groups(secret),
        },
    )


second_factor_set_up.before_second_factor = True


@for_all_staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request):
    """Show fresh recovery codes once; later say how many are left, and make new ones against the password."""
    if not factor.is_set_up(request.user):
        return redirect("account")
    form = CurrentPasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        request.session[CODES] = factor.new_recovery_codes(request.user)
        return redirect("recovery_codes")
    return render(
        request,
        "citedesmetiers/account/recovery_codes.html",
        {
            "form": form,
            "codes": request.session.pop(CODES, None) if request.method == "GET" else None,
            "left": factor.recovery_codes_left(request.user),
        },
    )


@for_all_staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_remove(request):
    """Do without a second factor again, where the role does not ask for one."""
    if second_factor_is_mandatory(request.user) or not factor.is_set_up(request.user):
        return redirect("account")
    form = CurrentPasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        factor.remove(request.user)
        log.info("account %d removed its second factor", request.user.pk)
        request.session["second_factor_due"] = False
        messages.success(request, _("The second factor is removed. The password alone opens your account again."))
        return redirect("account")
    return render(
        request,
        "citedesmetiers/account/second_factor_remove.html",
        {"form": form, "codes_left": factor.recovery_codes_left(request.user)},
    )
