"""Planning duty sessions. What stands against a plan is said beside its field, before anything is saved."""

import hashlib
from datetime import date, timedelta

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import ClockField, Grouped
from citedesmetiers.recurrence import Rhythm
from citedesmetiers.sorting import by_name
from counselling.forms.people import PeopleChecks, PersonChoices
from counselling.models import Desk, DutySeries, DutySession
from counselling.roster_conflicts import Plan, conflicts
from partners.models import Institution, InstitutionRole, Professional

ONE, FOLLOWING, WHOLE = "one", "following", "whole"
ONE_VALUE = ("starts", "ends", "institution")  # what a session and a series share, desks and people apart
LEAVE_OUT = "leave_out"  # cancelling only
SCOPES = [
    (ONE, gettext_lazy("Only this session")),
    (FOLLOWING, gettext_lazy("This and the following ones")),
    (WHOLE, gettext_lazy("All of the series that are still planned")),
]


class DeskChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, desk):
        return _("%(number)s %(desk)s") % {"number": desk.rank, "desk": desk}


class PlanForm(Grouped, forms.Form):
    """Who sits where, from when to when.

    warnings: what stands against it and may be saved once `accepted` carries `digest`, which is the ticked box.
    """

    institution = forms.ModelChoiceField(
        label=gettext_lazy("Institution"),
        queryset=None,
        empty_label=gettext_lazy("Choose…"),
        help_text=gettext_lazy("The hours count for it."),
    )
    desks = DeskChoices(
        label=gettext_lazy("Desks"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Several for one versatile counsellor."),
        error_messages={"required": gettext_lazy("Choose at least one desk.")},
    )
    professionals = PersonChoices(
        label=gettext_lazy("Who comes"),
        queryset=None,
        required=False,
        widget=PeopleChecks,
        help_text=gettext_lazy("Nobody yet: the session shows as to be filled."),
    )
    starts = ClockField(label=gettext_lazy("From (time)"))
    ends = ClockField(label=gettext_lazy("To (time)"))

    def __init__(self, *args, site, around, **kwargs):
        """site: the place.  around: a day near which desks and people are offered."""
        super().__init__(*args, **kwargs)
        self.site, self.warnings, self.digest = site, [], ""
        self.fields["desks"].queryset = (
            Desk.objects.at([site])
            .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=around))
            .order_by("rank", "pk")
        )
        chosen = [getattr(each, "pk", each) for each in self.initial.get("professionals", [])]
        self.fields["professionals"].queryset = (
            Professional.objects.filter(
                Q(active_until__isnull=True) | Q(active_until__gte=around) | Q(pk__in=chosen),
                functions__overlap=["counsellor", "digital_facilitator", "workshop_leader"],
            )
            .filter(Q(sites__isnull=True) | Q(sites=site) | Q(pk__in=chosen))
            .select_related("institution")
            .order_by(by_name("institution__name"), by_name(), "pk")
            .distinct()
        )
        now = self.initial.get("institution")
        self.offer_people(around)
        self.fields["institution"].queryset = Institution.objects.filter(
            Q(roles__contains=[InstitutionRole.DESK_PARTNER])
            | Q(pk=getattr(now, "pk", now))
            | Q(professionals__in=self.fields["professionals"].queryset.values("pk"))
        ).distinct().order_by(by_name(), "pk")  # fmt: skip

    def offer_people(self, day):
        """Put the people of the chosen institution first, and leave out who does not work here on the chosen day."""
        if self.is_bound:
            chosen = self.data.get("institution", "")
            day = day_of(self.data.get("first_day") or self.data.get("day")) or day
        else:
            chosen = str(self.initial.get("institution") or "")
        widget = self.fields["professionals"].widget
        widget.first = int(chosen) if chosen.isdecimal() else None
        people = self.fields["professionals"].queryset
        away = Q(active_until__lt=day) | Q(active_from__gt=day)
        widget.away = set(people.filter(away).values_list("pk", flat=True))

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must come after the beginning."))
        if not self.errors and (days := self.planned_days()):
            self.check(self.plan(days))
        return data

    def planned_days(self):
        """The days that the plan is about, sorted; empty when there is nothing to check."""
        raise NotImplementedError

    def plan(self, days, **more):
        data = self.cleaned_data
        return Plan(
            site=self.site,
            days=days,
            starts=data["starts"],
            ends=data["ends"],
            desks=list(data["desks"]),
            institution=data["institution"],
            professionals=list(data["professionals"]),
            **more,
        )

    def check(self, plan):
        found = conflicts(plan)
        self.warnings = [conflict for conflict in found if not conflict.is_error]
        text = "\n".join(conflict.message for conflict in self.warnings)
        self.digest = hashlib.sha256(text.encode()).hexdigest()[:16] if self.warnings else ""
        for conflict in found:
            if conflict.is_error or self.data.get("accepted") != self.digest:
                self.add_error(self.beside(conflict.field), conflict.message)

    def beside(self, name):
        """The field of this form beside which something about the field `name` of a session is said."""
        return name if name in self.fields else "first_day"

    @property
    def only_warnings(self):
        """True when nothing but warnings keeps it from being saved: then it may be saved all the same."""
        said = sum(len(errors) for errors in self.errors.values())
        return bool(self.warnings) and said == len(self.warnings)


class SeriesForm(PlanForm):
    """A series, or a single session: its first day gives the weekday, and which one of the month it is."""

    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=Rhythm.choices, widget=forms.RadioSelect)
    first_day = forms.DateField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("The day of the first session: it gives the weekday, and which one of the month."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty for a single session.")
    )
    pauses_in_school_holidays = forms.BooleanField(label=gettext_lazy("Pauses in school holidays"), required=False)
    groups = (
        (gettext_lazy("When"), ("rhythm", ("first_day", "last_day"), ("starts", "ends"), "pauses_in_school_holidays")),
        (gettext_lazy("Who and where"), ("institution", "desks", "professionals")),
    )
    field_order = ["rhythm", "first_day", "last_day", "starts", "ends", "pauses_in_school_holidays", "institution"]

    def __init__(self, *args, series=None, **kwargs):
        """series: one that is changed from `first_day` on."""
        super().__init__(*args, **kwargs)
        self.series = series
        if series:
            self.fields["rhythm"].choices = [choice for choice in Rhythm.choices if choice[0] != Rhythm.ONCE]
            self.fields["first_day"].label = _("From this day on")
            self.fields["first_day"].help_text = _(
                "What is planned before it stays. The day gives the weekday, and which one of the month."
            )
            self.fields["last_day"].help_text = ""

    def clean(self):
        data = self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if data.get("rhythm") == Rhythm.ONCE and first:
            data["last_day"] = first
        elif first and data.get("rhythm") and "last_day" not in self.errors:
            if last is None:
                self.add_error("last_day", _("Give the last day: a roster is planned for a season."))
            elif last < first:
                self.add_error("last_day", _("The last day lies before the first day."))
            elif last > first + timedelta(days=731):
                self.add_error("last_day", _("Plan two years at most; what goes on can be planned again."))
        if self.series and first and first < self.series.first_day:
            self.add_error("first_day", _("The series begins later than this day."))
        return super().clean()

    def draft(self):
        """The series as the form has it, unsaved and without desks and people."""
        data = self.cleaned_data
        return DutySeries(
            site=self.site,
            institution=data["institution"],
            rhythm=data["rhythm"],
            first_day=data["first_day"],
            last_day=data["last_day"],
            starts=data["starts"],
            ends=data["ends"],
            pauses_in_school_holidays=data["pauses_in_school_holidays"],
            exceptions=self.series.exceptions if self.series else [],
        )

    @property
    def is_single(self):
        return self.cleaned_data["rhythm"] == Rhythm.ONCE

    def planned_days(self):
        if self.is_single:
            self.left_out = []
            return [self.cleaned_data["first_day"]]
        days, self.left_out = self.draft().open_days()
        if not days:
            self.add_error("first_day", _("No day is left: the place is closed on all of them, or on holiday."))
        return days

    def plan(self, days, **more):
        besides = set()
        if self.series:
            besides = set(self.series.sessions.filter(series_day__gte=days[0]).values_list("pk", flat=True))
        return super().plan(days, besides=besides, in_school_holidays=self.is_single, **more)

    @transaction.atomic
    def saved(self):
        """Save when valid; returns (series or None, added, changed, removed), or None with errors to show."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        if self.is_single:
            session = DutySession.objects.create(
                site=self.site,
                day=data["first_day"],
                **{name: data[name] for name in ("starts", "ends", "institution")},
            )
            give_people(session, data)
            return None, 1, 0, 0
        series = self.draft()
        if self.series:
            series = self.series.from_day_on(data["first_day"])
            series.weekday = series.nth = None
            for name in ("rhythm", "first_day", "last_day", "pauses_in_school_holidays", *ONE_VALUE):
                setattr(series, name, data[name])
        series.save()
        give_people(series, data)
        return series, *series.spread()


class SessionForm(PlanForm):
    """One session; a session of a series can hand its change on to those that follow."""

    day = forms.DateField(label=gettext_lazy("Day"))
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=150,
        help_text=DutySession._meta.get_field("remark").help_text,
        validators=DutySession._meta.get_field("remark").validators,
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What changes"), choices=SCOPES, initial=ONE, widget=forms.RadioSelect
    )
    groups = (
        (gettext_lazy("When"), ("day", ("starts", "ends"))),
        (gettext_lazy("Who and where"), ("institution", "desks", "professionals", "remark")),
        (gettext_lazy("How far it goes"), ("scope",)),
    )
    field_order = ["day", "starts", "ends", "institution"]

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        if session.series_id is None:
            del self.fields["scope"]

    @property
    def reach(self):
        """ONE, FOLLOWING or WHOLE."""
        return self.cleaned_data.get("scope", ONE)

    def draft(self):
        """The series from the first changed session on, as it will be; unsaved."""
        data, series = self.cleaned_data, self.session.series
        first = self.session.series_day if self.reach == FOLLOWING else series.first_planned(timezone.localdate())
        first = first or self.session.series_day
        self.since = first
        draft = DutySeries(
            site=self.site,
            rhythm=series.rhythm,
            weekday=series.weekday,
            nth=series.nth,
            first_day=first,
            last_day=series.last_day,
            exceptions=series.exceptions,
            pauses_in_school_holidays=series.pauses_in_school_holidays,
        )
        moved = data["day"] - self.session.day
        if moved:  # to another day of the rule, as calendars do
            draft.first_day, draft.weekday, draft.nth = first + moved, None, None
            draft.last_day = max(draft.last_day, draft.first_day)
        return draft

    def planned_days(self):
        if self.reach == ONE:
            return [self.cleaned_data["day"]]
        return self.draft().open_days()[0]

    def plan(self, days, **more):
        besides = {self.session.pk}
        if self.reach != ONE:
            besides |= set(
                self.session.series.sessions.filter(series_day__gte=self.since).values_list("pk", flat=True)
            )
        return super().plan(days, besides=besides, in_school_holidays=self.reach == ONE, **more)

    def beside(self, name):
        return name if name in self.fields else "day"

    @transaction.atomic
    def saved(self):
        """Save when valid; returns (added, changed, removed), or None with errors to show."""
        if not self.is_valid():
            return None
        data, session = self.cleaned_data, self.session
        if self.reach == ONE:
            for name in (*ONE_VALUE, "day", "remark"):
                setattr(session, name, data[name])
            session.changed_alone = session.series_id is not None
            session.save()
            give_people(session, data)
            return 0, 1, 0
        draft = self.draft()
        series = session.series.from_day_on(self.since)
        series.first_day, series.last_day = draft.first_day, draft.last_day
        series.weekday, series.nth = draft.weekday, draft.nth
        for name in ONE_VALUE:
            setattr(series, name, data[name])
        series.save()
        give_people(series, data)
        return series.spread(since=min(self.since, draft.first_day))


def day_of(text):
    """The day that `text` writes, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def give_people(row, data):
    """Set the desks and people of a session or a series."""
    row.desks.set(data["desks"])
    row.professionals.set(data["professionals"])
