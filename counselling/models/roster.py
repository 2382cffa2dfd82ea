"""The duty roster: which institution sits at which desk when, planned, then held or missed."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models import Site
from citedesmetiers.opening import at
from citedesmetiers.personal_data import no_personal_data
from counselling.models.desk import Desk
from partners.models import Institution, Professional

END_AFTER_BEGINNING = _("The end must come after the beginning.")


def ends_after_starts(name):
    return models.CheckConstraint(
        name=name, condition=Q(ends__gt=F("starts")), violation_error_message=END_AFTER_BEGINNING
    )


class DutySessionQuerySet(models.QuerySet):
    def at(self, sites):
        return self.filter(site__in=sites)

    def between(self, first, last):
        """Those of the days from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))

    def planned(self):
        return self.filter(state=DutySession.State.PLANNED)

    def cancel_for_closure(self):
        """Cancel the planned ones of these, so that they can be put back when the closure goes. Returns how many."""
        return self.planned().update(state=DutySession.State.CANCELLED, cancelled_for_closure=True)

    def put_back(self):
        """Plan again what was cancelled for a closure. Returns how many."""
        return self.filter(cancelled_for_closure=True).update(
            state=DutySession.State.PLANNED, cancelled_for_closure=False
        )

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
        return self.filter(site=site, day=now.date(), starts__lte=now.time(), ends__gt=now.time()).staffed()

    def staffed(self):
        """Those that are neither called off nor missed: somebody is, was or will be there."""
        return self.filter(state__in=[DutySession.State.PLANNED, DutySession.State.HELD])

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
        "counselling.DutySeries",
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
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
    # Cancelled for the place is closed on its day: offered again once it is not.
    cancelled_for_closure = models.BooleanField(_("cancelled for a closure"), default=False, editable=False)
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
            models.CheckConstraint(
                name="dutysession_for_a_closure_when_cancelled",
                condition=Q(cancelled_for_closure=False) | Q(state="cancelled"),
                violation_error_message=_("Only a cancelled session can be cancelled for a closure."),
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
        self.state, self.confirmed_at, self.cancelled_for_closure = state, now if confirmed else None, False
        self.save(update_fields=["state", "confirmed_at", "cancelled_for_closure"])

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
