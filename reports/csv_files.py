"""Tables as CSV files that open in a spreadsheet as they are: UTF-8 with a mark, semicolons, no formulas."""

from django.utils.translation import gettext as _

from citedesmetiers.csv_files import written
from citedesmetiers.models import Purpose
from reports import figures


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
