"""A document or site that the centre offers, whatever its medium."""

import re
import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from citedesmetiers.models.user import User
from documentation.models.lists import Level, Medium, Sector
from documentation.models.subject import Subject

LANGUAGES = [
    ("fr", _("French")),
    ("en", _("English")),
    ("it", _("Italian")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("de", _("German")),
    ("ar", _("Arabic")),
    ("uk", _("Ukrainian")),
    ("tr", _("Turkish")),
    ("zh", _("Chinese")),
    ("ru", _("Russian")),
    ("mul", _("Several languages")),
    ("oth", _("Another language")),
]
MACHINE = re.compile(r"^https?://([^/?#]+).*$", re.IGNORECASE | re.DOTALL)
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that reads like something else, no words by accident


def new_public_id():
    """Ten signs that stand in addresses: they say nothing of how many resources there are, or of drafts."""
    return "".join(secrets.choice(SIGNS) for _place in range(10))


class ResourceQuerySet(models.QuerySet):
    def kept(self):
        """What the centre holds today: not weeded."""
        return self.filter(weeded_on__isnull=True)

    def public(self):
        """What visitors may find: not weeded, no draft."""
        return self.filter(weeded_on__isnull=True, published=True)

    def with_details(self):
        """Everything that a list of resources shows, in a fixed number of queries."""
        return self.select_related("medium", "sector", "level").prefetch_related(
            "purposes", "subjects", "copies__site", "copies__loan", "copies__reservation", "copies__node"
        )


class Resource(models.Model):
    """One title. Weeded titles stay for the statistics and are no longer found.

    `price_cents`: of one copy, in cents of euro. `isbn`: 13 digits. `issn`: 1234-567X.
    """

    class WeedingReason(models.TextChoices):
        OUTDATED = "outdated", _("Outdated")
        WORN = "worn", _("Worn out")
        LOST = "lost", _("Lost")
        UNUSED = "unused", _("Never used")
        REPLACED = "replaced", _("Replaced by a newer one")
        DEAD_LINK = "dead_link", _("No longer online")
        DUPLICATE = "duplicate", _("Entered twice")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    source_id = models.CharField(
        _("source id"),
        max_length=80,
        blank=True,
        help_text=_("Its number where it came from: an Excel file, a library system. It is found again by it."),
    )
    harvested_from = models.CharField(
        _("taken over from"), max_length=200, blank=True, help_text=_("The catalogue it was harvested from.")
    )
    title = models.CharField(_("title"), max_length=400)
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True)
    other_title = models.CharField(_("other title"), max_length=400, blank=True)
    creators = ArrayField(
        models.CharField(max_length=200), verbose_name=_("authors"), default=list, blank=True,
        help_text=_("One per line."),
    )  # fmt: skip
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    isbn = models.CharField(
        _("ISBN"), max_length=13, blank=True, db_index=True,
        validators=[RegexValidator(r"^97[89]\d{10}$", _("13 digits that begin with 978 or 979."))],
    )  # fmt: skip
    issn = models.CharField(
        _("ISSN"), max_length=9, blank=True, db_index=True,
        validators=[RegexValidator(r"^\d{4}-\d{3}[\dX]$", _("8 digits, the last may be an X: 1234-567X."))],
    )  # fmt: skip
    number = models.CharField(_("number of the issue"), max_length=40, blank=True)
    series = models.CharField(_("series"), max_length=200, blank=True)
    pages = models.CharField(_("extent"), max_length=80, blank=True, help_text=_("212 p.; 26 min"))
    medium = models.ForeignKey(Medium, verbose_name=_("medium"), on_delete=models.PROTECT, related_name="+")
    purposes = models.ManyToManyField(Purpose, verbose_name=_("purposes"), blank=True, related_name="+")
    subjects = models.ManyToManyField(Subject, verbose_name=_("subjects"), blank=True, related_name="resources")
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.ForeignKey(
        Level, verbose_name=_("level"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGES, default="fr")
    abstract = models.TextField(_("abstract"), blank=True, max_length=4000)
    url = models.URLField(
        _("web address"), max_length=800, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    price_cents = models.PositiveIntegerField(_("price"), null=True, blank=True)
    acquired_on = models.DateField(_("acquired on"), null=True, blank=True)
    verified_on = models.DateField(_("last verified on"), null=True, blank=True)
    published = models.BooleanField(_("visible to the public"), default=True)
    weeded_on = models.DateField(_("weeded on"), null=True, blank=True)
    weeded_because = models.CharField(_("reason"), max_length=20, choices=WeedingReason.choices, blank=True)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("replaced by"), on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    related = models.ManyToManyField("self", verbose_name=_("related documents"), blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False, db_index=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["weeded_on"], name="resource_weeded"),
            models.Index(fields=["acquired_on", "id"], name="resource_acquired"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="resource_title_trigrams"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="resource_source_id_once",
                fields=["harvested_from", "source_id"],
                condition=~Q(source_id=""),
                violation_error_message=_("Another resource has this source id."),
            ),
            models.CheckConstraint(
                name="resource_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("A resource needs a title."),
            ),
            models.CheckConstraint(
                name="resource_year_1450_to_2100",
                condition=Q(year__isnull=True) | Q(year__range=(1450, 2100)),
                violation_error_message=_("The year lies between 1450 and 2100."),
            ),
            models.CheckConstraint(
                name="resource_weeded_with_a_reason",
                condition=Q(weeded_on__isnull=True, weeded_because="")
                | (Q(weeded_on__isnull=False) & ~Q(weeded_because="")),
                violation_error_message=_("A weeded resource has a day and a reason."),
            ),
            models.CheckConstraint(
                name="resource_not_replaced_by_itself",
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                violation_error_message=_("A resource does not replace itself."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Store; what harvesters ask for is what changed since their last visit."""
        self.changed_at = timezone.now()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "changed_at"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("catalogue:record", args=[self.public_id])

    @property
    def origin(self):
        """The name of the machine that it was harvested from, or whatever a list says; "" for the centre's own."""
        return MACHINE.sub(r"\1", self.harvested_from)

    @property
    def full_title(self):
        """Title and subtitle as one line."""
        return f"{self.title} : {self.subtitle}" if self.subtitle else self.title


class Opinion(models.Model):
    """What an information officer thinks of a resource, signed and dated."""

    resource = models.ForeignKey(
        Resource, verbose_name=_("resource"), on_delete=models.CASCADE, related_name="opinions"
    )
    text = models.TextField(_("opinion"), max_length=2000)
    officer = models.ForeignKey(
        User, verbose_name=_("signed by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["-day", "-pk"]

    def __str__(self):
        return self.text[:80]
