"""The counter at the door against reception's own counting: readings, files of readings, capture rate."""

import csv
import re
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reception.models import DoorReading, GroupVisit, Visit

MOST_ENTRIES = 100_000  # more people on one day is a slip of the pen
MOST_BYTES, MOST_ROWS = 200_000, 5_000
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
SPACES = re.compile(r"[\s\u00a0\u202f']")


@dataclass(frozen=True)
class Capture:
    """People counted by reception against people who came in through the door, on the days with a reading.

    days: how many such days.  rate: percent, None without a reading or when nobody came in.
    """

    counted: int
    entries: int
    days: int

    @property
    def rate(self):
        return 100 * self.counted / self.entries if self.entries else None


def counted_by_day(site, first, last):
    """{day: people} of visits and groups that stand, from `first` to `last`; two queries."""
    found = {}
    for model in (Visit, GroupVisit):
        rows = model.objects.counted().filter(site=site, day__range=(first, last)).order_by().values_list("day")
        for day, people in rows.annotate(n=Sum("people")):
            found[day] = found.get(day, 0) + people
    return found


def readings_by_day(site, first, last):
    """{day: DoorReading} from `first` to `last`; one query."""
    return {reading.day: reading for reading in DoorReading.objects.filter(site=site, day__range=(first, last))}


def capture_of(counted, readings):
    """The capture rate as Capture, from {day: people} and {day: DoorReading}. Days without a reading do not enter it.

    A day may stand with its place, where readings of several places come together.

    Unit: percent of people. Source: visits and groups that stand over DoorReading, day by day.
    """
    return Capture(
        counted=sum(counted.get(day, 0) for day in readings),
        entries=sum(reading.entries for reading in readings.values()),
        days=len(readings),
    )


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why."""


@dataclass
class Line:
    """One line of a file.

    number: in the file, from 1.  raw: as it stands there.  state: "added", "changed", "same" or "refused".
    """

    number: int
    raw: str
    day: date | None = None
    entries: int | None = None
    before: int | None = None
    reason: str = ""

    @property
    def state(self):
        if self.reason:
            return "refused"
        if self.before is None:
            return "added"
        return "same" if self.before == self.entries else "changed"


@dataclass
class Import:
    """What a file of readings would do to a place; nothing is written before `store`."""

    site: object
    lines: list = field(default_factory=list)

    def of(self, *states):
        return [line for line in self.lines if line.state in states]

    @property
    def added(self):
        return self.of("added")

    @property
    def changed(self):
        return self.of("changed")

    @property
    def same(self):
        return self.of("same")

    @property
    def refused(self):
        return self.of("refused")

    @property
    def changes(self):
        return self.of("added", "changed")

    @transaction.atomic
    def store(self):
        """Write all lines, or none: ValueError when one is refused. Returns how many readings were written."""
        if self.refused:
            raise ValueError("some lines are refused")
        for line in self.changes:
            DoorReading.objects.update_or_create(
                site=self.site, day=line.day, defaults={"entries": line.entries, "source": DoorReading.Source.IMPORTED}
            )
        return len(self.changes)


def decoded(content):
    """The text of the uploaded bytes: UTF-8, else the Western code page of older spreadsheets.

    Raises Unreadable when it is too large or no text.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is too large: a day needs one short line."))
    if b"\x00" in content:
        raise Unreadable(_("This is not a text file. Save the sheet as CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text, *, site, today):
    """The lines of a CSV file held against what is there, as an Import.

    text: "day;entries" or "day,entries" or with tabs, days as 2026-03-14 or 14/03/2026; a first line without a date
    is a heading.  Raises Unreadable when there is no line to read.
    """
    delimiter = max(";,\t", key=text.count)
    try:
        rows = list(enumerate(csv.reader(text.splitlines(), delimiter=delimiter), 1))
    except csv.Error:
        raise Unreadable(_("This is not a text file. Save the sheet as CSV.")) from None
    rows = [(number, [cell.strip() for cell in row]) for number, row in rows if any(cell.strip() for cell in row)]
    if rows and read_day(rows[0][1][0]) is None and not re.search(r"\d", "".join(rows[0][1])):
        rows = rows[1:]
    if not rows:
        raise Unreadable(_("There is no reading in the file. Each line names a day and a number: 2026-03-14;120."))
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more lines than there can be days."))
    lines = [read_line(number, row, delimiter, today) for number, row in rows]
    refuse_doubles(lines)
    days = [line.day for line in lines if line.day]
    there = dict(DoorReading.objects.filter(site=site, day__in=days).values_list("day", "entries"))
    for line in lines:
        line.before = there.get(line.day)
    return Import(site, lines)


def read_line(number, row, delimiter, today):
    line = Line(number, delimiter.join(row)[:80], day=read_day(row[0]))
    digits = SPACES.sub("", row[1]) if len(row) > 1 else ""
    if line.day is None:
        line.reason = _("The day cannot be read. Write 2026-03-14 or 14/03/2026.")
    elif line.day > today:
        line.reason = _("This day lies in the future.")
    elif not (digits.isascii() and digits.isdecimal() and len(digits) < 7) or int(digits) > MOST_ENTRIES:
        line.reason = _("The number cannot be read: it goes from 0 to 100000.")
    else:
        line.entries = int(digits)
    return line


def read_day(text):
    """The date that `text` writes, year first or day first; None when it writes none."""
    found = SLASHED.fullmatch(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None


def refuse_doubles(lines):
    """Of two lines about the same day nobody can know which one holds."""
    first = {}
    for line in lines:
        if line.day and not line.reason:
            other = first.setdefault(line.day, line)
            if other is not line:
                words = _("%(day)s stands in line %(other)s too.")
                line.reason = words % {"day": date_format(line.day), "other": other.number}
