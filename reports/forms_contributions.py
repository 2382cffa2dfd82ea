"""What is asked of colleagues for a self-assessment, what they write, and why it is sent back."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import DayInput, HouseForm
from citedesmetiers.models import User
from citedesmetiers.personal_data import no_personal_data
from reports.contributions import people_to_ask, teams_to_ask
from reports.models import Contribution
from reports.models.contribution import TEAMS

USUAL_TERM = timedelta(days=14)


def not_over(day):
    """`day` unless it has passed: nobody can hand in by then."""
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed."))
    return day


class AskForm(forms.Form):
    """Of whom, about what, until when. principles, criteria: numbers that boxes of a table choose."""

    principles = forms.MultipleChoiceField(required=False)
    criteria = forms.MultipleChoiceField(
        label=_("Criteria"), required=False, error_messages={"invalid_choice": _("The frame has no such criterion.")}
    )
    teams = forms.MultipleChoiceField(
        label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody of a team may write; they share one text."),
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        label=_("Persons"), required=False, widget=forms.CheckboxSelectMultiple, queryset=User.objects.none(),
        help_text=_("Each writes a text of their own."),
    )  # fmt: skip
    wish = forms.CharField(
        label=_("What you wish"), required=False, max_length=200, validators=[no_personal_data],
        help_text=_("One line: what you would like to read about."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Until"), widget=DayInput)

    def __init__(self, *args, chapters, **kwargs):
        """chapters: [(principle, its ratings, …)], see reports.views_assessment.chapters."""
        super().__init__(*args, **kwargs)
        self.by_principle = {
            principle.code: [rating.criterion for rating in rows] for principle, rows, *_more in chapters
        }
        every = [criterion for criteria in self.by_principle.values() for criterion in criteria]
        self.fields["principles"].choices = [(code, code) for code in self.by_principle]
        self.fields["criteria"].choices = [(criterion.code, str(criterion)) for criterion in every]
        people = people_to_ask(timezone.localdate())
        self.fields["people"].queryset = people
        self.fields["teams"].choices = [(role.value, capfirst(TEAMS[role])) for role in teams_to_ask(people)]
        self.initial.setdefault("due_on", timezone.localdate() + USUAL_TERM)

    def clean_due_on(self):
        return not_over(self.cleaned_data["due_on"])

    def clean(self):
        data = super().clean()
        if not self.chosen and "criteria" not in self.errors:
            self.add_error("criteria", _("Choose at least one criterion."))
        if not data.get("teams") and not data.get("people") and not self.errors.keys() & {"teams", "people"}:
            self.add_error("teams", _("Choose at least one team or one person."))
        return data

    @property
    def chosen(self):
        """The criteria that were chosen, one by one or by their principle, in the order of the frame."""
        codes, principles = self.cleaned_data.get("criteria", []), self.cleaned_data.get("principles", [])
        return [
            criterion
            for principle, criteria in self.by_principle.items()
            for criterion in criteria
            if criterion.code in codes or principle in principles
        ]


class AskedForm(HouseForm):
    """What is wished of one contribution, and until when."""

    groups = ((_("What is asked"), ("wish", "due_on")),)

    class Meta:
        model = Contribution
        fields = ["wish", "due_on"]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        return day if day == self.initial["due_on"] else not_over(day)


class SendBackForm(HouseForm):
    """Why a contribution is sent back."""

    groups = ((_("A word"), ("word",)),)

    class Meta:
        model = Contribution
        fields = ["word"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["word"].required = True


class ContributionForm(forms.ModelForm):
    """The text. version: which save the person has before their eyes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Contribution
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10, "class": "form-control"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self):
        data = super().clean()
        if "hand_in" in self.data and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("There is nothing to hand in yet: write at least one sentence."))
        return data
