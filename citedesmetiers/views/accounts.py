"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from citedesmetiers.access import for_all_staff, public


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same words whatever was wrong, so that nothing tells which accounts exist."""

    error_messages = {
        "invalid_login": _("This address and password do not go together, or the account is closed."),
        "inactive": _("This address and password do not go together, or the account is closed."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget.input_type = "email"
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


def after_sign_in(request):
    """The page asked for before, when it is one of ours, else the today page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=settings.HTTPS)
    return redirect(target if safe else "today")


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Sign in with e-mail address and password; a second step follows for whoever has a second factor."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        request.session["second_factor_due"] = user.totpdevice_set.filter(confirmed=True).exists()
        return after_sign_in(request)
    return render(request, "citedesmetiers/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


def locked_out(request, credentials=None, *args, **kwargs):
    """After several wrong passwords: say how long to wait, never whether the account exists."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "citedesmetiers/locked_out.html", {"minutes": minutes}, status=429)


@for_all_staff
@require_POST
def sign_out(request):
    """End the session. The counter's outbox stays in the browser: nothing that waits is lost."""
    logout(request)
    return redirect("home")


sign_out.before_second_factor = True
