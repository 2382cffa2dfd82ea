"""Meetings of staff, partners and governing bodies: who came, when the minutes were ready, what was decided."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data
from citedesmetiers.sorting import by_name
from partners.models.institution import Institution

ABOUT_THINGS = _("Write functions, not names, and nothing about visitors.")


class MeetingKind(models.Model):
    """A kind of meeting, from a list that the centre may edit."""

    class Family(models.TextChoices):
        """What meetings are evidence for in the self-assessment."""

        GOVERNANCE = "governance", _("Governance")
        SHARING = "sharing", _("Team and exchange")
        PRESENTATION = "presentation", _("Presenting the Cité")
        PARTNERSHIP = "partnership", _("With one partner")
        NETWORK = "network", _("Network and projects")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    family = models.CharField(_("family"), max_length=15, choices=Family.choices, default=Family.SHARING)

    class Meta:
        verbose_name = _("kind of meeting")
        verbose_name_plural = _("kinds of meetings")
        ordering = ["rank", "pk"]

    def __str__(self):
        return self.name


class Body(models.Model):
    """A body that meets again and again: steering committee, board… with the institutions that sit in it."""

    name = models.CharField(_("name"), max_length=100)
    kind = models.ForeignKey(
        MeetingKind, verbose_name=_("kind of its meetings"), on_delete=models.PROTECT, related_name="bodies"
    )
    remit = models.CharField(
        _("what it decides"), max_length=300, blank=True, validators=[no_personal_data], help_text=ABOUT_THINGS
    )
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = [by_name(), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="body_named_once",
                violation_error_message=_("Another body has this name."),
            )
        ]

    def __str__(self):
        return self.name


class BodyMember(models.Model):
    """A seat in a body: an institution, and the function of whoever sits there."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="members")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="seats"
    )
    function = models.CharField(
        _("function"),
        max_length=100,
        blank=True,
        validators=[no_personal_data],
        help_text=_("For example: chair, head of agency."),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body", by_name("institution__name"), "pk"]
        constraints = [not_before("until", "since")]

    def __str__(self):
        return f"{self.body}, {self.institution}"


class MeetingQuerySet(models.QuerySet):
    def within(self, first, last):
        """Those held from `first` to `last`."""
        return self.filter(day__range=(first, last))

    def coming(self, day):
        """Those from `day` on, the next one first."""
        return self.filter(day__gte=day).order_by("day", "pk")


class Meeting(models.Model):
    """One meeting, with the institutions that came and how many people."""

    kind = models.ForeignKey(MeetingKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="meetings")
    body = models.ForeignKey(
        Body, verbose_name=_("of the body"), on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    title = models.CharField(
        _("about"), max_length=200, blank=True, validators=[no_personal_data], help_text=ABOUT_THINGS
    )
    day = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    site = models.ForeignKey(
        Site, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    elsewhere = models.CharField(_("somewhere else"), max_length=100, blank=True, help_text=_("A town, or online."))
    institutions = models.ManyToManyField(
        Institution, verbose_name=_("institutions that came"), related_name="meetings", blank=True
    )
    people = models.PositiveSmallIntegerField(
        _("people who came"), null=True, blank=True, help_text=_("A number. No list of names is kept.")
    )
    minutes_on = models.DateField(_("minutes of"), null=True, blank=True, help_text=_("When they were sent out."))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-day", "-pk"]
        constraints = [
            not_before("minutes_on", "day", message=_("The minutes lie before the meeting.")),
        ]

    def __str__(self):
        return self.title or str(self.body or self.kind)

    @property
    def where(self):
        return self.elsewhere or (str(self.site) if self.site else "")

    @property
    def is_over(self):
        return self.day < timezone.localdate()


class DecisionQuerySet(models.QuerySet):
    def still_open(self):
        return self.filter(done_on__isnull=True)

    def overdue(self, day):
        """Those not done whose day has passed on `day`."""
        return self.still_open().filter(due_on__lt=day)


class Decision(models.Model):
    """What a meeting decided, and what becomes of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("decision"), max_length=300, validators=[no_personal_data], help_text=ABOUT_THINGS)
    by_function = models.CharField(
        _("who does it"),
        max_length=100,
        blank=True,
        validators=[no_personal_data],
        help_text=_("A function: partnership manager, director…"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["meeting", "pk"]

    def __str__(self):
        return self.text

    @property
    def is_overdue(self):
        return self.done_on is None and self.due_on is not None and self.due_on < timezone.localdate()
