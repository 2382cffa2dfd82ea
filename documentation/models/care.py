"""Keeping the holdings alive: links, inventories, what visitors report, what is to be bought."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose, Site
from documentation.models.copy import Copy
from documentation.models.resource import Resource


class LinkCheck(models.Model):
    """One look at a web address. `status`: the answer's code, empty when there was no answer."""

    class Verdict(models.TextChoices):
        ALIVE = "alive", _("Answers")
        MOVED = "moved", _("Has moved")
        DEAD = "dead", _("Is gone")
        UNSURE = "unsure", _("Did not answer this time")
        REFUSED = "refused", _("Not looked at: a private address")

    resource = models.ForeignKey(
        Resource, verbose_name=_("resource"), on_delete=models.CASCADE, related_name="link_checks"
    )
    url = models.CharField(_("web address"), max_length=800)
    at = models.DateTimeField(_("looked at"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    final_url = models.CharField(_("led to"), max_length=2000, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["resource", "-at"], name="link_check_latest")]

    def __str__(self):
        return self.url


class Inventory(models.Model):
    """A round with the scanner through the shelves of a place, or through one part of its plan."""

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    shelf = models.CharField(
        _("shelf marks beginning with"), max_length=20, blank=True, help_text=_("Empty: all of the place.")
    )
    started_on = models.DateField(_("started on"), default=timezone.localdate)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("expected"), null=True, blank=True)
    found = models.PositiveIntegerField(_("found"), null=True, blank=True)

    class Meta:
        verbose_name = _("inventory")
        verbose_name_plural = _("inventories")
        ordering = ["-started_on", "-pk"]

    def __str__(self):
        return f"{self.site} {self.started_on}"


class InventoryScan(models.Model):
    """A barcode that was read; `copy` is empty when no copy has it."""

    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="scans")
    barcode = models.CharField(_("barcode"), max_length=40)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.UniqueConstraint(
                name="inventory_scan_once",
                fields=["inventory", "barcode"],
                violation_error_message=_("This barcode was read already."),
            )
        ]

    def __str__(self):
        return self.barcode


class Report(models.Model):
    """What visitors told about a resource on a day, by closed choice: how many, and whether it was dealt with."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("It is not where it should be")
        OUTDATED = "outdated", _("It is out of date")
        DEAD_LINK = "dead_link", _("The web address does not work")
        DAMAGED = "damaged", _("It is damaged")
        WRONG = "wrong", _("The description has a mistake")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    day = models.DateField(_("day"))
    n = models.PositiveSmallIntegerField(_("times"), default=1)
    settled_on = models.DateField(_("dealt with on"), null=True, blank=True)

    class Meta:
        verbose_name = _("report by visitors")
        verbose_name_plural = _("reports by visitors")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="report_once_a_day",
                fields=["resource", "kind", "day"],
                violation_error_message=_("This day is counted already."),
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class Wish(models.Model):
    """A title or theme to buy, noted by staff: often what visitors looked for and did not find."""

    title = models.CharField(_("title or theme"), max_length=200)
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_on = models.DateField(_("noted on"), default=timezone.localdate)
    settled_on = models.DateField(_("bought or dropped on"), null=True, blank=True)
    resource = models.ForeignKey(
        Resource, verbose_name=_("bought as"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("purchase wish")
        verbose_name_plural = _("purchase wishes")
        ordering = ["-asked_on", "-pk"]

    def __str__(self):
        return self.title
