"""The duty roster: which institution sits at which desk when, planned by rules, then held or missed."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.constraints import both_or_neither, not_before
from citedesmetiers.models import SchoolHoliday, Site
from citedesmetiers.models.hours import Weekday
from citedesmetiers.opening import Calendar, at
from citedesmetiers.personal_data import no_personal_data
from citedesmetiers.recurrence import Nth, Recurrence, Rhythm
from counselling.models.desk import Desk
from partners.models import Institution, Professional

END_AFTER_BEGINNING = _("The end must come after the beginning.")
PLANNED_TOGETHER = ("desks", "professionals")  # the lists that a series hands on to its sessions


def ends_after_starts(name):
    return models.CheckConstraint(
        name=name, condition=Q(ends__gt=F("starts")), violation_error_message=END_AFTER_BEGINNING
    )


class DutySeries(models.Model):
    """A rule by which an institution comes to desks of one place: every first Tuesday, 9:30 to 12:30, this season.

    Its sessions are rows of their own from the start, so that each can be changed, confirmed and counted. A series has
    a last day: a roster is agreed on for a season, and what nobody renews must not go on by itself.
    """

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    desks = models.ManyToManyField(Desk, verbose_name=_("desks"), related_name="+")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    professionals = models.ManyToManyField(Professional, verbose_name=_("who comes"), related_name="+", blank=True)
    rhythm = models.CharField(_("how often"), max_length=15, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices, null=True, blank=True)
    nth = models.SmallIntegerField(_("which one of the month"), choices=Nth.choices, null=True, blank=True)
    starts = models.TimeField(_("from (time)"))
    ends = models.TimeField(_("to (time)"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    pauses_in_school_holidays = models.BooleanField(_("pauses in school holidays"), default=False)
    exceptions = ArrayField(models.DateField(), verbose_name=_("exceptions"), default=list, blank=True)

    class Meta:
        verbose_name = _("series of duty sessions")
        verbose_name_plural = _("series of duty sessions")
        ordering = ["site", "first_day", "pk"]
        constraints = [
            not_before("last_day", "first_day", message=_("The last day lies before the first day.")),
            ends_after_starts("dutyseries_ends_after_starts"),
            models.CheckConstraint(
                name="dutyseries_at_most_two_years",
                condition=Q(last_day__lte=F("first_day") + timedelta(days=731)),
                violation_error_message=_("Plan two years at most; what goes on can be planned again."),
            ),
            models.CheckConstraint(
                name="dutyseries_weekday_and_nth_exist",
                condition=(Q(weekday__isnull=True) | Q(weekday__range=(0, 6)))
                & (Q(nth__isnull=True) | Q(nth__in=Nth.values)),
                violation_error_message=_("Choose a day of the week."),
            ),
        ]

    def __str__(self):
        return f"{self.institution}, {self.recurrence.in_words()}"

    @property
    def recurrence(self):
        return Recurrence(
            self.rhythm,
            self.first_day,
            self.last_day,
            weekday=self.weekday,
            nth=self.nth,
            exceptions=frozenset(self.exceptions),
        )

    def open_days(self):
        """The days on which it takes place, and those that a closure or the school holidays take from it.

        Returns (days, [(day, why), …]); see Recurrence.left_out for why.
        """
        first, last = self.first_day, self.last_day
        calendar = Calendar(self.site, first, last)
        holidays = (
            SchoolHoliday.objects.days(self.site.country, first, last)
            if self.pauses_in_school_holidays
            else frozenset()
        )
        rule = self.recurrence
        return (
            rule.days_open(first, last, calendar=calendar, holidays=holidays),
            list(rule.left_out(first, last, calendar=calendar, holidays=holidays)),
        )

    def spread(self, *, since=None):
        """Make the sessions agree with the rule from the day `since` on (else from the first day on).

        Sessions that are planned and were not changed by hand take the series' values; those whose day the rule no
        longer gives go, days without one get one. What was held, missed, cancelled or changed by hand stays.
        Returns (added, changed, removed).
        """
        since = since or self.first_day
        days = [day for day in self.open_days()[0] if day >= since]
        known = {session.series_day: session for session in self.sessions.filter(series_day__gte=since)}
        kept = [known[day] for day in days if day in known and known[day].follows_series]
        gone = [s for day, s in known.items() if day not in set(days) and s.follows_series]
        DutySession.objects.filter(pk__in=[session.pk for session in gone]).delete()
        for session in kept:
            session.day, session.starts, session.ends = session.series_day, self.starts, self.ends
            session.institution_id = self.institution_id
        DutySession.objects.bulk_update(kept, ["day", "starts", "ends", "institution"])
        added = DutySession.objects.bulk_create(
            DutySession(
                series=self,
                series_day=day,
                site_id=self.site_id,
                day=day,
                starts=self.starts,
                ends=self.ends,
                institution_id=self.institution_id,
            )
            for day in days
            if day not in known
        )
        hand_on(self, [*kept, *added])
        return len(added), len(kept), len(gone)

    @transaction.atomic
    def split(self, day):
        """End this series before `day` and return a new one, saved, that goes on from it with the same values.

        Its sessions from that day on go over to the new one.
        """
        new = DutySeries.objects.get(pk=self.pk)
        new.pk, new._state.adding, new.first_day = None, True, self.first_on(day)
        new.exceptions = [each for each in self.exceptions if each >= day]
        new.save()
        for name in PLANNED_TOGETHER:
            getattr(new, name).set(getattr(self, name).all())
        self.sessions.filter(series_day__gte=day).update(series=new)
        self.last_day = max(self.first_day, day - timedelta(days=1))
        self.exceptions = [each for each in self.exceptions if each < day]
        self.save(update_fields=["last_day", "exceptions"])
        return new

    def first_on(self, day):
        """The first day from `day` on that the rule gives: what is counted from it keeps the rhythm of two weeks."""
        return next(iter(self.recurrence.days(day, self.last_day)), day)

    def first_planned(self, today):
        """The day by the rule of the first session from `today` on that is still planned; None when there is none."""
        return self.sessions.planned().filter(series_day__gte=today).aggregate(first=models.Min("series_day"))["first"]

    def from_day_on(self, day):
        """The series whose first session is the one of `day`: this one, or a new one split off from it."""
        return self.split(day) if self.sessions.filter(series_day__lt=day).exists() else self

    @transaction.atomic
    def leave_out(self, session):
        """Take the day of one planned session out of the series."""
        self.exceptions = sorted({*self.exceptions, session.series_day})
        self.save(update_fields=["exceptions"])
        session.delete()

    @transaction.atomic
    def end_before(self, day):
        """Take back what is planned from `day` on; what was held or missed stays. Returns how many sessions go.

        A series of which nothing stays goes too.
        """
        _rows, by_model = self.sessions.planned().filter(series_day__gte=day).delete()
        if not self.sessions.exists():
            self.delete()
        elif day <= self.last_day:
            self.last_day = max(self.first_day, day - timedelta(days=1))
            self.save(update_fields=["last_day"])
        return by_model.get(DutySession._meta.label, 0)


def hand_on(series, sessions):
    """Give the desks and people of `series` to `sessions`, with four statements however many they are."""
    keys = [session.pk for session in sessions]
    for name in PLANNED_TOGETHER:
        through = getattr(DutySession, name).through
        column = DutySession._meta.get_field(name).m2m_reverse_name()
        through.objects.filter(dutysession__in=keys).delete()
        others = list(getattr(series, name).values_list("pk", flat=True))
        through.objects.bulk_create(through(dutysession_id=key, **{column: pk}) for key in keys for pk in others)


class DutySessionQuerySet(models.QuerySet):
    def at(self, sites):
        return self.filter(site__in=sites)

    def between(self, first, last):
        """Those of the days from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))

    def planned(self):
        return self.filter(state=DutySession.State.PLANNED)

    def expected(self):
        """Those that count on the roster: all but the cancelled ones."""
        return self.exclude(state=DutySession.State.CANCELLED)

    def of_institution(self, institution):
        return self.filter(institution=institution)

    def held(self):
        return self.filter(state=DutySession.State.HELD)

    def missed(self):
        return self.filter(state=DutySession.State.MISSED)

    def never_confirmed(self, day):
        """Those of days before `day` of which nobody has said whether they were held."""
        return self.planned().filter(day__lt=day)

    def to_confirm(self, now):
        """Planned ones whose end has come at the aware moment `now`, of that day and of days before."""
        now = timezone.localtime(now)
        return self.planned().filter(Q(day__lt=now.date()) | Q(day=now.date(), ends__lte=now.time()))

    def to_fill(self):
        """Planned ones to which nobody is assigned yet."""
        people = DutySession.professionals.through.objects.filter(dutysession=OuterRef("pk"))
        return self.planned().filter(~Exists(people))

    def of_people(self, professionals):
        return self.filter(pk__in=DutySession.professionals.through.objects.filter(
            professional__in=professionals).values("dutysession"))  # fmt: skip

    def at_desks(self, desks):
        return self.filter(pk__in=DutySession.desks.through.objects.filter(desk__in=desks).values("dutysession"))

    def running(self, site, now):
        """Those that go on at `site` at the aware moment `now`."""
        now = timezone.localtime(now)
        running = self.filter(site=site, day=now.date(), starts__lte=now.time(), ends__gt=now.time())
        return running.filter(state__in=[DutySession.State.PLANNED, DutySession.State.HELD])

    def on_duty(self, site, now):
        """The same with everything that a line says, in the order of their beginning."""
        return self.running(site, now).with_names()

    def with_names(self):
        """With everything that a line of the roster says, however many rows: two more queries."""
        return self.select_related("institution").prefetch_related("desks", "professionals").order_by(
            "day", "starts", "ends", "pk"
        )  # fmt: skip

    def time(self):
        """The sum of their lengths as a timedelta; a session of two people counts once."""
        length = models.ExpressionWrapper(F("ends") - F("starts"), output_field=models.DurationField())
        return self.aggregate(total=Sum(length))["total"] or timedelta()

    @transaction.atomic
    def confirm(self, *, missed=(), now):
        """Say of all of these that they were held, and of those with a key in `missed` that they were not.

        Returns (held, missed). Only planned ones change; those still to come are left alone.
        """
        due = self.filter(pk__in=self.select_for_update(of=("self",)).order_by("pk").values("pk")).to_confirm(now)
        State = DutySession.State
        not_held = due.filter(pk__in=list(missed)).update(state=State.MISSED, confirmed_at=now)
        return due.update(state=State.HELD, confirmed_at=now), not_held


class DutySession(models.Model):
    """One presence of an institution at one or several desks of a place on one day: a *permanence*."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("duty session", "Planned")
        HELD = "held", pgettext_lazy("duty session", "Held")
        MISSED = "missed", pgettext_lazy("duty session", "Not held")
        CANCELLED = "cancelled", pgettext_lazy("duty session", "Cancelled")

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(
        DutySeries, verbose_name=_("series"), on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    # The day that the rule gave; `day` is another one when the session was moved.
    series_day = models.DateField(_("day by the rule"), null=True, blank=True, editable=False)
    changed_alone = models.BooleanField(_("changed by hand"), default=False, editable=False)
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from (time)"))
    ends = models.TimeField(_("to (time)"))
    desks = models.ManyToManyField(Desk, verbose_name=_("desks"), related_name="+")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    professionals = models.ManyToManyField(Professional, verbose_name=_("who comes"), related_name="+", blank=True)
    replaced = models.ManyToManyField(Professional, verbose_name=_("who is replaced"), related_name="+", blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    remark = models.CharField(
        _("remark"),
        max_length=150,
        blank=True,
        validators=[no_personal_data],
        help_text=_("For the team, for example: absence without replacement. Nothing about visitors."),
    )

    objects = DutySessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty session")
        verbose_name_plural = _("duty sessions")
        ordering = ["day", "starts", "pk"]
        indexes = [models.Index(fields=["site", "day"]), models.Index(fields=["institution", "day"])]
        constraints = [
            ends_after_starts("dutysession_ends_after_starts"),
            both_or_neither("series", "series_day", message=_("A session of a series has its day in it.")),
            models.UniqueConstraint(
                name="dutysession_once_a_day_of_its_series",
                fields=["series", "series_day"],
                violation_error_message=_("The series has a session on this day already."),
            ),
            models.CheckConstraint(
                name="dutysession_confirmed_when_held_or_missed",
                condition=Q(state__in=["held", "missed"], confirmed_at__isnull=False)
                | Q(state__in=["planned", "cancelled"], confirmed_at__isnull=True),
                violation_error_message=_("A session is held or not once somebody has confirmed it."),
            ),
        ]

    def __str__(self):
        return f"{self.institution}, {self.day} {self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_missed(self):
        return self.state == self.State.MISSED

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def follows_series(self):
        """True when a change of its series changes it too."""
        return self.is_planned and not self.changed_alone

    @property
    def begins_at(self):
        return at(self.day, self.starts)

    @property
    def ends_at(self):
        return at(self.day, self.ends)

    @property
    def length(self):
        """How long it is, as a timedelta."""
        return datetime.combine(self.day, self.ends) - datetime.combine(self.day, self.starts)

    def is_over(self, now):
        return self.ends_at <= now

    def set_state(self, state, *, now):
        """Say what became of it; State.PLANNED takes it back.

        Raises ValidationError when it is to be held or missed before its end.
        """
        confirmed = state in (self.State.HELD, self.State.MISSED)
        if confirmed and not self.is_over(now):
            raise ValidationError(_("Whether it was held can be said once it is over."))
        self.state, self.confirmed_at = state, now if confirmed else None
        self.save(update_fields=["state", "confirmed_at"])

    @transaction.atomic
    def replace(self, former, new):
        """Let `new` come instead of `former`, who is kept as replaced."""
        self.professionals.remove(former)
        self.professionals.add(new)
        if self.replaced.filter(pk=new.pk).exists():  # back again: a replacement taken back is none
            self.replaced.remove(new)
        else:
            self.replaced.add(former)
        self.changed_alone = True
        self.save(update_fields=["changed_alone"])
