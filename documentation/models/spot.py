"""Where a shelf of the plan stands at a place: the row that the drawing on a record's page points to."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from documentation.models.lists import ClassificationNode

MOST_ROWS = 12


class ShelfSpot(models.Model):
    """Shelf `node` stands in row `row` of `site`, counted from the left as one comes in. Shelves below it inherit."""

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    node = models.ForeignKey(
        ClassificationNode, verbose_name=_("shelf"), on_delete=models.CASCADE, related_name="spots"
    )
    row = models.PositiveSmallIntegerField(
        _("row"), help_text=_("Counted from the left as one comes in."),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ROWS)],
    )  # fmt: skip
    words = models.CharField(
        _("in words"), max_length=120, blank=True, help_text=_("What helps to find it: by the windows.")
    )

    class Meta:
        verbose_name = _("place of a shelf")
        verbose_name_plural = _("places of shelves")
        ordering = ["site", "row", "node"]
        constraints = [
            models.UniqueConstraint(
                name="shelf_spot_once_at_a_place",
                fields=["node", "site"],
                violation_error_message=_("At this place the shelf stands somewhere already."),
            ),
            models.CheckConstraint(
                name="shelf_spot_row_1_to_12",
                condition=Q(row__range=(1, MOST_ROWS)),
                violation_error_message=_("A row has a number from 1 to 12."),
            ),
        ]

    def __str__(self):
        return f"{self.node.code}: {self.row}"
