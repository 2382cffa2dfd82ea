"""Free computers: how many are in use, of how many."""

from citedesmetiers.models import StationCount
from reception.models import StationUse

KEPT_PRESS = "station_press"  # in the session of the device


def stations_of(site, day):
    """How many computer stations stand at `site` on `day`; 0 when it has none."""
    found = StationCount.objects.filter(site=site, since__lte=day).order_by("-since").first()
    return found.stations if found else 0


def stations_now(site, day):
    """The tally of the day as plain data: in_use of total; None when the place has no station. Two queries."""
    total = stations_of(site, day)
    return {"in_use": StationUse.objects.in_use(site, day), "total": total} if total else None


def stations_by_hour(site, day):
    """The day's tally as [(hour, begun, ended)], hours without any left out."""
    rows = StationUse.objects.filter(site=site, day=day).order_by("hour")
    return list(rows.values_list("hour", "started", "ended"))


def last_press(session, site, day):
    """What the device pressed last at `site` on `day` and has not taken back: "started", "ended" or ""."""
    press = session.get(KEPT_PRESS) or {}
    is_here = press.get("site") == site.pk and press.get("day") == day.isoformat()
    return press["field"] if is_here else ""
