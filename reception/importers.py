"""Readings of the counter at the door, from Excel or CSV: one row is one day at one place."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.imports import cells
from citedesmetiers.imports.importer import ADDED, CHANGED, UNCHANGED, Column, Importer, Outcome
from events.importers import Places
from reception.door import MOST_ENTRIES
from reception.forms.visit import past_or_today
from reception.models import DoorReading


def day_so_far(cell):
    found = cells.day(cell)
    past_or_today(found)
    return found


def people(cell):
    found = cells.whole_number(cell)
    if not 0 <= found <= MOST_ENTRIES:
        raise ValidationError(_("The number goes from 0 to %(most)d.") % {"most": MOST_ENTRIES})
    return found


class DoorReadings(Importer):
    """Recognised by day and place: a later file puts an earlier one right, and what was typed as well."""

    code, act, of_places = "door_readings", "log_visits", True
    title = gettext_lazy("Readings of the door counter")
    rows_are = gettext_lazy("readings")
    writes_row_by_row = False
    columns = (
        Column("day", gettext_lazy("Day"), ("date", "jour"), required=True, parse=day_so_far),
        Column("entries", gettext_lazy("Came in"),
               ("entrées", "entries", "nombre", "passages", "comptage", "visiteurs", "personnes", "count"),
               required=True, parse=people, samples=("120", "98")),
        Column("site", gettext_lazy("Place"), ("lieu", "site", "place", "where"),
               hint=gettext_lazy("Its name or its code. Without this column: the place that you are working at.")),
    )  # fmt: skip

    def begin(self, *, dry_run):
        self.places = Places(self.user, self.site)  # closed ones among them: their past may still be put right
        there = DoorReading.objects.filter(site__in=self.places.rows)
        if not dry_run:
            there = there.select_for_update()
        self.there = {(reading.site_id, reading.day): reading.entries for reading in there}
        self.readings = []

    def sample_rows(self):
        """Yesterday and the day before, at the first place."""
        today, rows = timezone.localdate(), super().sample_rows()
        site = next((place.name for place in Places(self.user).rows), "")
        for ago, row in zip(range(len(rows), 0, -1), rows, strict=True):
            row |= {"day": (today - timedelta(days=ago)).isoformat(), "site": site}
        return rows

    def key(self, row):
        return self.places.of_row(row).pk, row["day"]

    def apply(self, row, *, dry_run):
        site, entries = self.places.of_row(row), row["entries"]
        before = self.there.get((site.pk, row["day"]))
        if before == entries:
            return Outcome(UNCHANGED)
        self.readings.append(
            DoorReading(site=site, day=row["day"], entries=entries, source=DoorReading.Source.IMPORTED)
        )
        if before is None:
            return Outcome(ADDED)
        return Outcome(CHANGED, {"entries": (str(before), str(entries))})

    def finish(self, *, dry_run):
        DoorReading.objects.bulk_create(
            self.readings, update_conflicts=True, unique_fields=["site", "day"], update_fields=["entries", "source"]
        )
