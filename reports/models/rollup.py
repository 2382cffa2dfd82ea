from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils.translation import gettext_lazy as _

from counselling.models import Interview
from reception.models import SentTo

# The fixed words among what a row says; all else are keys of lists, hours and minutes.
CODES = [*SentTo.choices, *Interview.Kind.choices, *Interview.Channel.choices, *Interview.Language.choices]


class Source(models.TextChoices):
    """What is counted: rows of which table."""

    VISIT = "visit", _("Visits")
    GROUP = "group", _("Group visits")
    INTERVIEW = "interview", _("Interviews")
    LEFT = "left", _("Left without being seen")
    UNMET = "unmet", _("Unmet requests")


class Dimension(models.TextChoices):
    """What the rows of a day are told apart by. "all": by nothing; a list: by the value that is known."""

    ALL = "all", _("all")
    HOUR = "hour", _("hour")
    PURPOSE = "purpose", _("purpose")
    THEME = "theme", _("theme")
    DESK = "desk", _("desk")
    INSTITUTION = "institution", _("institution")
    PROGRAMME = "programme", _("programme")
    KIND = "kind", _("kind")
    CHANNEL = "channel", _("channel")
    LANGUAGE = "language", _("language")
    OUTCOME = "outcome", _("outcome")
    REFERRAL = "referral", _("referral")
    SENT_TO = "sent_to", _("sent to")
    REFERRED_TO_KIND = "referred_to_kind", _("kind of institution sent to")
    MINUTES = "minutes", _("length in minutes")
    WAITED = "waited", _("waited, in minutes")
    GENDER = "gender", _("gender")
    AGE_BAND = "age_band", _("age band")
    STATUS = "status", _("status")
    LEVEL = "level", _("level")
    TERRITORY = "territory", _("territory")
    HEARD_BY = "heard_by", _("heard of us by")
    FIRST_VISIT = "first_visit", _("first visit")


class OfDay(models.Model):
    """How many entries, and people in them, a place has on a day with one value of one dimension.

    value: the key of the list's row, the hour or the minutes; 0 for "all".  code: a fixed word where there is one.
    """

    source = models.CharField(max_length=10, choices=Source.choices)
    site_id = models.BigIntegerField()  # no foreign key: nothing is looked up while a visit is stored
    day = models.DateField()
    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    value = models.BigIntegerField(default=0)
    code = models.CharField(max_length=20, choices=CODES, blank=True, default="")
    entries = models.IntegerField()
    people = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.source} {self.site_id} {self.day} {self.dimension} {self.value}{self.code}: {self.people}"


class RolledDay(OfDay):
    """Counts of a day, added up from its rows. Written by reports.rollup alone.

    A day that has changed since is recounted; until then figures read its rows (see DayCount).
    kept: the rows themselves are deleted, and these counts are all that is left of them.
    """

    kept = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("counts of a day")
        verbose_name_plural = _("counts of days")
        indexes = [
            models.Index(
                name="rolledday_to_read",
                fields=["source", "dimension", "site_id", "day"],
                include=["value", "code", "entries", "people"],
                condition=models.Q(kept=False),
            ),
            models.Index(
                name="rolledday_kept",
                fields=["source", "dimension", "site_id", "day"],
                condition=models.Q(kept=True),
            ),
            models.Index(name="rolledday_to_replace", fields=["source", "site_id", "day"]),
            # Leads to the first day of all, which every choice of years asks for.
            models.Index(name="rolledday_first", fields=["day"], condition=models.Q(dimension="all")),
        ]


class ChangedDay(models.Model):
    """Rows of this day came, went or changed since it was last added up. Triggers of the database write it.

    One line per change, never looked up before it is written: so nobody at the counter waits for anybody else.
    """

    source = models.CharField(max_length=10, choices=Source.choices)
    site_id = models.BigIntegerField()
    day = models.DateField()

    class Meta:
        verbose_name = _("day that has changed")
        verbose_name_plural = _("days that have changed")

    def __str__(self):
        return f"{self.source} {self.site_id} {self.day}"


class IsAny(models.Func):
    """`column = ANY (array)`: the array is read once and leads through the index; IN (SELECT …) joins every line."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = models.BooleanField()


class DayCountQuerySet(models.QuerySet):
    def of(self, source, dimension="all"):
        return self.filter(source=source, dimension=dimension)

    def at(self, sites):
        """Counts of `sites` (a queryset or a list)."""
        if not isinstance(sites, models.QuerySet):
            return self.filter(site_id__in=[site.pk for site in sites])
        return self.filter(IsAny(models.F("site_id"), ArraySubquery(sites.order_by().values("pk"))))

    def during(self, period):
        return self.filter(day__range=(period.first, period.last))

    def people(self):
        return self.aggregate(n=models.Sum("people", default=0))["n"]


class DayCount(OfDay):
    """The counts of every day as they are at this moment: added up where nothing changed, from the rows elsewhere.

    A view of the database. It equals a recount of all rows at every moment, for a change and its mark (ChangedDay)
    become visible together.
    """

    id = None
    # Django wants a key; nobody looks a row up by it.
    day = models.DateField(primary_key=True)

    objects = DayCountQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "reports_daycount"


class RawDay(OfDay):
    """The same counts from the rows alone, for `manage.py figures --verify`. A view of the database."""

    id = None
    day = models.DateField(primary_key=True)

    objects = DayCountQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "reports_rawday"
