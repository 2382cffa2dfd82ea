"""The rules of the duty roster: an institution comes every first Tuesday, and each time is a session of its own."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import SchoolHoliday, Site
from citedesmetiers.models.hours import Weekday
from citedesmetiers.opening import Calendar
from citedesmetiers.recurrence import Nth, Recurrence, Rhythm
from counselling.models.desk import Desk
from counselling.models.roster import DutySession, ends_after_starts
from partners.models import Institution, Professional

PLANNED_TOGETHER = ("desks", "professionals")  # the lists that a series hands on to its sessions


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
    def take_in(self, day):
        """Take back that `day` was left out. Returns its session, None when the place is closed or pauses on it."""
        self.exceptions = [each for each in self.exceptions if each != day]
        self.save(update_fields=["exceptions"])
        if day not in self.open_days()[0]:
            return None
        values = {"site": self.site, "starts": self.starts, "ends": self.ends, "institution": self.institution}
        session, added = self.sessions.get_or_create(series_day=day, defaults={"day": day, **values})
        if added:
            hand_on(self, [session])
        return session

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
