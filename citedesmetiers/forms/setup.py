"""The forms of the guided set-up, one a step."""

import secrets
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers import starting_lists
from citedesmetiers.forms.house import CountryField, Grouped
from citedesmetiers.forms.week import WeekForm
from citedesmetiers.models import Centre, Purpose, Site, User
from citedesmetiers.models.site import ALL_SERVICES
from citedesmetiers.models.user import Role

LANGUAGE_NAMES = dict(settings.LANGUAGES)


class FirstAccountForm(Grouped, forms.Form):
    """The first administrator. code: what must be shown first; None where nobody else can reach the installation."""

    code = forms.CharField(
        label=gettext_lazy("Set-up code"),
        help_text=gettext_lazy(
            "It was printed when the application started, and stands in the file “set-up-code” of its data folder. "
            "It shows that you are the person who installs it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        help_text=gettext_lazy("As colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    is_director = forms.BooleanField(
        label=gettext_lazy("I also direct the centre"),
        required=False,
        help_text=gettext_lazy(
            "The administrator manages accounts and settings; the director sees figures and reports."
        ),
    )
    groups = (
        (gettext_lazy("Who you are"), ("code", "name", "email", "is_director")),
        (gettext_lazy("Your password"), ("password", "again")),
    )

    def __init__(self, *args, code, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = code
        self.fields["password"].help_text = " ".join(password_validators_help_texts())
        if code is None:
            del self.fields["code"]

    def clean_code(self):
        given = self.cleaned_data["code"].strip().lower()
        if not secrets.compare_digest(given.encode(), self.expected.encode()):
            raise forms.ValidationError(_("This is not the set-up code of this installation."))
        return given

    def clean(self):
        data = super().clean()
        password = data.get("password")
        if password:
            try:
                validate_password(password, User(email=data.get("email", ""), name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
            if "again" in data and data["again"] != password:
                self.add_error("again", _("The two passwords are not the same."))
        return data

    def save(self, language):
        """Create the account, whose interface is in `language`."""
        return User.objects.create_user(
            self.cleaned_data["email"],
            password=self.cleaned_data["password"],
            name=self.cleaned_data["name"],
            roles=[Role.ADMIN, *([Role.DIRECTOR] if self.cleaned_data["is_director"] else [])],
            language=language,
        )


class CentreSetUpForm(Grouped, forms.Form):
    """Name, territory, country and languages of the centre."""

    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=150,
        help_text=gettext_lazy("For example: Cité des métiers du Pays de Vaurenne"),
    )
    area_name = forms.CharField(
        label=gettext_lazy("Territory"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("The second line of the name, as on the logo."),
    )
    country = CountryField(
        label=gettext_lazy("Country"),
        initial="FR",
        help_text=gettext_lazy("Two letters, for example FR. Public holidays follow from it."),
    )
    default_language = forms.ChoiceField(label=gettext_lazy("Main language"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Further languages"),
        required=False,
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Names are asked for in each of them. More can be added at any time."),
    )
    groups = (
        (gettext_lazy("The centre"), ("name", ("area_name", "country"))),
        (gettext_lazy("Languages"), ("default_language", "languages")),
    )

    def save(self, centre=None):
        """Create the centre, or change `centre`, the one that this step has created before."""
        centre = centre or Centre()
        data = self.cleaned_data
        for field in ("area_name", "country", "default_language"):
            setattr(centre, field, data[field])
        chosen = {data["default_language"], *data["languages"]}
        centre.languages = [code for code in LANGUAGE_NAMES if code in chosen]
        setattr(centre, f"name_{centre.default_language}", data["name"])
        centre.save()
        return centre


class PlaceSetUpForm(WeekForm):
    """The main site and its ordinary week."""

    name = forms.CharField(
        label=gettext_lazy("Name of the main site"),
        max_length=120,
        help_text=gettext_lazy("How people call the place, to tell it from others that may follow."),
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=12, required=False)
    municipality = forms.CharField(label=gettext_lazy("Municipality"), max_length=100, required=False)
    closed_on_public_holidays = forms.BooleanField(
        label=gettext_lazy("Closed on public holidays"), required=False, initial=True
    )
    groups = (
        (gettext_lazy("The main site"), ("name", "address", ("postcode", "municipality"))),
        (gettext_lazy("Opening hours"), (("valid_from", "valid_until"), "closed_on_public_holidays")),
    )
    may_be_empty = True
    own = ("address", "postcode", "municipality", "closed_on_public_holidays")

    def __init__(self, *args, centre, site=None, period=None, initial=None, **kwargs):
        self.centre = centre
        initial = initial or {}
        if site:
            initial |= {name: getattr(site, name) for name in ("name", *self.own)}
        super().__init__(*args, site=site or Site(), period=period, initial=initial, **kwargs)
        self.fields["valid_from"].label = _("These hours hold from")
        del self.fields["replace"]

    def clean(self):
        self.cleaned_data["replace"] = False
        return super().clean()

    def check_others(self, first, last):
        """The first hours of a new place have no others beside them."""

    @transaction.atomic
    def save(self):
        site = self.site
        if site.pk is None:
            site.kind, site.code, site.services = Site.Kind.MAIN, "main", ALL_SERVICES
        site.country = self.centre.country
        setattr(site, f"name_{self.centre.default_language}", self.cleaned_data["name"])
        for name in self.own:
            setattr(site, name, self.cleaned_data[name])
        site.full_clean()
        site.save()
        return super().save()


class PurposesSetUpForm(forms.Form):
    """The five starting purposes: which of them the centre has, and how it calls them in each of its languages."""

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        self.languages = [(code, LANGUAGE_NAMES[code]) for code in centre.offered_languages]
        there = {purpose.code: purpose for purpose in Purpose.objects.all()}
        starting = [purpose for purpose in starting_lists.starting_purposes() if purpose.is_door]
        self.purposes = [there.get(purpose.code, purpose) for purpose in starting]
        for purpose in self.purposes:
            self.fields[f"on_{purpose.code}"] = forms.BooleanField(
                label=_("Offer “%(purpose)s”") % {"purpose": purpose}, required=False, initial=not purpose.valid_until
            )
            for code, language in self.languages:
                field = forms.CharField(
                    label=_("%(purpose)s, name (%(language)s)") % {"purpose": purpose, "language": language},
                    max_length=80,
                    required=False,
                    initial=getattr(purpose, f"name_{code}"),
                )
                field.widget.attrs |= {"class": "form-control", "lang": code}
                self.fields[f"name_{purpose.code}_{code}"] = field
            self.fields[f"on_{purpose.code}"].widget.attrs["class"] = "form-check-input"
        self.default_language = centre.default_language

    @property
    def rows(self):
        """(purpose, its check box, its name fields) for the page."""
        for purpose in self.purposes:
            names = [self[f"name_{purpose.code}_{code}"] for code, _language in self.languages]
            yield purpose, self[f"on_{purpose.code}"], names

    def clean(self):
        data = super().clean()
        offered = [purpose for purpose in self.purposes if data.get(f"on_{purpose.code}")]
        if not offered:
            raise forms.ValidationError(_("Keep at least one purpose: reception counts by them."))
        for purpose in offered:
            column = f"name_{purpose.code}_{self.default_language}"
            if not data.get(column) and column not in self.errors:
                self.add_error(column, _("Write a name, or switch the purpose off."))
        return data

    @transaction.atomic
    def save(self, today):
        """Save the purposes; one that is switched off is there, retired since the day before `today`."""
        for purpose in self.purposes:
            for code, _language in self.languages:
                name = self.cleaned_data[f"name_{purpose.code}_{code}"]
                if name or code != self.default_language:
                    setattr(purpose, f"name_{code}", name)
            is_on = self.cleaned_data[f"on_{purpose.code}"]
            purpose.valid_until = None if is_on else purpose.valid_until or today - timedelta(days=1)
            purpose.save()
        starting_lists.load()
