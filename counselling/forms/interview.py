"""What a counsellor notes about an interview: chips and a few numbers, no text."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from citedesmetiers.choices import profile_rows
from citedesmetiers.models import ProfileList, ProfileValue
from counselling import choices
from counselling.models import MOST_PEOPLE, PROFILE_FIELDS, Interview, Outcome, ReferralKind, Theme
from counselling.models.interview import MOST_MINUTES
from counselling.programmes import running_at
from partners.models import InstitutionKind, Programme

FIRST_THEMES = 8  # as chips; the others are one press away
CHIP = {"class": "btn-check"}
NOT_STATED = gettext_lazy("Not stated")


def keys_field(rows, label):
    """Chips of which any number may be chosen."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=[(str(row.pk), row.name) for row in rows],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=CHIP),
        error_messages={"invalid_choice": gettext_lazy("One of the choices is no longer offered.")},
    )


def with_chosen(rows, model, keys):
    """`rows` and those of `keys` that are not among them, for an interview may have what has retired since."""
    missing = set(keys) - {row.pk for row in rows}
    return [*rows, *(model.objects.filter(pk__in=missing) if missing else [])]


@dataclass
class ProfileRow:
    """A list about the visitor in the form. chips, more: bound fields, None where there is none."""

    label: str
    chips: object
    more: object


class InterviewForm(forms.Form):
    """The record of one interview.

    interview: the row.  desks: those whose themes come first.  day: choices in force on it are offered.
    measured: minutes since it was taken; None for a past interview, whose length is only what is typed.
    offers_lengths: the usual lengths as chips all the same.
    """

    people = forms.IntegerField(label=gettext_lazy("People"), min_value=1, max_value=MOST_PEOPLE)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Interview.Kind.choices)
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=Interview.Channel.choices)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", NOT_STATED), *Interview.Language.choices], required=False
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Another length, in minutes"), min_value=1, max_value=MOST_MINUTES, required=False
    )

    def __init__(self, data=None, *, interview, desks, day, measured=None, offers_lengths=False):
        self.interview, self.measured, self.offers_lengths = interview, measured, offers_lengths
        super().__init__(data, initial=self.starting_values())
        themes = choices.themes_for(desks, day)
        self.others = choices.other_themes(themes, day)
        shown = with_chosen([*themes, *self.others], Theme, interview.themes)
        self.first = FIRST_THEMES if len(themes) > FIRST_THEMES + 2 else len(themes)
        outcomes = with_chosen(choices.outcomes_for(desks, day), Outcome, interview.outcomes)
        self.referral_rows = with_chosen(choices.referrals_for(desks, day), ReferralKind, interview.referrals)
        self.fields["themes"] = keys_field(shown, _("Themes"))
        self.fields["outcomes"] = keys_field(outcomes, _("The person leaves with"))
        self.fields["referrals"] = keys_field(self.referral_rows, _("Pointed to"))
        self.fields["referred_to_kind"] = forms.ModelChoiceField(
            label=_("Kind of institution"),
            queryset=InstitutionKind.objects.all(),
            required=False,
            empty_label=_("Which kind of institution…"),
        )
        self.fields["length"] = forms.TypedChoiceField(
            label=_("Length"),
            choices=self.lengths(desks, day),
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect(attrs=CHIP),
        )
        self.add_programme(interview, day)
        self.add_profile(interview.site, day)
        self.fields["people"].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control minutes"})
        for name in ("kind", "channel", "language"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def starting_values(self):
        interview = self.interview
        return {
            **{name: getattr(interview, name) for name in ("people", "kind", "channel", "language")},
            **{name: getattr(interview, name) for name in ("themes", "outcomes", "referrals")},
            "referred_to_kind": interview.referred_to_kind_id,
            "minutes": interview.minutes,
            "length": "",
            "programme": interview.programme_id or "",
        }

    def add_programme(self, interview, day):
        """Chips of the programmes that run at the place; no field when there is none."""
        offered = running_at(interview.site, day, day)
        if interview.programme and interview.programme not in offered:
            offered.append(interview.programme)
        if offered:
            self.fields["programme"] = forms.TypedChoiceField(
                label=_("Programme"),
                choices=[
                    *((str(programme.pk), programme.name) for programme in offered),
                    ("", pgettext("chip: of no programme", "None")),
                ],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs=CHIP),
            )
        self.programmes = {programme.pk: programme for programme in offered}
        # A diagnostic opens a pathway: the page proposes the first one as soon as that kind is chosen.
        self.pathways = [programme.pk for programme in offered if programme.kind == Programme.Kind.PATHWAY]

    def lengths(self, desks, day):
        if self.measured is None and not self.offers_lengths:
            return [("", _("As typed"))]
        first = _("Not noted") if self.measured is None else _("Measured: %(n)s min") % {"n": self.measured}
        usual = choices.usual_lengths(desks, day)
        return [("", first), *((str(n), _("%(n)s min") % {"n": n}) for n in usual)]

    def add_profile(self, site, day):
        """One row per list that the place has switched on; what was noted with another list stays as it is."""
        self.profile_lists = []
        for row in profile_rows(site, day):
            noted = getattr(self.interview, f"{row.code}_id")
            values = list(row.chips) + [value for value in row.more if value not in row.chips]
            chips = list(row.chips)
            more = [value for value in values if value not in chips]
            if noted and noted not in {value.pk for value in values}:
                more.append(ProfileValue.objects.get(pk=noted))
            in_chips = noted in {value.pk for value in chips}
            if chips:
                self.fields[f"profile_{row.code}"] = forms.ChoiceField(
                    label=row.label,
                    choices=[*((str(v.pk), v.short) for v in chips), ("", NOT_STATED)],
                    required=False,
                    widget=forms.RadioSelect(attrs=CHIP),
                    initial=str(noted) if in_chips else "",
                )
            if more:
                self.fields[f"more_{row.code}"] = forms.ChoiceField(
                    label=_("%(list)s: more values") % {"list": row.label} if chips else row.label,
                    choices=[("", _("more…") if chips else NOT_STATED), *((str(v.pk), v.name) for v in more)],
                    required=False,
                    initial=str(noted) if noted and not in_chips else "",
                )
            self.profile_lists.append(row.code)

    @property
    def profile(self):
        """The rows about the visitor, for the template."""
        for code in self.profile_lists:
            chips, more = f"profile_{code}", f"more_{code}"
            yield ProfileRow(
                ProfileList(code).label,
                self[chips] if chips in self.fields else None,
                self[more] if more in self.fields else None,
            )

    @property
    def small_fields(self):
        """What is rarely changed: a number and three short lists."""
        return [self[name] for name in ("people", "kind", "channel", "language")]

    @property
    def programme(self):
        """The chips of the programmes, None when none is offered."""
        return self["programme"] if self.programmes else None

    @property
    def profile_open(self):
        """True when something about the visitor was refused, so that it can be seen."""
        return any(name.startswith(("profile_", "more_")) for name in self.errors)

    @property
    def theme_chips(self):
        """Themes of the desk that are used most, and any that is chosen already."""
        return [chip for number, chip in enumerate(self["themes"]) if number < self.first or chip.data["selected"]]

    @property
    def more_themes(self):
        return [
            chip for number, chip in enumerate(self["themes"]) if number >= self.first and not chip.data["selected"]
        ]

    def clean(self):
        data = super().clean()
        if data.get("referred_to_kind") and "referrals" in data:
            institutions = [row.pk for row in self.referral_rows if row.scope == ReferralKind.Scope.INSTITUTION]
            if institutions and not set(institutions) & set(data["referrals"]):
                data["referrals"] = [*data["referrals"], institutions[0]]
        return data

    def chosen_value(self, code):
        """The key of the value of the list `code`; of chips and list, the one that was touched."""
        said = {}
        for part in ("profile", "more"):
            name = f"{part}_{code}"
            said[part] = self.cleaned_data.get(name) or ""
            said[f"{part} touched"] = name in self.fields and said[part] != (self.fields[name].initial or "")
        if said["more touched"]:
            value = said["more"] or said["profile"]
        else:
            value = said["profile"] if said["profile touched"] else said["more"] or said["profile"]
        return int(value) if value else None

    def noted(self):
        """What was noted, as the arguments of Interview.record and Interview.note."""
        data = self.cleaned_data
        names = ("people", "kind", "channel", "language", "themes", "outcomes", "referrals", "referred_to_kind")
        return {
            **{name: data[name] for name in names},
            "minutes": data["minutes"] or data["length"],
            **({"programme": self.programmes.get(data["programme"])} if self.programmes else {}),
            **self.noted_profile(),
        }

    def noted_profile(self):
        """{list: ProfileValue or None} of the lists that the form shows."""
        keys = {code: self.chosen_value(code) for code in PROFILE_FIELDS if code in self.profile_lists}
        values = ProfileValue.objects.in_bulk([key for key in keys.values() if key])
        return {code: values.get(key) for code, key in keys.items()}
