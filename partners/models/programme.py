"""Programmes: pathways, thematic weeks, projects and ephemeral Cités, which tie people, events and money together."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data
from citedesmetiers.sorting import by_name
from partners.models.institution import Institution
from partners.models.meeting import Meeting
from partners.models.training import Training

ABOUT_THINGS = _("Nothing that names a person.")


class TargetTag(models.Model):
    """Whom a programme is for, from a list that the centre may edit."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["rank", "pk"]

    def __str__(self):
        return self.name


class ProgrammeQuerySet(models.QuerySet):
    def in_state(self, state, day):
        """Those in `state` (of Programme.State) on `day`. See also Programme.state_on."""
        State = self.model.State
        if state == State.COMING:
            return self.filter(starts_on__gt=day)
        if state == State.OVER:
            return self.filter(ends_on__lt=day)
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def within(self, first, last):
        """Those with at least one day from `first` to `last`."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))

    def named(self, text):
        """Those whose name holds each word of `text`, whatever its accents and case."""
        found = self
        for word in text.split():
            found = found.filter(name__unaccent__icontains=word)
        return found

    def with_counts(self):
        """Each with partners (institutions with any role), objectives_set and objectives_closed."""
        closed = [Objective.Status.ACHIEVED, Objective.Status.DROPPED]
        return self.annotate(
            partners=Count("roles__institution", distinct=True),
            objectives_set=Count("objectives", distinct=True),
            objectives_closed=Count("objectives", filter=Q(objectives__status__in=closed), distinct=True),
        )


class Programme(models.Model):
    """Something that lasts: it has partners, objectives and money, and events and interviews may belong to it."""

    class Kind(models.TextChoices):
        PATHWAY = "pathway", _("Pathway")
        THEMATIC_WEEK = "thematic_week", _("Thematic week")
        EUROPEAN_PROJECT = "european_project", _("Erasmus+ or other European project")
        PROJECT = "project", _("Other project")
        EPHEMERAL_PREPARATION = "ephemeral_preparation", _("Preparation of an ephemeral Cité")

    class State(models.TextChoices):
        COMING = "coming", _("Still to begin")
        RUNNING = "running", pgettext_lazy("programme", "Running")
        OVER = "over", pgettext_lazy("programme", "Over")

    name = models.CharField(_("name"), max_length=150, validators=[no_personal_data])
    kind = models.CharField(_("kind"), max_length=25, choices=Kind.choices)
    edition = models.PositiveSmallIntegerField(
        _("edition"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("A number, when it comes back: 21 for the 21st."),
    )
    sites = models.ManyToManyField(Site, verbose_name=_("places"), related_name="+", blank=True)
    elsewhere = models.CharField(
        _("somewhere else"),
        max_length=150,
        blank=True,
        help_text=_("A place that is none of yours."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("The same as the first for a single day; empty: open end.")
    )
    targets = models.ManyToManyField(TargetTag, verbose_name=_("for whom"), related_name="programmes", blank=True)
    target_words = models.CharField(
        _("for whom, in words"), max_length=300, blank=True, validators=[no_personal_data], help_text=ABOUT_THINGS
    )
    funding_scheme = models.CharField(
        _("funding scheme"), max_length=150, blank=True, help_text=_("For example: Erasmus+, regional call 2026.")
    )
    description = models.TextField(
        _("what it is about"), blank=True, max_length=3000, validators=[no_personal_data], help_text=ABOUT_THINGS
    )
    notes = models.TextField(
        _("notes"), blank=True, max_length=3000, validators=[no_personal_data], help_text=ABOUT_THINGS
    )
    meetings = models.ManyToManyField(Meeting, verbose_name=_("meetings"), related_name="programmes", blank=True)
    trainings = models.ManyToManyField(Training, verbose_name=_("trainings"), related_name="programmes", blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", by_name(), "pk"]
        constraints = [
            not_before("ends_on", "starts_on", message=_("The last day lies before the first day.")),
            models.UniqueConstraint(
                name="programme_edition_once",
                fields=["name", "edition"],
                condition=Q(edition__isnull=False),
                violation_error_message=_("There is a programme with this name and edition already."),
            ),
        ]

    def __str__(self):
        return self.name

    def state_on(self, day):
        """Its State on `day`. See also ProgrammeQuerySet.in_state."""
        if day < self.starts_on:
            return self.State.COMING
        return self.State.OVER if self.ends_on and self.ends_on < day else self.State.RUNNING

    @property
    def state(self):
        return self.state_on(timezone.localdate())

    @property
    def is_ephemeral(self):
        return self.kind == self.Kind.EPHEMERAL_PREPARATION

    @property
    def stakeholders(self):
        """The institutions that hold it: leads and partners, each once, by name."""
        roles = [ProgrammeRole.Role.LEAD, ProgrammeRole.Role.PARTNER]
        return Institution.objects.filter(pk__in=self.roles.filter(role__in=roles).values("institution"))


class ProgrammeRole(models.Model):
    """What an institution is in a programme; roles add up."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")
        HOST = "host", _("Host")
        COMPANY = "company", _("Company")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="programme_roles"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.PARTNER)

    class Meta:
        verbose_name = _("role in a programme")
        verbose_name_plural = _("roles in programmes")
        ordering = ["programme", by_name("institution__name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                name="programme_role_once",
                fields=["programme", "institution", "role"],
                violation_error_message=_("This institution has this role already."),
            )
        ]

    def __str__(self):
        return f"{self.institution}, {self.get_role_display()}"


class ProgrammeModule(models.Model):
    """A part of a pathway: a series of sessions."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")
    name = models.CharField(_("name"), max_length=150, validators=[no_personal_data])
    sessions = models.PositiveSmallIntegerField(_("sessions planned"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes each"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    result = models.CharField(_("what it brought"), max_length=200, blank=True, validators=[no_personal_data])

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["programme", "pk"]

    def __str__(self):
        return self.name


class Objective(models.Model):
    """Something that a programme wants to reach, and how far it is."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        UNDER_WAY = "under_way", _("Under way")
        NEARLY = "nearly", _("Nearly achieved")
        ACHIEVED = "achieved", _("Achieved")
        DROPPED = "dropped", _("Dropped")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(_("objective"), max_length=250, validators=[no_personal_data])
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.NOT_STARTED)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["programme", "pk"]

    def __str__(self):
        return self.text


class ProgressFigure(models.Model):
    """A figure that somebody declared about a programme on a day: 77 interviews as of 30 June."""

    class Mark(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        NEARLY = "nearly", _("nearly")
        ABOUT = "about", pgettext_lazy("number", "about")
        MORE_THAN = "more_than", _("more than")
        UP_TO = "up_to", _("up to")

    class Unit(models.TextChoices):
        NUMBER = "number", pgettext_lazy("unit of a figure", "number")
        PERCENT = "percent", _("%")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(
        _("what was counted"), max_length=150, validators=[no_personal_data], help_text=_("For example: interviews.")
    )
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.EXACTLY)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=1, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, default=Unit.NUMBER)
    words = models.CharField(
        _("or in words"), max_length=100, blank=True, validators=[no_personal_data],
        help_text=_("When there is no number: “several days, not counted”."),
    )  # fmt: skip
    as_of = models.DateField(_("as of"))
    source = models.CharField(
        _("source and method"), max_length=200, blank=True, validators=[no_personal_data],
        help_text=_("Who says so, and how it was counted."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("progress figure")
        verbose_name_plural = _("progress figures")
        ordering = ["programme", "-as_of", "pk"]
        constraints = [
            models.CheckConstraint(
                name="progress_figure_says_something",
                condition=Q(value__isnull=False) | ~Q(words=""),
                violation_error_message=_("Give a value, or say it in words."),
            ),
            models.CheckConstraint(
                name="progress_figure_not_below_nothing",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_message=_("The value cannot be below 0."),
            ),
            models.CheckConstraint(
                name="progress_figure_percent_to_100",
                condition=~Q(unit="percent") | Q(value__isnull=True) | Q(value__lte=100),
                violation_error_message=_("A percentage goes up to 100."),
            ),
        ]

    def __str__(self):
        return f"{self.label}, {self.as_of}"
