"""The figures that have a table of their own: what stands in its rows, and what the figure means."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Centre, ProfileList, ProfileValue, Purpose
from counselling.models import Desk, Interview, Outcome, ReferralKind, Theme
from reception.models import SentTo
from reports.figures.catalogue import RECEPTION, VISITS, Figure, register
from reports.figures.tables import Counted
from reports.numbers import hour_span, weekday_name

ROOMS = {
    "terms": _("Terms"),
    "reception": _("Reception"),
    "desks": _("Desks"),
    "roster": _("Roster"),
    "documentation": _("Documentation"),
    "events": _("Events"),
    "partners": _("Partners"),
    "programmes": _("Programmes"),
    "surveys": _("Surveys"),
    "budget": _("Budget"),
}
COUNSELLORS = _(
    "Counsellors' interviews, as the desks recorded them. Days are cut at midnight on the clock of the place."
)
INTERVIEWS = _("interviews")
DESK_ACTS = ("see_figures", "record_interviews")
EVERYBODY = ("see_room_figures",)  # all of the team receive groups


def table_of(figure, scope):
    """The FigureTable of `figure` in `scope`, masked with the centre's threshold."""
    centre = Centre.objects.current()
    return figure.counted.table(scope, centre.suppression_threshold if centre else 5)


# ── What stands in the rows ──────────────────────────────────────────────────────────────────────────


def of_table(model):
    """Rows of a list kept in the database: those in force during the period, and ended ones that still occur."""

    def rows(scope, keys):
        first, last = scope.period.first, scope.period.last
        return [
            (entry.pk, entry.name)
            for entry in model.objects.all()
            if entry.pk in keys
            or ((entry.valid_from or first) <= last and (entry.valid_until is None or entry.valid_until >= first))
        ]

    return rows


def of_list(name):
    """Rows of the closed list `name` about visitors."""
    values = of_table(ProfileValue)

    def rows(scope, keys):
        mine = set(ProfileValue.objects.of(name).values_list("pk", flat=True))
        found = [row for row in values(scope, keys & mine) if row[0] in mine]
        # A list of a whole territory is long: only the places that somebody came from.
        return [row for row in found if row[0] in keys] if name == ProfileList.TERRITORY else found

    return rows


def of_desks(scope, keys):
    places = {site.pk: site.name for site in scope.sites}
    desks = Desk.objects.filter(pk__in=keys).order_by("site_id", "rank", "pk")
    alone = len({desk.site_id for desk in desks}) < 2
    return [(desk.pk, desk.name if alone else f"{desk.name}, {places.get(desk.site_id, '')}") for desk in desks]


def of_choices(choices):
    return lambda scope, keys: [(key, label) for key, label in choices if key in keys or len(choices) < 6]


def of_months(scope, keys):
    found, month = set(keys), scope.period.first.replace(day=1)
    while month <= scope.period.last:
        found.add(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return [(month, capfirst(date_format(month, "YEAR_MONTH_FORMAT"))) for month in sorted(found)]


def of_years(scope, keys):
    return [(year, str(year)) for year in range(min(keys), max(keys) + 1)] if keys else []


def of_weekdays(scope, keys):
    return [(day, capfirst(weekday_name(day))) for day in range(7) if day < 5 or day in keys]


def of_hours(scope, keys):
    hours = range(min(keys), max(keys) + 1) if keys else []
    return [(hour, gettext("%(hours)s h") % {"hours": hour_span(hour)}) for hour in hours]


def of_sites(scope, keys):
    return [(site.pk, site.name) for site in scope.sites]


# ── The figures ──────────────────────────────────────────────────────────────────────────────────────

VISIT_IS = _("A visit is an entry through the door counted by reception; whoever comes twice counts twice.")
INTERVIEW_IS = _(
    "An interview is one conversation that was held with a counsellor, whoever and however many took part."
)
STATED = _("Stated by the person and never asked for as a condition; what is not stated is never guessed.")
COMMON = {
    "visits": {"unit": VISITS, "source": RECEPTION, "room": "reception"},
    "interviews": {"unit": INTERVIEWS, "source": COUNSELLORS, "room": "desks", "acts": DESK_ACTS},
}
LIST_TITLES = {
    "gender": (_("Visits by gender"), _("Interviews by gender")),
    "age_band": (_("Visits by age band"), _("Interviews by age band")),
    "status": (_("Visits by status"), _("Interviews by status")),
    "level": (_("Visits by level of qualification"), _("Interviews by level of qualification")),
    "territory": (_("Visits by where people come from"), _("Interviews by where people come from")),
    "heard_by": (_("Visits by how people heard of us"), _("Interviews by how people heard of us")),
    "first_visit": (_("First visits and further ones"), _("Interviews of first and further visits")),
}


def add(kind, code, title, definition, counted, **fields):
    register(Figure(code=code, title=title, name=title, definition=definition, counted=counted, page=code,
                    **COMMON[kind] | fields))  # fmt: skip


def add_all():
    """Put all figures of this file into the catalogue."""
    cuts = [
        ("month", of_months, _("Visits by month"), _("Interviews by month")),
        ("year", of_years, _("Visits by year"), _("Interviews by year")),
        ("weekday", of_weekdays, _("Visits by day of the week"), _("Interviews by day of the week")),
        ("site", of_sites, _("Visits by place"), _("Interviews by place")),
    ]
    for by, rows, of_visits, of_interviews in cuts:
        code = "place" if by == "site" else by
        add("visits", f"visits_by_{code}", of_visits, VISIT_IS, Counted("visit", by=by, rows=rows))
        add("interviews", f"interviews_by_{code}", of_interviews, INTERVIEW_IS,
            Counted("interview", measure="entries", by=by, rows=rows))  # fmt: skip
    pairs = [
        ("hour", of_hours, _("Visits by hour"), _("Interviews by hour"), _("The clock hour at which it was counted.")),
        ("purpose", of_table(Purpose), _("Visits by purpose"), _("Interviews by purpose"),
         _("What people came for: the first purpose that was noted.")),
    ]  # fmt: skip
    for name, rows, of_visits, of_interviews, meaning in pairs:
        add("visits", f"visits_by_{name}", of_visits, meaning, Counted("visit", name, rows=rows))
        add("interviews", f"interviews_by_{name}", of_interviews, meaning,
            Counted("interview", name, "entries", rows=rows))  # fmt: skip
    for name, (of_visits, of_interviews) in LIST_TITLES.items():
        add("visits", f"visits_by_{name}", of_visits, STATED,
            Counted("visit", name, rows=of_list(name), is_of_persons=True))  # fmt: skip
        add("interviews", f"interviews_by_{name}", of_interviews, STATED,
            Counted("interview", name, "entries", rows=of_list(name), is_of_persons=True))  # fmt: skip
    add("visits", "visits_sent_to", _("Where reception sent people"),
        _("Where a visitor was sent on to; to several places, so that the lines do not add up."),
        Counted("visit", "sent_to", rows=of_choices(SentTo.choices)))  # fmt: skip
    add("visits", "groups_by_month", _("Group visits by month"),
        _("Classes and other groups received as one entry. They are counted apart: their people are not visits."),
        Counted("group", measure="entries", by="month", rows=of_months), unit=_("groups"), acts=EVERYBODY)  # fmt: skip
    add("visits", "people_in_groups_by_month", _("People in groups by month"),
        _("The people in classes and other groups, counted apart from visits."),
        Counted("group", by="month", rows=of_months), unit=_("people in groups"), acts=EVERYBODY)  # fmt: skip
    add("interviews", "interviews_by_desk", _("Interviews by desk"), INTERVIEW_IS,
        Counted("interview", "desk", "entries", rows=of_desks))  # fmt: skip
    several = _("An interview may have several, so that the lines do not add up.")
    for name, model, title in [
        ("theme", Theme, _("Interviews by theme")),
        ("outcome", Outcome, _("What people left an interview with")),
        ("referral", ReferralKind, _("Where counsellors sent people on to")),
    ]:
        add("interviews", f"interviews_by_{name}", title, several,
            Counted("interview", name, "entries", rows=of_table(model)))  # fmt: skip
    words = [
        ("kind", Interview.Kind.choices, _("Interviews by kind"), False),
        ("channel", Interview.Channel.choices, _("Interviews by channel"), False),
        ("language", Interview.Language.choices, _("Interviews by language"), True),
    ]
    for name, choices, title, is_of_persons in words:
        add("interviews", f"interviews_by_{name}", title, INTERVIEW_IS,
            Counted("interview", name, "entries", rows=of_choices(choices), is_of_persons=is_of_persons))  # fmt: skip
    add("interviews", "left_by_desk", _("Left without being seen, by desk"),
        _("People who were sent to a desk, waited and left before a counsellor was free."),
        Counted("left", "desk", rows=of_desks), unit=_("people"))  # fmt: skip
    add("interviews", "unmet_by_purpose", _("Unmet requests by purpose"),
        _("People who asked for a purpose while no desk for it was on duty."),
        Counted("unmet", "purpose", rows=of_table(Purpose)), unit=_("people"))  # fmt: skip


add_all()
