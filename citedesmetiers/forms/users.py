"""Forms of the person who manages accounts."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.accounts import canonical
from citedesmetiers.forms.accounts import language_choices
from citedesmetiers.models import Centre, Site, User
from citedesmetiers.models.user import Role


class UserForm(forms.ModelForm):
    """An account: who it is, what the person does, and where."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Roles add up. What each of them may do is listed on this page."),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role: without any, an account can do nothing.")},
    )

    class Meta:
        model = User
        fields = ["email", "name", "roles", "sites", "language", "expires_on"]
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "sites": forms.CheckboxSelectMultiple,
            "expires_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Site.objects.open_on(timezone.localdate())
        if self.instance.pk:
            places |= Site.objects.filter(pk__in=self.instance.sites.values("pk"))
        self.fields["sites"].queryset = places
        self.fields["sites"].help_text = _(
            "Directors and administrators see all places, the others need at least one."
        )
        self.fields["language"].choices = language_choices(self.instance.language)
        centre = Centre.objects.current()
        if centre and not self.instance.pk:
            self.initial["language"] = centre.default_language
            if places.count() == 1:
                self.initial["sites"] = places

    def clean_email(self):
        """Small letters; refused when another account has it, whatever the case."""
        email = canonical(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an account with this address already."), code="taken")
        return email

    def clean_expires_on(self):
        last_day = self.cleaned_data["expires_on"]
        if last_day and "expires_on" in self.changed_data and last_day < timezone.localdate():
            raise forms.ValidationError(
                _("This day is over. To close the account now, use the button below."), code="over"
            )
        return last_day

    def clean(self):
        cleaned = super().clean()
        roles, sites = cleaned.get("roles"), cleaned.get("sites")
        if roles and not {Role.DIRECTOR, Role.ADMIN} & set(roles) and sites is not None and not sites:
            self.add_error("sites", _("Choose at least one place: with none, the person sees nothing."))
        if self.instance.pk and self.instance.is_last_administrator:
            if roles and Role.ADMIN not in roles:
                self.add_error("roles", _("This is the last administrator: nobody could manage accounts any more."))
            if cleaned.get("expires_on"):
                self.add_error("expires_on", _("This is the last administrator: the account needs to last."))
        return cleaned


class UserFilter(django_filters.FilterSet):
    """Name or e-mail address, role, place and state."""

    q = django_filters.CharFilter(label=_("Name or e-mail address"), method="by_text")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="by_role", empty_label=_("all"))
    site = django_filters.ModelChoiceFilter(
        label=_("Place"), field_name="sites", queryset=Site.objects.all(), empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=User.State.choices, method="by_state", empty_label=_("all")
    )

    class Meta:
        model = User
        fields = []

    def by_text(self, accounts, name, text):
        return accounts.filter(Q(name__icontains=text) | Q(email__icontains=text))

    def by_role(self, accounts, name, role):
        return accounts.filter(roles__contains=[role])

    def by_state(self, accounts, name, state):
        return accounts.in_state(state, timezone.localdate())
