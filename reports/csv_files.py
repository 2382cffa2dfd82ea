"""Tables as CSV files that open in a spreadsheet as they are: UTF-8 with a mark, semicolons, no formulas."""

import csv
import io

from django.utils.translation import gettext as _

from citedesmetiers.models import Purpose
from reports import figures

A_FORMULA_BEGINS_WITH = ("=", "+", "-", "@", "\t", "\r")


def visits_per_month_and_purpose(found):
    """The visits of a KeyFigures, one line per month, place and purpose that occurs. Returns bytes."""
    sites = {site.pk: site for site in found.sites}
    purposes = {purpose.pk: purpose for purpose in Purpose.objects.all()}
    rows = [[_("Month"), _("Place code"), _("Place"), _("Purpose code"), _("Purpose"), _("Visits")]]
    for row in figures.visits_per_month_and_purpose(found.sites, found.period):
        site, purpose = sites[row["site_id"]], purposes.get(row["purpose_id"])
        named = [purpose.code, purpose.name] if purpose else ["", _("No purpose given")]
        rows.append([f"{found.year}-{row['month']:02}", site.code, site.name, *named, row["visits"]])
    return written(rows)


def written(rows):
    """`rows` of cells as the bytes of a CSV file."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def safe(cell):
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(A_FORMULA_BEGINS_WITH) else cell
