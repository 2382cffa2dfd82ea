"""Reading lists: in an order, with comments, for the shelf and the public page."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from documentation.models.resource import Resource, new_public_id


class Bibliography(models.Model):
    """A list of resources around a purpose or a theme."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, max_length=3000)
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField(_("as of"), default=timezone.localdate)
    published = models.BooleanField(_("visible to the public"), default=False)
    resources = models.ManyToManyField(Resource, through="BibliographyItem", related_name="bibliographies")

    class Meta:
        verbose_name = _("bibliography")
        verbose_name_plural = _("bibliographies")
        ordering = ["-day", "title", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("catalogue:bibliography", args=[self.public_id])


class BibliographyItem(models.Model):
    """A resource of a bibliography, with what is said of it there."""

    bibliography = models.ForeignKey(Bibliography, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(
        Resource, verbose_name=_("resource"), on_delete=models.PROTECT, related_name="bibliography_items"
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    section = models.CharField(_("section"), max_length=120, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("document of a bibliography")
        verbose_name_plural = _("documents of a bibliography")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="bibliography_item_once",
                fields=["bibliography", "resource"],
                violation_error_message=_("This document is in the list already."),
            )
        ]

    def __str__(self):
        return str(self.resource)
