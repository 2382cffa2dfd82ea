"""Where UNIMARC files of this centre keep what is known of each copy; sites fill field 995 in their own ways."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from documentation.unimarc.fields import CopyMap

a_tag = RegexValidator(r"^\d{3}$", _("Three digits, for example 995."))
a_subfield = RegexValidator(r"^[0-9a-z]$", _("One letter or digit."))


class UnimarcCopyMap(models.Model):
    """One row: the field of a copy, and the subfield of each of its parts (empty: there is none)."""

    tag = models.CharField(_("field of a copy"), max_length=3, default="995", validators=[a_tag])
    barcode = models.CharField(_("barcode"), max_length=1, blank=True, default="f", validators=[a_subfield])
    shelf_mark = models.CharField(_("shelf mark"), max_length=1, blank=True, default="k", validators=[a_subfield])
    site = models.CharField(_("place"), max_length=1, blank=True, default="c", validators=[a_subfield])
    medium = models.CharField(_("medium"), max_length=1, blank=True, default="r", validators=[a_subfield])

    class Meta:
        verbose_name = _("fields of a copy in UNIMARC")
        verbose_name_plural = _("fields of a copy in UNIMARC")

    def __str__(self):
        return self.tag


def current_map():
    """The CopyMap that this centre has chosen, else the usual one."""
    row = UnimarcCopyMap.objects.order_by("pk").first()
    if row is None:
        return CopyMap()
    return CopyMap(row.tag, row.barcode, row.shelf_mark, row.site, row.medium)
