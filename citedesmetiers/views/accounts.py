"""Signing in and out, one's own account, and the password."""

import logging
import math
from datetime import timedelta
from urllib.parse import urlsplit

from axes.utils import reset as forget_attempts
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from citedesmetiers import invitations, second_factor, sessions
from citedesmetiers.access import for_all_staff, public
from citedesmetiers.accounts import canonical
from citedesmetiers.forms.accounts import (
    AccountForm,
    ChangePasswordForm,
    ChoosePasswordForm,
    ForgottenForm,
    SignInForm,
)
from citedesmetiers.middleware import UNSENT, second_factor_is_mandatory, wants_json
from citedesmetiers.models import User

log = logging.getLogger("citedesmetiers.accounts")


def on_from_here(request):
    """Go to the page asked for before, when it is one of ours, else to the today page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=settings.HTTPS)
    return redirect(target if safe and "/" in target else "today")


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Sign in with e-mail address and password; a second step follows for whoever has a second factor."""
    if request.method != "POST" and request.user.is_authenticated:
        return on_from_here(request)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        # An absolute end: what a page writes into the session later does not make it longer.
        request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        request.session["second_factor_due"] = second_factor.is_set_up(user)
        log.info("account %d signed in with its password", user.pk)
        return on_from_here(request)
    if request.method == "POST":
        log.warning("sign-in refused for %s", account_in_words(request.POST.get("username")))
    target = request.GET.get("next", "")
    context = {"form": form, "next": target, "unsent": UNSENT in request.GET, "hint": hint_of(target)}
    return render(request, "citedesmetiers/sign_in.html", context)


def hint_of(target):
    """What the page asked for says to whoever finds it signed out (its view's `when_signed_out`); "" for most."""
    try:
        return getattr(resolve(urlsplit(target).path).func, "when_signed_out", "")
    except (Resolver404, ValueError):
        return ""


def account_in_words(typed):
    """The account's number for the log; what else was typed may be a password in the wrong field."""
    email = canonical(typed).replace("\0", "")  # which no text of the database holds
    pk = User.objects.filter(email=email).values_list("pk", flat=True).first()
    return f"account {pk}" if pk else "an unknown account"


def locked_out(request, credentials=None, *args, **kwargs):
    """After several wrong passwords: say how long to wait, never whether the account exists."""
    log.warning("sign-in locked for a while for %s", account_in_words(request.POST.get("username")))
    minutes = math.ceil(settings.AXES_COOLOFF_TIME * 60)
    if wants_json(request):
        response = JsonResponse({"error": "too_many_tries"}, status=429)
    else:
        response = render(request, "citedesmetiers/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    response["Cache-Control"] = "no-store"
    return response


@for_all_staff
@require_POST
def sign_out(request):
    """End the session. The counter's outbox stays in the browser: nothing that waits is lost."""
    log.info("account %d signed out", request.user.pk)
    logout(request)
    return redirect("home")


sign_out.before_second_factor = True


@for_all_staff
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Name and language of the person who is signed in; password, second factor and sessions in short."""
    form = AccountForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(
        request,
        "citedesmetiers/account/account.html",
        {
            "form": form,
            "roles": request.user.role_names,
            "second_factor": second_factor.is_set_up(request.user),
            "mandatory": second_factor_is_mandatory(request.user),
            "codes_left": second_factor.recovery_codes_left(request.user),
            "elsewhere": len(sessions.keys_of(request.user, but=request.session.session_key)),
        },
    )


@for_all_staff
@require_POST
def sessions_end(request):
    """End the sessions of this person on other computers."""
    ended = sessions.end(request.user, but=request.session.session_key)
    messages.success(
        request,
        ngettext("%(n)d other session is ended.", "%(n)d other sessions are ended.", ended) % {"n": ended},
    )
    return redirect("account")


@for_all_staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request):
    """A new password; this session goes on, the others end."""
    form = ChangePasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        sessions.end(user, but=request.session.session_key)
        update_session_auth_hash(request, user)
        log.info("account %d changed its password", user.pk)
        messages.success(request, _("The new password holds from now on. Sessions on other computers are ended."))
        return redirect("account")
    return render(request, "citedesmetiers/account/password_change.html", {"form": form})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request):
    """Send a link to whoever asks; the answer is the same whether or not there is such an account."""
    form = ForgottenForm(request.POST or None)
    can_send = invitations.can_send()
    sent = can_send and request.method == "POST" and form.is_valid()
    if sent:
        user = User.objects.open_on(timezone.localdate()).filter(email=canonical(form.cleaned_data["email"])).first()
        if user:
            invitations.send_soon(user, "forgotten", request.build_absolute_uri("/"))
    return render(
        request,
        "citedesmetiers/account/password_forgotten.html",
        {"form": form, "can_send": can_send, "sent": sent, "hours": invitations.FORGOTTEN_HOURS},
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_choose(request, uid, token):
    """Choose a password by way of a link; all sessions of the account end, and it is no longer locked out."""
    user = invitations.user_of(uid, token)
    if user is None:
        return render(request, "citedesmetiers/account/link_over.html", status=404)
    form = ChoosePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        sessions.end(user)
        forget_attempts(username=user.email)
        log.info("account %d chose a password by a link", user.pk)
        messages.success(request, _("Your password is chosen. Sign in with it."))
        return redirect("sign_in")
    return render(request, "citedesmetiers/account/password_choose.html", {"form": form, "account": user})
