"""A paper list of past interviews: one row each."""

import uuid
from datetime import timedelta
from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import DayInput
from counselling.models import MOST_PEOPLE, Desk, Interview, Outcome, ReferralKind, Theme
from counselling.models.interview import MOST_MINUTES
from counselling.programmes import running_at

ROWS = 8
MOST_ROWS = 96
OLDEST = timedelta(days=92)  # as for visits: later than that the paper itself is the better witness
SMALL = {"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"}


def past_or_today(day):
    """Refuse a day that is still to come or lies too far back."""
    today = timezone.localdate()
    if day > today:
        raise forms.ValidationError(_("This day is still to come."))
    if day < today - OLDEST:
        raise forms.ValidationError(_("This day lies more than three months back."))


def themes_by_purpose(today):
    """The themes in force as choices of a list, under their purposes."""
    rows = sorted(
        Theme.objects.in_force(today).select_related("purpose"),
        key=lambda theme: (theme.purpose is None, theme.purpose.rank if theme.purpose else 0, theme.rank, theme.pk),
    )
    groups = groupby(rows, key=lambda theme: theme.purpose.name if theme.purpose else _("At every desk"))
    return [("", "–"), *((name, [(theme.pk, theme.name) for theme in themes]) for name, themes in groups)]


class PaperRow(forms.Form):
    """One interview of the list. A row in which nothing was typed beyond what stands there is passed over.

    is_judged: False while the list only grows; then no fault is shown yet.
    """

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput(), validators=[past_or_today])
    hour = forms.IntegerField(label=gettext_lazy("Hour"), min_value=0, max_value=23, widget=forms.TextInput(SMALL))
    desk = forms.ModelChoiceField(label=gettext_lazy("Desk"), queryset=None, empty_label=None)
    people = forms.IntegerField(
        label=gettext_lazy("People"), min_value=1, max_value=MOST_PEOPLE, widget=forms.TextInput(SMALL)
    )
    theme = forms.TypedChoiceField(label=gettext_lazy("Theme"), coerce=int, empty_value=None, required=False)
    further_theme = forms.TypedChoiceField(
        label=gettext_lazy("Second theme"), coerce=int, empty_value=None, required=False
    )
    outcome = forms.TypedChoiceField(label=gettext_lazy("Outcome"), coerce=int, empty_value=None, required=False)
    referral = forms.TypedChoiceField(label=gettext_lazy("Pointed to"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Interview.Kind.choices)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Interview.Channel.choices)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", "–"), *Interview.Language.choices], required=False
    )
    programme = forms.TypedChoiceField(label=gettext_lazy("Programme"), coerce=int, empty_value=None, required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.TextInput(SMALL),
    )

    def __init__(self, *args, desks, themes, outcomes, referrals, programmes, is_judged, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_judged = is_judged
        self.programmes = {programme.pk: programme for programme in programmes}
        if programmes:
            self.fields["programme"].choices = [("", "–"), *((each.pk, each.name) for each in programmes)]
        else:
            del self.fields["programme"]
        self.fields["desk"].queryset = desks
        self.fields["theme"].choices = self.fields["further_theme"].choices = themes
        self.fields["outcome"].choices, self.fields["referral"].choices = outcomes, referrals
        for name, field in self.fields.items():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs |= {
                "class": "form-select" if select else "form-control",
                "aria-label": _("%(field)s, row %(n)s") % {"field": field.label, "n": self.number},
            }
            if self.errors.get(name):
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{self[name].auto_id}_error"}

    @property
    def number(self):
        return int(self.prefix.rsplit("-", 1)[1]) + 1

    def full_clean(self):
        super().full_clean()
        if not self.is_judged:
            self._errors.clear()

    def clean(self):
        data = super().clean()
        desk, day = data.get("desk"), data.get("day")
        if desk and day and (day < desk.valid_from or (desk.valid_until and day > desk.valid_until)):
            self.add_error("desk", _("This desk did not exist on that day."))
        programme = self.programmes.get(data.get("programme"))
        if programme and day and programme.state_on(day) != programme.State.RUNNING:
            self.add_error("programme", _("This programme did not run on that day."))
        return data

    def interview(self, key, institution):
        """The row as an unsaved interview; its key is made of the list's own, so that sent twice is stored once."""
        data = self.cleaned_data
        row = Interview(
            uid=uuid.uuid5(key, f"{self.prefix}"),
            site_id=data["desk"].site_id,
            desk=data["desk"],
            day=data["day"],
            hour=data["hour"],
            institution=institution,
        )
        purposes = list(data["desk"].purposes.values_list("pk", flat=True)[:2])
        row.purpose_id = purposes[0] if len(purposes) == 1 else None
        themes = [pk for pk in (data["theme"], data["further_theme"]) if pk]
        row.note(
            people=data["people"],
            minutes=data["minutes"],
            kind=data["kind"],
            channel=data["channel"],
            language=data["language"],
            programme=self.programmes.get(data.get("programme")),
            themes=list(dict.fromkeys(themes)),
            outcomes=[data["outcome"]] if data["outcome"] else [],
            referrals=[data["referral"]] if data["referral"] else [],
        )
        return row


class PaperList(forms.BaseFormSet):
    """All rows of the list. key: hidden, made when the page was opened."""

    def clean(self):
        if not any(self.errors) and not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Every row is empty: type at least the hour of one interview."))

    def interviews(self, key, institution):
        return [form.interview(key, institution) for form in self.forms if form.has_changed()]


PaperFormSet = forms.formset_factory(
    PaperRow, formset=PaperList, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def paper_list(data, *, site, desk, today, wants_more=False):
    """The form set for the desks of `site`; `desk` and yesterday stand in each row.

    data: what was posted, or None.  wants_more: show it again with more rows, and judge nothing yet.
    """
    desks = Desk.objects.at([site])
    outcomes, referrals = (
        [("", "–"), *model.objects.in_force(today).values_list("pk", "name")] for model in (Outcome, ReferralKind)
    )
    lists = {
        "desks": desks,
        "themes": themes_by_purpose(today),
        "outcomes": outcomes,
        "referrals": referrals,
        "programmes": running_at(site, today - OLDEST, today),
    }
    first = {
        "day": today - timedelta(days=1),
        "desk": desk.pk if desk else None,
        "people": 1,
        "kind": Interview.Kind.INDIVIDUAL,
        "channel": Interview.Channel.WALK_IN,
    }
    if wants_more:
        data = with_more_rows(data, first)
    row = {**lists, "initial": first, "is_judged": data is not None and not wants_more}
    return PaperFormSet(data, form_kwargs=row, prefix="row")


def with_more_rows(data, first):
    """The posted `data` with ROWS more rows, in which stands what stands in every new one."""
    data, sent = data.copy(), data.get("row-TOTAL_FORMS", "")
    total = min(int(sent), MOST_ROWS) if sent.isdecimal() and len(sent) < 6 else 0
    for number in range(total, min(total + ROWS, MOST_ROWS)):
        data.update({f"row-{number}-{name}": "" if value is None else str(value) for name, value in first.items()})
    data["row-TOTAL_FORMS"] = str(min(total + ROWS, MOST_ROWS))
    return data
