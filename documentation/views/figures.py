"""The room's own figures, on one page."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from citedesmetiers.replica import reads_from_replica
from documentation import counts


def band(years):
    """A span of years since publication, in words."""
    if years is None:
        return _("year not known")
    young, old = years
    if old is None:
        return ngettext("%(n)s year or more", "%(n)s years or more", young) % {"n": young}
    return _("%(young)s to %(old)s years") % {"young": young, "old": old}


@allow("edit_catalogue")
@require_safe
@reads_from_replica
def figures(request):
    """Holdings, what came and went, what was used."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= today.year else today.year
    last = None if year == today.year else date(year, 12, 31)  # None: as it stands now
    day = last or today
    without = pgettext("purposes", "none")
    lent, read, online = counts.loans(year), counts.consultations(year), counts.opened_online(year)
    return render(
        request,
        "documentation/figures.html",
        {
            "year": year, "before": year - 1, "after": year + 1 if year < today.year else None,
            "last": last, "holdings": counts.holdings(day=last), "old": counts.older_than(day, day=last),
            "additions": counts.additions(year), "weeded": counts.weeded(year), "searches": counts.searches(year),
            "verified": None if last else counts.verified(today),  # only the last look at a document is kept
            "tables": [
                (_("By purpose"), [(name or without, n) for name, n in counts.by_purpose(day=last)]),
                (_("By medium"), counts.by_medium(day=last)),
                (_("By age"), [(band(years), n) for years, n in counts.by_age(day, day=last)]),
            ],
            "months": [(MONTHS[month + 1], lent[month], read[month], online[month]) for month in range(12)],
            "lent": sum(lent), "read": sum(read), "online": sum(online),
        },
    )  # fmt: skip
