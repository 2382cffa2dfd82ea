"""Forms of the person who signs in: sign-in, name and language, password, second factor."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from citedesmetiers import second_factor
from citedesmetiers.models import Centre, User

WRONG = _("This address and password do not go together, or the account is closed.")


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same words whatever was wrong, so that nothing tells which accounts exist."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget.input_type = "email"
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


def language_choices(*kept):
    """The languages that the centre offers, and those of `kept`."""
    centre = Centre.objects.current()
    offered = {*(centre.languages if centre else []), *kept}
    return [(code, name) for code, name in settings.LANGUAGES if code in offered] or settings.LANGUAGES


class AccountForm(forms.ModelForm):
    """What a person may change about their own account."""

    class Meta:
        model = User
        fields = ["name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(self.instance.language)


class CurrentPasswordForm(forms.Form):
    """Asks again for the password of the person who is signed in; wrong ones count as at sign-in."""

    password = forms.CharField(
        label=_("Your password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.email, password=password) != self.request.user:
            raise ValidationError(_("This is not the password of your account."), code="wrong")
        return password


class ChoosePasswordForm(SetPasswordForm):
    """A new password, typed twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = _("New password"), _("The new password again")
        first.help_text = _("At least 12 characters. A sentence of several words is easy to keep and hard to guess.")
        second.help_text = ""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self):
        self.validate_passwords("new_password1", "new_password2")
        return self.cleaned_data


class ChangePasswordForm(CurrentPasswordForm, ChoosePasswordForm):
    """The password now, and the new one twice."""

    field_order = ["password", "new_password1", "new_password2"]

    def __init__(self, *args, request, **kwargs):
        super().__init__(request.user, *args, request=request, **kwargs)


class ForgottenForm(forms.Form):
    """The address of somebody who forgot the password."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class CodeForm(forms.Form):
    """A code of the app, or a recovery code. Once valid, `device` is what took it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    device = None

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self):
        self.device, seconds = second_factor.check(self.user, self.cleaned_data["code"])
        if self.device is None:
            raise ValidationError(
                ngettext(
                    "This code does not fit, or was used before. Wait a second, then type the next one.",
                    "This code does not fit, or was used before. Wait %(seconds)d seconds, then type the next one.",
                    max(seconds, 1),
                )
                % {"seconds": seconds},
                code="wrong",
            )
        return self.cleaned_data["code"]


class SetUpForm(forms.Form):
    """The first code of an app that has just taken the secret. Once valid, `device` is the new second factor."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        help_text=_("Six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    device = None

    def __init__(self, *args, user, secret, **kwargs):
        self.user, self.secret = user, secret
        super().__init__(*args, **kwargs)

    def clean(self):
        """Sets up last, when nothing else in the form is wrong."""
        code = self.cleaned_data.get("code")
        if code and not self.errors:
            self.device = second_factor.set_up(self.user, self.secret, code)
            if self.device is None:
                self.add_error(
                    "code", _("This code does not fit. Is the clock of the phone right? Try the next code.")
                )
        return self.cleaned_data


class ReplaceForm(CurrentPasswordForm, SetUpForm):
    """The first code of another app, and the password: whoever finds a screen unlocked must not change phones."""

    field_order = ["password", "code"]

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, request=request, user=request.user, **kwargs)
