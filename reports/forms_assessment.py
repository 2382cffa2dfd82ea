"""What is written in a self-assessment: a rating with its narrative, actions, reviews, and the days of its states."""

import hashlib

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import DayInput, Grouped, HouseForm
from citedesmetiers.personal_data import no_personal_data
from partners.models import Body
from reports.models import Action, Level, Progress, Rating, SelfAssessment

NOT_RATED = "0"


class BeginForm(forms.Form):
    """Which year to begin; only years that have none are offered."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class RatingForm(forms.ModelForm):
    """Level and narrative of one criterion. version: which save the person has before their eyes.

    seen: the marks of the contributions that are before their eyes; taken: of those whose text stands in the narrative
    already. See Contribution.mark.
    """

    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[*((str(value), label) for value, label in Level.choices), (NOT_RATED, _("Not rated"))],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    taken = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Rating
        fields = ["narrative"]
        widgets = {"narrative": forms.Textarea(attrs={"rows": 6, "class": "form-control"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rating = self.instance
        self.initial["level"] = NOT_RATED if rating.not_rated else str(rating.level or "")
        self.initial["version"] = rating.version

    def clean(self):
        data = super().clean()
        level = data.get("level", "")
        self.instance.not_rated = level == NOT_RATED
        self.instance.level = int(level) if level not in ("", NOT_RATED) else None
        return data


class ActionForm(HouseForm):
    groups = ((_("The action"), ("what", ("who", "due_on"), "status")),)

    class Meta:
        model = Action
        fields = ["what", "who", "due_on", "status"]


class TextsForm(HouseForm):
    """Introduction and conclusion. seen: marks of both as they were before the person's eyes.

    What only somebody else has changed meanwhile stays; what both have changed is shown and asked about.
    """

    groups = ((_("Words around the criteria"), ("introduction", "conclusion", "seen")),)
    accepting = _("I have read this; let my words replace it")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SelfAssessment
        fields = ["introduction", "conclusion"]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 8}),
            "conclusion": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {name: getattr(self.instance, name) for name in self._meta.fields}
        self.initial["seen"] = " ".join(mark(words) for words in self.stored.values())

    def clean(self):
        data = super().clean()
        seen, both = data.get("seen", "").split(), []
        for name, before in zip(self.stored, seen, strict=False):
            theirs, mine = self.stored[name], data.get(name)
            if mine is None or before == mark(theirs) or mark(mine) == mark(theirs):
                continue
            if mark(mine) == before:
                data[name] = theirs
            else:
                said = gettext("Somebody else has saved this meanwhile: “%(words)s”")
                both.append((name, said % {"words": theirs}))
        self.warn(both)
        return data


def mark(words):
    """A digest of a text, by which one tells whether it is still the same; browsers change the ends of its lines."""
    return hashlib.sha256("\n".join(words.split()).encode()).hexdigest()[:16]


class ReviewForm(forms.Form):
    """What became of one action of the year before. action: the row, see reports.assessment.last_plan."""

    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("not reviewed")), *Progress.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=200,
        validators=[no_personal_data],
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, data, *, action):
        review = action.review
        initial = {"status": review.status, "words": review.words} if review else {}
        super().__init__(data, prefix=f"action-{action.pk}", initial=initial)
        self.action = action

    def clean(self):
        data = super().clean()
        if data.get("words") and not data.get("status"):
            self.add_error("status", _("Choose what became of it."))
        return data


class DayForm(Grouped, forms.Form):
    """The day of a change of state, which cannot lie in the future."""

    groups = ((_("When"), ("body", "day")),)
    day = forms.DateField(label=_("Day"), widget=DayInput)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class ValidateForm(DayForm):
    """Which body has validated, and when."""

    body = forms.ModelChoiceField(
        label=_("Governing body"), queryset=Body.objects.none(), empty_label=_("Choose"),
        help_text=_("Bodies are kept with the partners, under Meetings."),
    )  # fmt: skip
    field_order = ["body", "day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(dissolved_on__isnull=True)
