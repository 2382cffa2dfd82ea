"""What each figure means, in one place: the page, the print and later the catalogue page take the words from here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.figures import counts, opening_days
from reports.figures.tables import Counted, FigureTable

VERSION = 2  # of the definitions; one more when the meaning of a figure changes


@dataclass(frozen=True)
class Figure:
    """A figure and its definition.

    function: what computes it.  counted: how its table is counted, None when it has no page of its own.
    room: whose figure it is.  acts: who may see the page, one act being enough.
    completeness: function(scope) → [(words, value)] about what the figure lacks; None when it lacks nothing.
    """

    code: str
    title: str
    definition: str
    unit: str
    source: str
    function: object = FigureTable
    counted: Counted | None = None
    room: str = ""
    acts: tuple = ("see_figures",)
    name: str = ""
    page: str = ""
    completeness: object = None

    @property
    def heading(self):
        """What stands over its page: the name, else the term that is defined."""
        return self.name or self.title

    @property
    def filters(self):
        """To what the figure can be narrowed, in words; "" for a term without a page of its own."""
        if self.counted is None:
            return ""
        words = {
            (True, True): _("by purpose and programme"),
            (True, False): _("by purpose"),
            (False, True): _("by programme"),
            (False, False): _("not by purpose or programme"),
        }
        return words[self.counted.takes_purpose, self.counted.takes_programme]

    @property
    def of_all(self):
        """{"place", "purpose", "programme": why the figure is not narrowed to one}, without those to which it can."""
        if self.counted is None:
            return {}
        found = {"place": NO_PLACE} if self.counted.is_of_centre else {}
        if not self.counted.takes_purpose:
            found["purpose"] = EACH_PURPOSE if self.counted.rows_are == "purpose" else ALL_PURPOSES
        if not self.counted.takes_programme:
            found["programme"] = EACH_PROGRAMME if self.counted.rows_are == "programme" else ALL_PROGRAMMES
        return found


NO_PLACE = _("This belongs to the whole Cité and is not told by place.")
EACH_PURPOSE = _("Each line is a purpose, so this figure is not narrowed to one of them.")
ALL_PURPOSES = _("What is counted here is not told apart by purpose: the figure is always of all purposes.")
EACH_PROGRAMME = _("Each line is a programme, so this figure is not narrowed to one of them.")
ALL_PROGRAMMES = _(
    "What is counted here is not told apart by programme: the figure always holds everything, within programmes and "
    "outside them."
)
RECEPTION = _("Reception's entries. The year is cut at midnight on the clock of the place.")
VISITS = _("visits")

_ALL = [
    Figure(
        code="visits",
        room="terms",
        page="visits_by_place",
        title=_("Visit"),
        definition=_(
            "An entry through the door counted by reception; people who come together count one each. Someone who "
            "comes twice counts twice: an anonymous place cannot count distinct people. Entries that reception took "
            "back are left out."
        ),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits,
    ),
    Figure(
        code="change",
        room="terms",
        title=pgettext_lazy("difference", "Change"),
        definition=_(
            "The difference from the year before, in percent of the year before. While a year runs, it is compared "
            "with the year before up to the same calendar day, today included."
        ),
        unit=_("percent"),
        source=RECEPTION,
        function=counts.change,
    ),
    Figure(
        code="visits_per_month",
        room="",
        page="visits_by_month",
        title=_("Visits per month"),
        definition=_("The visits of each calendar month. The month that runs holds the days so far."),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_per_month,
    ),
    Figure(
        code="visits_cumulated",
        room="terms",
        page="visits_by_month",
        title=_("Visits since January"),
        definition=_("The visits of the year up to the end of each month."),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_cumulated,
    ),
    Figure(
        code="visits_per_purpose",
        room="",
        page="visits_by_purpose",
        title=_("Purpose"),
        definition=_(
            "What people came for: the first purpose that reception noted for a visit. Shares are of the visits whose "
            "purpose is known. Nobody has to give one."
        ),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_per_purpose,
    ),
    Figure(
        code="visits_without_purpose",
        room="terms",
        page="visits_by_purpose",
        title=_("No purpose given"),
        definition=_("Visits for which reception noted no purpose. They count in every total."),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_without_purpose,
    ),
    Figure(
        code="visits_per_hour",
        room="",
        page="visits_by_hour",
        title=_("Hours of the week"),
        definition=_(
            "The clock hour at which a visit was counted, by day of the week, all weeks of the period together."
        ),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_per_hour,
    ),
    Figure(
        code="visits_per_site",
        room="",
        page="visits_by_place",
        title=_("Visits per place"),
        definition=_(
            "The visits counted at each place. A place without a year before has no change; it counts in the total."
        ),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_per_site,
    ),
    Figure(
        code="group_visits",
        room="terms",
        page="groups_by_month",
        title=_("Group visit"),
        definition=_(
            "A class or another group received as one entry, with the number of people in it. Groups are counted "
            "apart: their people are not among the visits."
        ),
        unit=_("groups and people"),
        source=RECEPTION,
        function=counts.group_visits,
    ),
    Figure(
        code="visits_with_a_value",
        room="terms",
        page="visits_by_status",
        title=_("Stated"),
        definition=_(
            "Of how many visits something about the visitor is known: age band, status and so on. Nobody has to state "
            "anything, and what is not stated is never guessed. Where a place qualifies every visit in some weeks and "
            "only counts otherwise, shares rest on the visits of these weeks."
        ),
        unit=VISITS,
        source=RECEPTION,
        function=counts.visits_with_a_value,
    ),
    Figure(
        code="opening_days_counted",
        room="terms",
        title=_("Opening days counted"),
        definition=_(
            "The share of opening days with at least one visit or group, or of which reception said that nobody came. "
            "An opening day is a day on which the calendar (weekly hours, closures, public holidays) opens the place "
            "and of which reception did not say that it was closed after all; today does not count until it is over. "
            "A day with an entry may still lack others: the hours covered are the opened clock hours with an entry, "
            "and all hours of a day on which nobody came."
        ),
        unit=_("opening days of a place"),
        source=_("The opening calendar of each place, held against reception's entries and explanations."),
        function=opening_days.opening_days_counted,
    ),
]
FIGURES = {figure.code: figure for figure in _ALL}


def register(figure):
    """Add a Figure to the catalogue, or replace the one of the same code."""
    FIGURES[figure.code] = figure
