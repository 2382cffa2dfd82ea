"""People who work in the Cité, and their accounts."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.accounts import canonical
from citedesmetiers.forms.house import Grouped, HouseForm, ValueField, choices_field
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Site, User
from citedesmetiers.models.user import Role
from partners.models import Function, Institution, Professional

# What a partnership manager may give: who runs the centre or its accounts is the administrator's to choose.
ROLES_TO_GIVE = [Role.RECEPTION, Role.COUNSELLOR, Role.DOCUMENTATION, Role.EVENTS]
ROLE_OF_FUNCTION = {
    Function.COUNSELLOR: Role.COUNSELLOR,
    Function.WORKSHOP_LEADER: Role.COUNSELLOR,
    Function.DIGITAL_FACILITATOR: Role.COUNSELLOR,
    Function.RECEPTION_AGENT: Role.RECEPTION,
    Function.CIVIC_SERVICE_VOLUNTEER: Role.RECEPTION,
    Function.INFORMATION_OFFICER: Role.DOCUMENTATION,
    Function.EVENTS_ORGANISER: Role.EVENTS,
}


class ProfessionalForm(HouseForm):
    """A person: who sends them, what they do, since when."""

    accepting = gettext_lazy("This is another person of that name")

    blame = {
        "professional_active_until_not_before_active_from": "active_until",
        "professional_fte_0_to_1": "fte",
    }
    groups = (
        (gettext_lazy("Who"), ("institution", ("name", "contract"))),
        (gettext_lazy("What they do here"), ("functions", "sites", "languages")),
        (gettext_lazy("Since when"), (("fte", "active_from", "active_until"), "charter_signed_on")),
    )
    functions = choices_field(Professional._meta.get_field("functions"))
    languages = choices_field(Professional._meta.get_field("languages"))

    class Meta:
        model = Professional
        fields = [
            "institution", "name", "contract", "functions", "sites", "languages", "fte", "active_from", "active_until",
            "charter_signed_on",
        ]  # fmt: skip
        field_classes = {"fte": ValueField}
        widgets = {
            "sites": forms.CheckboxSelectMultiple,
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        mine = Q(pk=self.instance.institution_id) if self.instance.institution_id else Q(pk=None)
        still_there = Q(pk__in=Institution.objects.current(today).values("pk"))
        self.fields["institution"].queryset = Institution.objects.filter(still_there | mine)
        self.fields["institution"].empty_label = _("Choose")
        self.fields["name"].help_text = _("Staff of a partner or of the Cité. Visitors are never entered here.")
        self.fields["contract"].choices = Professional.Contract.choices
        places = Site.objects.open_on(today)
        if self.instance.pk:
            places |= Site.objects.filter(pk__in=self.instance.sites.values("pk"))
        self.fields["sites"].queryset = places.distinct()

    def clean(self):
        """Somebody entered twice counts twice among the people who work here; two of one name are rare, but there."""
        data = super().clean()
        name, institution = data.get("name"), data.get("institution")
        if name and institution and {"name", "institution"} & set(self.changed_data):
            others = Professional.objects.active(data.get("active_from") or timezone.localdate())
            others = others.filter(institution=institution).exclude(pk=self.instance.pk)
            if fold(name) in map(fold, others.values_list("name", flat=True)):
                self.warn([("name", _("This institution has somebody of this name in the list already."))])
        return data

    def clean_active_until(self):
        """The account of the last administrator needs to last."""
        day = self.cleaned_data["active_until"]
        if day and self.instance.user and self.instance.user.is_last_administrator:
            raise forms.ValidationError(_("This is the last administrator: the account needs to last."))
        return day

    def save(self, commit=True):
        person = super().save(commit)
        person.end_account_in_step()
        return person


class InviteForm(Grouped, forms.Form):
    """The e-mail address of a person's new account, and what they may do."""

    groups = ((gettext_lazy("The account"), ("email", "roles", "sites", "language")),)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The person signs in with it and gets a link to choose a password."),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=[(role.value, role.label) for role in ROLES_TO_GIVE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role: without any, an account can do nothing.")},
    )
    sites = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Works at"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one place.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, person, centre, **kwargs):
        given = {ROLE_OF_FUNCTION[function] for function in person.functions if function in ROLE_OF_FUNCTION}
        initial = {
            "roles": [role.value for role in ROLES_TO_GIVE if role in given],
            "sites": [site.pk for site in person.sites.all()],
            "language": centre.default_language,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.person, self.existing = person, None
        self.fields["sites"].queryset = Site.objects.open_on(timezone.localdate())
        self.fields["language"].choices = [
            (code, name) for code, name in settings.LANGUAGES if code in centre.offered_languages
        ]

    def clean_email(self):
        """Small letters. An account that is nobody else's and may no more than we could give is taken over."""
        email = canonical(self.cleaned_data["email"])
        there = User.objects.filter(email__iexact=email).first()
        if there is None:
            return email
        if Professional.objects.filter(user=there).exists():
            raise forms.ValidationError(_("This is the account of another person in the list."))
        if not set(there.roles) <= {role.value for role in ROLES_TO_GIVE}:
            raise forms.ValidationError(_("There is an account with this address already. Ask the administrator."))
        self.existing = there
        return email

    def account(self):
        """The person's account, saved and tied to them; True beside it when it is a new one."""
        data, made = self.cleaned_data, self.existing is None
        user = self.existing
        if made:
            user = User.objects.create_user(
                data["email"],
                sites=data["sites"],
                name=self.person.name,
                roles=data["roles"],
                language=data["language"],
            )
        self.person.user = user
        self.person.save(update_fields=["user"])
        self.person.end_account_in_step()
        return user, made
