from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither, not_before
from citedesmetiers.models.site import Site


class Days(Func):
    """The period from the first to the last day, both included; an empty last day goes on for ever.

    Empty when the days lie the wrong way round: that is another rule's to refuse, in words.
    """

    output_field = DateRangeField()

    def as_sql(self, compiler, connection, **extra):
        (first, a), (last, b) = (compiler.compile(part) for part in self.get_source_expressions()[:2])
        days = f"daterange({first}::date, {last}::date, '[]')"
        sql = f"(case when {last} < {first} then 'empty'::daterange else {days} end)"
        return sql, [*b, *a, *a, *b]


class Minutes(Func):
    """The range of times of a day as seconds after midnight, the end not included.

    Empty when a time is missing or they lie the wrong way round.
    """

    template = (
        "(case when {opens} is null or {closes} is null or {closes} < {opens} then 'empty'::int4range "
        "else int4range(extract(epoch from {opens}::time)::int, extract(epoch from {closes}::time)::int) end)"
    )

    def __init__(self, opens, closes):
        super().__init__(F(opens), F(closes))

    def as_sql(self, compiler, connection, **extra):
        (opens, a), (closes, b) = (compiler.compile(part) for part in self.get_source_expressions())
        return self.template.format(opens=opens, closes=closes), [*a, *b, *b, *a, *a, *b]


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHoursQuerySet(models.QuerySet):
    def of_period(self, first, last):
        """Those that hold exactly from `first` to `last` (None: for good)."""
        return self.filter(valid_from=first, valid_until=last)

    def touching(self, first, last):
        """Those that hold on at least one day from `first` to `last` (None: for good)."""
        found = self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
        return found if last is None else found.filter(valid_from__lte=last)

    @transaction.atomic
    def make_room(self, first, last):
        """Cut these hours so that none holds from `first` to `last` (None: for good).

        What went on before ends the day before, what goes on after resumes the day after, what lies wholly within is
        deleted. Returns how many stretches were cut and how many deleted.
        """
        cut = deleted = 0
        for hours in self.touching(first, last):
            resumes = last is not None and (hours.valid_until is None or hours.valid_until > last)
            if resumes:
                after = OpeningHours(
                    site_id=hours.site_id, weekday=hours.weekday, opens=hours.opens, closes=hours.closes,
                    valid_from=last + timedelta(days=1), valid_until=hours.valid_until,
                )  # fmt: skip
            if hours.valid_from < first:
                hours.valid_until = first - timedelta(days=1)
                hours.save(update_fields=["valid_until"])
            else:
                hours.delete()
                deleted += not resumes
            if resumes:
                after.save()
            cut += resumes or hours.valid_from < first
        return cut, deleted


class OpeningHours(models.Model):
    """One stretch of opening, every week on one weekday, during a period of the year."""

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.CASCADE, related_name="opening_hours")
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    objects = OpeningHoursQuerySet.as_manager()
    named_with = ("site",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["site", "valid_from", "weekday", "opens"]
        constraints = [
            not_before("valid_until", "valid_from"),
            models.CheckConstraint(
                name="openinghours_close_after_opening",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("The closing time must come after the opening time."),
            ),
            models.CheckConstraint(
                name="openinghours_weekday_0_to_6",
                condition=Q(weekday__range=(0, 6)),
                violation_error_message=_("Choose a day of the week."),
            ),
            ExclusionConstraint(
                name="openinghours_do_not_overlap",
                expressions=[
                    (F("site"), RangeOperators.EQUAL),
                    (F("weekday"), RangeOperators.EQUAL),
                    (
                        Days("valid_from", "valid_until", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                    (Minutes("opens", "closes"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("These hours overlap with others of the same place and weekday."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def name_in_history(self):
        """Its name among those of other places."""
        return gettext("%(place)s: %(hours)s") % {"place": self.site, "hours": self}


class ClosureQuerySet(models.QuerySet):
    def touching(self, first, last):
        """Those that hold on at least one day from `first` to `last`."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Closure(models.Model):
    """Days that do not follow the weekly hours: closed all day, or open at other times."""

    class Kind(models.TextChoices):
        CLOSED = "closure", _("Closed")
        OPEN = "exceptional_opening", _("Exceptional opening")

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.CASCADE, related_name="closures")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CLOSED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason, for the public"), max_length=150, blank=True)
    unplanned = models.BooleanField(_("not planned"), default=False)

    objects = ClosureQuerySet.as_manager()
    named_with = ("site",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("closure or exceptional opening")
        verbose_name_plural = _("closures and exceptional openings")
        ordering = ["site", "starts_on"]
        constraints = [
            not_before("ends_on", "starts_on", message=_("The last day lies before the first day.")),
            both_or_neither("opens", "closes", message=_("Give both the opening and the closing time.")),
            models.CheckConstraint(
                name="closure_exceptional_opening_has_hours",
                condition=Q(kind="closure", opens__isnull=True) | Q(kind="exceptional_opening", opens__isnull=False),
                violation_error_message=_("An exceptional opening has hours, a closure has none."),
            ),
            models.CheckConstraint(
                name="closure_closes_after_opening",
                condition=Q(opens__isnull=True) | Q(closes__gt=F("opens")),
                violation_error_message=_("The closing time must come after the opening time."),
            ),
            # Two at once would count an hour of opening twice. A closure has no times, so it overlaps with none.
            ExclusionConstraint(
                name="closure_exceptional_openings_do_not_overlap",
                expressions=[
                    (F("site"), RangeOperators.EQUAL),
                    (
                        Days("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                    (Minutes("opens", "closes"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The place is exceptionally open at this time already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.starts_on}"

    def name_in_history(self):
        """Its name among those of other places, its day as people write it."""
        return gettext("%(place)s: %(kind)s, %(day)s") % {
            "place": self.site,
            "kind": self.get_kind_display(),
            "day": formats.date_format(self.starts_on),
        }
