"""What stands on a shelf."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from documentation.models.lists import ClassificationNode
from documentation.models.resource import Resource


class CopyQuerySet(models.QuerySet):
    def kept(self):
        """Copies that the centre still counts as its own."""
        return self.exclude(state=Copy.State.WITHDRAWN)


class Copy(models.Model):
    """One copy of a resource at one place. Whether it is out on loan is told by its loan, nowhere else."""

    class State(models.TextChoices):
        SHELF = "shelf", _("On the shelf")
        MISSING = "missing", _("Missing")
        REPAIR = "repair", _("In repair")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    resource = models.ForeignKey(Resource, verbose_name=_("resource"), on_delete=models.PROTECT, related_name="copies")
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    shelf_mark = models.CharField(_("shelf mark"), max_length=60, blank=True)
    node = models.ForeignKey(
        ClassificationNode, verbose_name=_("shelf"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    barcode = models.CharField(_("barcode"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SHELF)
    lendable = models.BooleanField(_("may be lent"), default=False)
    added_on = models.DateField(_("added on"), default=timezone.localdate)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = CopyQuerySet.as_manager()
    named_with = ("resource",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        ordering = ["site", "shelf_mark", "pk"]
        indexes = [models.Index(Upper("shelf_mark"), name="copy_shelf_mark_upper")]
        constraints = [
            models.UniqueConstraint(
                name="copy_barcode_once",
                fields=["barcode"],
                condition=~Q(barcode=""),
                violation_error_message=_("Another copy has this barcode."),
            ),
        ]

    def __str__(self):
        return self.shelf_mark or self.barcode or str(self.pk)

    def name_in_history(self):
        """Its name among the copies of other documents."""
        return gettext("%(copy)s, %(document)s") % {"copy": self, "document": self.resource}

    @property
    def is_on_loan(self):
        return hasattr(self, "loan")

    @property
    def is_kept_aside(self):
        """True while it waits for the carrier of a code; a code that nobody came with in time keeps nothing."""
        until = self.reservation.kept_until if hasattr(self, "reservation") else None
        return until is not None and until >= timezone.localdate()

    @property
    def is_there(self):
        """True when a visitor who goes to the shelf now finds it."""
        return self.state == Copy.State.SHELF and not self.is_on_loan and not self.is_kept_aside
