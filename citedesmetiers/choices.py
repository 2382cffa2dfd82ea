"""What may be noted about a visitor at a counter or a desk: one row per list that the place has switched on."""

from dataclasses import dataclass

from citedesmetiers.models import ProfileList, ProfileValue

# What fits beside a row's title, in pixels: an estimate from the number of letters is good enough, for what does not
# fit waits in a list at the end of the row. (letter, padding, room for all values, room beside the list)
WIDE = (7.0, 26, 660, 540)  # from 1101 px on, where the type is larger too
NARROW = (6.4, 21, 470, 345)  # a tablet of 1024 px
SHORT_ROWS = {ProfileList.GENDER, ProfileList.FIRST_VISIT}  # two that share a row
SELECT_ROWS = {ProfileList.LEVEL, ProfileList.HEARD_BY}  # asked seldom: a list to unfold, not chips


@dataclass
class Row:
    """One list at the counter.

    chips: values as buttons.  narrow: how many of them a narrow screen shows.  more: values in the list at the end;
    those that a wide screen shows as chips are among them.  listed_when_narrow: only a narrow screen needs the list.
    """

    code: str
    label: str
    chips: list
    narrow: int
    more: list
    listed_when_narrow: bool

    @property
    def is_short(self):
        return self.code in SHORT_ROWS

    @property
    def is_select(self):
        return self.code in SELECT_ROWS


def profile_rows(site, day):
    """The lists switched on at `site` with their values in force on `day`, in the order of the lists."""
    values = {}
    for value in ProfileValue.objects.in_force(day).filter(list__in=site.profile_lists).order_by("rank", "pk"):
        values.setdefault(value.list, []).append(value)
    rows = []
    for code, label in ProfileList.choices:
        if values.get(code):
            rows.append(make_row(code, label, values[code]))
    return rows


def make_row(code, label, values):
    """The row of one list, its values shared out between chips and the list at the end."""
    if code in SELECT_ROWS:
        return Row(code, label, [], 0, values, False)
    wide, narrow = fitting(values, *WIDE), fitting(values, *NARROW)
    return Row(code, label, values[:wide], narrow, values[narrow:], wide == len(values))


def fitting(values, letter, padding, room, room_beside_list):
    """How many of `values` fit into the row as chips."""
    widths = [len(value.short) * letter + padding for value in values]
    if sum(widths) <= room:
        return len(values)
    number, used = 0, widths[0]
    while used <= room_beside_list:
        number += 1
        used += widths[number]
    return number
