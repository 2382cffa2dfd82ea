"""Volumes of the desks: how many interviews, how long people waited and spoke. Never by counsellor.

A desk's figures are about the desk, whichever institutions sit there. Source of all: Interview, days as the clock of
the place cuts them; what waits or is being received now counts nowhere.
"""

from dataclasses import dataclass, replace

from django.db.models import Aggregate, Count, Func, IntegerField, Q, Sum
from django.db.models import F as Column

from citedesmetiers.medians import MEDIAN, NINE_IN_TEN, Summary, told
from counselling.models import Interview

HELD = Q(state=Interview.State.DONE)
LEFT = Q(state=Interview.State.LEFT)


class Percentile(Aggregate):
    """The least value that `share` of the rows do not exceed; NULL rows are left out, None when there is none."""

    function = "percentile_disc"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()
    allow_distinct = False

    def __init__(self, expression, share, **extra):
        super().__init__(expression, share=float(share), **extra)


@dataclass(frozen=True)
class Times:
    """Figures of one desk or of several together.

    interviews: conversations held.  people: in them.  left: people's tickets that left without being seen.
    wait_median, wait_most: minutes of waiting of those whom reception sent and who were received: median, and what
    90 % did not exceed.  length_median, length_most: the same of the conversations.  None when nothing was measured.
    waits, lengths: of how many interviews these are.
    """

    interviews: int = 0
    people: int = 0
    left: int = 0
    wait_median: int | None = None
    wait_most: int | None = None
    length_median: int | None = None
    length_most: int | None = None
    waits: int = 0
    lengths: int = 0

    def for_all(self, threshold):
        """The same for the eyes of the whole team: what is of too few interviews is left out, see medians."""
        return replace(
            self,
            **{
                name: told(Summary(getattr(self, name), n), threshold, percent)
                for name, n, percent in (
                    ("wait_median", self.waits, MEDIAN),
                    ("wait_most", self.waits, NINE_IN_TEN),
                    ("length_median", self.lengths, MEDIAN),
                    ("length_most", self.lengths, NINE_IN_TEN),
                )
            },
        )

    @property
    def leaves_out(self):
        """True when a time of interviews that were measured is left out; the ninth decile goes before its median."""
        return bool((self.waits and self.wait_most is None) or (self.lengths and self.length_most is None))

    @property
    def left_share(self):
        """Share of those who were sent or came and left unseen, 0 to 1; None when nobody came."""
        came = self.interviews + self.left
        return self.left / came if came else None

    @property
    def left_percent(self):
        """The same as a whole percentage."""
        return None if self.left_share is None else round(100 * self.left_share)


FIGURES = {
    "interviews": Count("pk", filter=HELD),
    "people": Sum("people", filter=HELD, default=0),
    "left": Count("pk", filter=LEFT),
    "wait_median": Percentile("waiting_minutes", 0.5, filter=HELD),
    "wait_most": Percentile("waiting_minutes", 0.9, filter=HELD),
    "length_median": Percentile("minutes", 0.5, filter=HELD),
    "length_most": Percentile("minutes", 0.9, filter=HELD),
    "waits": Count("waiting_minutes", filter=HELD),
    "lengths": Count("minutes", filter=HELD),
}


def times(sites, first, last, **only):
    """The Times of all desks of `sites` together, days `first` to `last` included.

    only: further conditions, for example desk__in.
    """
    return Times(**Interview.objects.at(sites).between(first, last).filter(**only).aggregate(**FIGURES))


def times_by_desk(sites, first, last):
    """{desk id: Times} of the desks of `sites` with anybody, days `first` to `last` included; one query."""
    rows = Interview.objects.at(sites).between(first, last).order_by().values("desk").annotate(**FIGURES)
    return {row.pop("desk"): Times(**row) for row in rows}


def themes_by_use(sites, first, last):
    """{theme id: interviews held in which it came up}, days `first` to `last` included; an interview may have some."""
    rows = Interview.objects.held().at(sites).between(first, last).order_by()
    rows = rows.annotate(theme=Func(Column("themes"), function="unnest"))
    return dict(rows.values_list("theme").annotate(n=Count("pk")))
