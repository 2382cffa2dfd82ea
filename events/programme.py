"""The public programme: which days, which sessions, and what each of them says about its seats."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import DayInput
from citedesmetiers.hours_in_words import clock
from citedesmetiers.models import Purpose, Site
from events.models import EventKind, Organiser, Session

LIST_DAYS = 92  # what the list shows ahead
FARTHEST_YEARS = 3  # from today; nothing is planned or kept farther away in the public programme
WEEK, MONTH, LIST = "week", "month", "list"
LAYOUTS = [(WEEK, _("Week")), (MONTH, _("Month")), (LIST, _("List"))]


@dataclass(frozen=True)
class Period:
    """Days of the programme in one of the layouts, both included."""

    layout: str
    first: date
    last: date

    @classmethod
    def of(cls, layout, day):
        """The period of a layout that `day` lies in; the list begins on it."""
        if layout == MONTH:
            first = day.replace(day=1)
            return cls(layout, first, first + relativedelta(months=1, days=-1))
        if layout == LIST:
            return cls(layout, day, day + timedelta(days=LIST_DAYS))
        first = day - timedelta(days=day.weekday())
        return cls(WEEK, first, first + timedelta(days=6))

    @property
    def before(self):
        """A day of the period before this one."""
        return {
            MONTH: self.first - timedelta(days=1),
            LIST: self.first - timedelta(days=LIST_DAYS + 1),
        }.get(self.layout, self.first - timedelta(days=7))

    @property
    def after(self):
        """The first day after this period."""
        return self.last + timedelta(days=1)

    def holds(self, day):
        return self.first <= day <= self.last

    def weeks(self):
        """The weeks that the period touches, each as its seven days."""
        day = self.first - timedelta(days=self.first.weekday())
        while day <= self.last:
            yield [day + timedelta(days=n) for n in range(7)]
            day += timedelta(days=7)


class ProgrammeFilter(forms.Form):
    """What brings you, where, which kind; an unknown value (an old link) is as good as none."""

    purpose = forms.ModelChoiceField(
        label=_("What brings you"), queryset=None, to_field_name="code", required=False, empty_label=_("Everything")
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=None, to_field_name="code", required=False, empty_label=_("All places")
    )
    kind = forms.ModelChoiceField(
        label=_("Kind"), queryset=None, to_field_name="code", required=False, empty_label=_("All kinds")
    )
    free = forms.BooleanField(label=_("With free seats"), required=False)
    layout = forms.ChoiceField(choices=LAYOUTS, required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput)

    def __init__(self, query, *, today):
        super().__init__(query, auto_id="filter-%s")
        self.today = today
        self.fields["purpose"].queryset = Purpose.objects.doors().in_force(today)
        self.fields["place"].queryset = Site.objects.open_on(today)
        self.fields["kind"].queryset = EventKind.objects.filter(public=True).in_force(today)
        self.fields["free"].widget.attrs["class"] = "form-check-input"
        for name in ("purpose", "place", "kind"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["day"].widget.attrs["class"] = "form-control"
        self.is_valid()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and abs(day.year - self.today.year) > FARTHEST_YEARS:
            raise forms.ValidationError(gettext("No programme is kept so far from today."))
        return day

    def chosen(self, name):
        return self.cleaned_data.get(name) or None

    @property
    def is_narrowed(self):
        return any(self.chosen(name) for name in ("purpose", "place", "kind", "free"))

    @property
    def asked_day(self):
        """The day asked for, within a few years from today; else today."""
        return self.chosen("day") or self.today

    @property
    def period(self):
        return Period.of(self.chosen("layout") or WEEK, self.asked_day)

    def narrow(self, sessions):
        """The rows of `sessions` that were asked for."""
        if purpose := self.chosen("purpose"):
            sessions = sessions.filter(event__purposes=purpose)
        if place := self.chosen("place"):
            sessions = sessions.filter(site=place)
        if kind := self.chosen("kind"):
            sessions = sessions.filter(event__kind=kind)
        return sessions


def with_all_shown(sessions):
    """`sessions` with all that a row of the programme shows, in a fixed number of queries."""
    return (
        sessions.select_related("event__kind", "site", "room")
        .prefetch_related("event__purposes", "event__organisers__institution", "event__audiences")
        .order_by("starts_at", "pk")
    )


@dataclass
class Row:
    """A session as the public sees it.

    follows: the beginning of a later session of the same event, for one that is full or called off; else None.
    """

    session: Session
    now: object
    follows: object = None
    purposes: list = field(init=False)

    def __post_init__(self):
        self.purposes = list(self.session.event.purposes.all())

    @property
    def event(self):
        return self.session.event

    @property
    def starts(self):
        return timezone.localtime(self.session.starts_at)

    @property
    def ends(self):
        return timezone.localtime(self.session.ends_at)

    @property
    def day(self):
        return self.starts.date()

    @property
    def times(self):
        """From when to when, with the last day when it ends on another one."""
        ends = clock(self.ends)
        if self.ends.date() != self.day:
            ends = f"{date_format(self.ends, 'j F')}, {ends}"
        return f"{clock(self.starts)} – {ends}"

    @property
    def begins(self):
        return clock(self.starts)

    @property
    def where(self):
        """The place and its room, or where else it is held; that it is online when nobody has to come."""
        if self.session.is_online:
            return gettext("Online")
        if self.session.elsewhere:
            return self.session.elsewhere
        return ", ".join(str(part) for part in (self.session.site, self.session.room) if part)

    @property
    def state(self):
        """One of: cancelled, over, running, open (no booking needed), free, full, closed (for bookings)."""
        session = self.session
        if session.is_cancelled:
            return "cancelled"
        if session.ends_at <= self.now:
            return "over"
        if session.starts_at <= self.now:
            return "running"
        if not session.event.needs_booking:
            return "open"
        if not session.takes_bookings(self.now):
            return "closed"
        return "full" if session.is_full else "free"

    @property
    def with_whom(self):
        """The institutions that make the event, each once; hosts and companies stand elsewhere."""
        makers = (Organiser.Role.LEAD, Organiser.Role.CO_PRODUCER)
        found = [each.institution.name for each in self.event.organisers.all() if each.role in makers]
        return list(dict.fromkeys(found))

    @property
    def companies(self):
        return [each.institution.name for each in self.event.organisers.all() if each.role == Organiser.Role.COMPANY]

    @property
    def colour(self):
        return self.purposes[0].colour if self.purposes else 0


def rows(sessions, now):
    """A Row for each of `sessions`, with the next date of those that are full or called off."""
    found = [Row(session, now) for session in with_all_shown(sessions)]
    missed = {row.event.pk for row in found if row.state in ("full", "cancelled")}
    if missed:
        later = Session.objects.public().filter(event__in=missed, state=Session.State.PLANNED, starts_at__gt=now)
        dates = list(later.order_by("starts_at").values_list("event", "starts_at"))
        for row in found:
            if row.state in ("full", "cancelled"):
                begins = (at for event, at in dates if event == row.event.pk and at > row.session.starts_at)
                row.follows = next(begins, None)
    return found


def found_by(chosen, now):
    """The rows that a ProgrammeFilter asks for, in order."""
    period = chosen.period
    found = rows(chosen.narrow(Session.objects.public().within(period.first, period.last)), now)
    return [row for row in found if row.state in ("free", "open")] if chosen.chosen("free") else found


def by_day(found):
    """[(day, its rows)] in order, days without a session left out."""
    return [(day, list(group)) for day, group in groupby(found, key=lambda row: row.day)]


def month_grid(period, found):
    """The weeks of a month, each as its seven (day, rows, True when it lies in the month)."""
    days = dict(by_day(found))
    return [[(day, days.get(day, []), period.holds(day)) for day in week] for week in period.weeks()]
