"""What may be noted about a visitor at a counter or a desk: one row per list that the place has switched on."""

from dataclasses import dataclass

from citedesmetiers.models import ProfileList, ProfileValue

# What fits beside a row's title, in pixels: an estimate from the number of letters is good enough, for what does not
# fit waits in a list at the end of the row. (letter, padding, room for all values, room beside the list)
WIDE = (7.0, 26, 660, 540)  # from 1101 px on, where the type is larger too
NARROW = (6.4, 21, 470, 345)  # a tablet of 1024 px
SHORT_ROWS = {ProfileList.GENDER, ProfileList.FIRST_VISIT}  # two that share a row


@dataclass
class Row:
    """One list at the counter.

    chips: values as buttons.  narrow: those of them that a narrow screen shows.  more: values in the list at the end;
    those that a wide screen alone shows as chips are among them.  listed_when_narrow: only a narrow screen needs it.
    """

    code: str
    label: str
    chips: list
    narrow: list
    more: list
    listed_when_narrow: bool

    @property
    def is_short(self):
        return self.code in SHORT_ROWS


def profile_rows(site, day, uses=None):
    """The lists switched on at `site` with their values in force on `day`, in the order of the lists.

    Of a list that is too long for its row, the values that are noted most become chips.
    uses: function(codes of lists) → {key of a value: how often it was noted}, asked once and only about lists that are
    too long; without it the first values of such a list are its chips.
    """
    values = {}
    for value in ProfileValue.objects.in_force(day).filter(list__in=site.profile_lists).order_by("rank", "pk"):
        values.setdefault(value.list, []).append(value)
    too_long = [code for code in values if fitting(values[code], *NARROW) < len(values[code])]
    noted = uses(too_long) if uses and too_long else {}
    return [make_row(code, label, values[code], noted) for code, label in ProfileList.choices if code in values]


def make_row(code, label, values, noted):
    """The row of one list, its values shared out between chips and the list at the end; each keeps its place in it."""
    by_use = sorted(values, key=lambda value: -noted.get(value.pk, 0))
    wide, narrow = by_use[: fitting(by_use, *WIDE)], by_use[: fitting(by_use, *NARROW)]
    return Row(
        code,
        label,
        chips=[value for value in values if value in wide],
        narrow=narrow,
        more=[value for value in values if value not in narrow],
        listed_when_narrow=len(wide) == len(values),
    )


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
