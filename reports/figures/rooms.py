"""The figures of the newer rooms, in the catalogue: documentation, partners, programmes.
The rooms count; here stands what a figure is called, what it means and who sees it.
"""

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from counselling.models import Interview, KeptCount
from documentation import counts as catalogue
from documentation.models import ConsultationCount, Copy, LoanCount, Resource, SearchCount
from partners import counts as partner_counts
from partners.models import (
    InstitutionKind,
    Meeting,
    MeetingKind,
    Professional,
    Programme,
    ProgrammeRole,
    TrainingKind,
)
from reports.figures.asked import Asked
from reports.figures.breakdowns import COUNSELLORS, INTERVIEWS, of_months
from reports.figures.catalogue import Figure, register
from reports.figures.room_tables import (
    EACH_ELSE,
    SEVERAL_PLACES,
    as_named,
    entries_of,
    places,
    words,
    words_that_occur,
)
from reports.figures.tables import Counted
from reports.numbers import number, percent

CATALOGUE_ACTS = ("see_figures", "edit_catalogue")
PARTNER_ACTS = ("see_figures", "edit_partners")
HOLDINGS = _(
    "The catalogue: days of acquisition and of weeding. What has no day of acquisition counts as always there."
)
PARTNERSHIP = _("Institutions, agreements, people, meetings and trainings, as the partnership's room keeps them.")
ON_LAST_DAY = _("On the last day of the period, today while it runs.")


def keys(sites):
    return [site.pk for site in sites]


def add(code, room, title, definition, unit, source, counted, acts, completeness=None):
    """Register a figure of a room with a page of its own."""
    register(Figure(code=code, room=room, title=title, name=title, definition=definition, unit=unit, source=source,
                    counted=counted, acts=acts, page=code, function=type(counted.table(None, 0)),
                    completeness=completeness))  # fmt: skip


PURPOSE = "resource__purposes"  # by which loans and consultations are narrowed to one


# ── Documentation ────────────────────────────────────────────────────────────────────────────────────


def monthly(model, column):
    """A function (sites, period, **only) → {first of month: sum of `column`} of daily counts."""

    def function(sites, period, **only):
        rows = model.objects.filter(day__range=(period.first, period.last), site__in=keys(sites), **only).order_by()
        return dict(rows.annotate(month=TruncMonth("day")).values_list("month").annotate(n=Sum(column)))

    return function


def online_by_month(sites, period, **only):
    rows = ConsultationCount.objects.filter(day__range=(period.first, period.last), site__isnull=True, **only)
    return dict(rows.order_by().annotate(month=TruncMonth("day")).values_list("month").annotate(n=Sum("n")))


def loans_by(relation):
    def function(sites, period, **only):
        rows = LoanCount.objects.filter(
            day__range=(period.first, period.last), site__in=keys(sites), **only
        ).order_by()
        return dict(rows.values_list(f"resource__{relation}__name").annotate(n=Sum("n")).order_by("-n"))

    return function


def by_medium(sites, period, **only):
    return dict(catalogue.by_medium(keys(sites), period.last, **only))


def bands(sites, period, **only):
    found = catalogue.by_age(period.last, keys(sites), period.last, **only)
    return {years or "unknown": n for years, n in found}


def of_bands(scope, keys):
    def label(years):
        if years == "unknown":
            return gettext("year not known")
        young, old = years
        if old is None:
            return ngettext("%(n)s year or more", "%(n)s years or more", young) % {"n": young}
        return gettext("%(young)s to %(old)s years") % {"young": young, "old": old}

    return [(years, label(years)) for years in keys]


def added(sites, period, **only):
    rows = Copy.objects.filter(added_on__range=(period.first, period.last), site__in=keys(sites), **only)
    return dict(rows.order_by().annotate(month=TruncMonth("added_on")).values_list("month").annotate(n=Count("pk")))


def weeded(sites, period, **only):
    rows = Resource.objects.filter(weeded_on__range=(period.first, period.last), **only)
    return dict(rows.order_by().values_list("weeded_because").annotate(n=Count("pk")).order_by("-n"))


def searches(sites, period):
    rows = SearchCount.objects.filter(week__range=(period.first, period.last)).order_by()
    return dict(rows.annotate(month=TruncMonth("week")).values_list("month").annotate(n=Sum("n")))


def found_nothing(scope):
    """How many of the searches led nowhere."""
    period = scope.period
    found = SearchCount.objects.filter(week__range=(period.first, period.last)).aggregate(
        n=Sum("n", default=0), without=Sum("without_result", default=0)
    )
    return [(_("Searches without a result"), percent(100 * found["without"] / found["n"]))] if found["n"] else []


def year_known(scope):
    only = {"purposes": scope.purpose} if scope.purpose else {}
    found = catalogue.older_than(scope.period.last, sites=keys(scope.sites), day=scope.period.last, **only)
    held = catalogue.held(keys(scope.sites), scope.period.last, **only).count()
    return [(_("Year of publication known"), percent(100 * found["of"] / held))] if held else []


def add_documentation():
    documents, loans = _("documents"), _("loans")
    held = _("Documents held: a document stands at the places where it has copies, an online one at every place.")
    used = _("Counts of the day; whoever read or borrowed is not kept.")

    def one(code, title, definition, unit, source, counted, completeness=None):
        add(code, "documentation", title, definition, unit, source, counted, CATALOGUE_ACTS, completeness)

    one("documents_by_medium", _("Documents held by medium"), held, documents, HOLDINGS,
        Asked(by_medium, as_named, adds_up=False, no_sum=SEVERAL_PLACES, purpose="purposes"))  # fmt: skip
    one("documents_by_purpose", _("Documents held by purpose"),
        _("Documents held; one with two purposes counts for both."), documents, HOLDINGS,
        Asked(lambda sites, period: dict(catalogue.by_purpose(keys(sites), period.last)), as_named,
              adds_up=False, rows_are="purpose"))  # fmt: skip
    one("documents_by_age", _("Documents held by age"),
        _("Years between publication and the last day of the period."), documents, HOLDINGS,

        Asked(bands, of_bands, adds_up=False, no_sum=SEVERAL_PLACES, purpose="purposes"), year_known)  # fmt: skip
    one("copies_added_by_month", _("Copies added by month"), _("Copies that came into the holdings."), _("copies"),
        HOLDINGS, Asked(added, of_months, by="month", purpose=PURPOSE))  # fmt: skip
    one("documents_weeded", _("Documents weeded by reason"), _("Documents taken out for good, of the whole centre."),
        documents, HOLDINGS, Asked(weeded, words_that_occur(Resource.WeedingReason.choices),
                                   is_of_centre=True, purpose="purposes"))  # fmt: skip
    one("loans_by_month", _("Loans by month"), _("Documents lent; a renewal is no loan."), loans, used,
        Asked(monthly(LoanCount, "n"), of_months, by="month", purpose=PURPOSE))  # fmt: skip
    one("loans_by_purpose", _("Loans by purpose"), _("Loans of documents by purpose; with two it counts twice."),
        loans, used, Asked(loans_by("purposes"), as_named, adds_up=False, rows_are="purpose"))  # fmt: skip
    one("loans_by_subject", _("Loans by subject"), _("Loans of documents on a subject; one with two counts for both."),
        loans, used, Asked(loans_by("subjects"), as_named, adds_up=False, purpose=PURPOSE))  # fmt: skip
    one("consultations_by_month", _("Consultations on the spot by month"),
        _("Documents that lay on a table when the round was made."), _("consultations"), used,
        Asked(monthly(ConsultationCount, "n"), of_months, by="month", purpose=PURPOSE))  # fmt: skip
    one("online_by_month", _("Documents opened online by month"), _("Online documents opened from the catalogue."),
        _("consultations"), used,
        Asked(online_by_month, of_months, by="month", is_of_centre=True, purpose=PURPOSE))  # fmt: skip
    one("searches_by_month", _("Searches in the catalogue by month"),
        _("Questions that visitors asked the catalogue, by the month in which their week began."), _("searches"), used,
        Asked(searches, of_months, by="month", is_of_centre=True), found_nothing)  # fmt: skip


# ── Partners ─────────────────────────────────────────────────────────────────────────────────────────


def by_kind(sites, period):
    return {row["kind"]: row["partners"] for row in partner_counts.partners_by_kind(period.last)}


def by_place(sites, period):
    wanted = set(keys(sites))
    rows = partner_counts.partners_by_site(period.last)
    return {row["site"]: row["partners"] for row in rows if row["site"] in wanted}


def movement(sites, period):
    first, last = period.first, period.last
    return {
        "partners": partner_counts.partners_on(last).count(),
        "agreed": partner_counts.with_agreement_on(last).count(),
        "new": partner_counts.new_partners(first, last).count(),
        "ended": partner_counts.ended_partners(first, last).count(),
    }


def people(sites, period):
    found = partner_counts.professionals(period.first, period.last)
    return {**found, "fte": float(partner_counts.full_time_equivalents(period.last) or 0)}


def meetings(sites, period, column="meetings_held"):
    held = Meeting.objects.within(period.first, period.last)
    return {kind.pk: getattr(kind, column) for kind in partner_counts.meetings_by_kind(held)}


def trainings(column):
    def function(sites, period):
        rows = partner_counts.trainings_by_kind(period.first, period.last)
        return {kind.pk: getattr(kind, column) for kind in rows}

    return function


def shadowing(sites, period):
    half_days, people = partner_counts.shadowing_half_days(period.first, period.last)
    return {"half_days": half_days, "people": people}


def unknown_times(scope):
    rows = Professional.objects.active(scope.period.last)
    everybody = rows.count()
    unknown = rows.filter(fte__isnull=True).count()
    return [(_("People whose working time is not known"), number(unknown))] if everybody and unknown else []


def add_partners():
    partners_unit, sorts = _("partners"), {
        "partners": _("Partners"), "companies": _("Companies that are no partners"), "schools": _("Schools"),
    }  # fmt: skip

    def one(code, title, definition, unit, counted, completeness=None):
        add(code, "partners", title, definition, unit, PARTNERSHIP, counted, PARTNER_ACTS, completeness)

    def of_centre(function, rows, **fields):
        return Asked(function, rows, is_of_centre=True, **fields)

    takes_part = _("Partners that take part on the last day of the period; companies and schools are counted apart.")
    one("partners_by_kind", _("Partners by kind"), takes_part, partners_unit,
        of_centre(by_kind, entries_of(InstitutionKind)))  # fmt: skip
    one("partners_by_place", _("Partners by place"), _("Partners present at a place; one may be at several."),
        partners_unit, Asked(by_place, places, adds_up=False))  # fmt: skip
    one("institutions_by_sort", _("Partners, companies and schools"), takes_part, _("institutions"),
        of_centre(lambda sites, period: partner_counts.sorts_on(period.last), words(sorts)))  # fmt: skip
    one("partners_movement", _("Partners that came, stayed and left"),
        _("Partners and agreements in force on the last day of the period; new ones by their first day, else by "
          "their first agreement."), partners_unit,
        of_centre(movement, words({"partners": _("Partners on the last day"),
                                   "agreed": _("with an agreement in force"),
                                   "new": _("new in the period"), "ended": _("ended in the period")}),
                  adds_up=False, no_sum=EACH_ELSE))  # fmt: skip
    one("professionals", _("Professionals mobilised"),
        _("People lent by institutions who worked here on at least one day; working time on the last day, in "
          "full-time jobs."), _("people, institutions, full-time jobs"),
        of_centre(people, words({"people": _("People"), "institutions": _("Institutions they come from"),
                                 "fte": _("Full-time jobs")}), adds_up=False, is_measure=True),
        unknown_times)  # fmt: skip
    one("people_by_contract", _("Professionals by contract"), ON_LAST_DAY, _("people"),
        of_centre(lambda sites, period: partner_counts.by_contract(period.last),
                  words_that_occur(Professional.Contract.choices)))  # fmt: skip
    one("meetings_by_kind", _("Meetings by kind"), _("Meetings that were held."), _("meetings"),
        of_centre(meetings, entries_of(MeetingKind)))  # fmt: skip
    one("people_at_meetings", _("People at meetings by kind"),
        _("People who came, added up over meetings; meetings without a number count nothing."), _("participations"),
        of_centre(lambda s, p: meetings(s, p, "people_came"), entries_of(MeetingKind)))  # fmt: skip
    one("trainings_by_kind", _("Trainings of the team by kind"), _("Trainings that began in the period."),
        _("trainings"), of_centre(trainings("trainings_held"), entries_of(TrainingKind)))  # fmt: skip
    one("people_at_trainings", _("Participations in trainings by kind"),
        _("Whoever attended two trainings counts twice."), _("participations"),
        of_centre(trainings("participants"), entries_of(TrainingKind)))  # fmt: skip
    one("beginners_at_trainings", _("Beginners in trainings by kind"),
        _("Participations of people marked as beginners."), _("participations"),
        of_centre(trainings("beginners"), entries_of(TrainingKind)))  # fmt: skip
    one("shadowing", _("Desk shadowing"),
        _("Half-days at a desk beside a colleague, and people who did at least one."),
        _("half-days, people"),
        of_centre(shadowing, words({"half_days": _("Half-days"), "people": _("People")}), adds_up=False,
                  no_sum=EACH_ELSE))  # fmt: skip


# ── Programmes ───────────────────────────────────────────────────────────────────────────────────────


def of_programmes(scope, keys):
    """Programmes that run during the period, and others that occur."""
    first, last = scope.period.first, scope.period.last
    found = Programme.objects.filter(
        Q(pk__in=[key for key in keys if key])
        | Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    )
    return [(programme.pk, programme.name) for programme in found.order_by("-starts_on", "name")]


def diagnostics(sites, period, **only):
    rows = Interview.objects.held().at(sites).between(period.first, period.last).filter(
        kind=Interview.Kind.DIAGNOSTIC, programme__isnull=False, **only
    )  # fmt: skip
    found = dict(rows.order_by().values_list("programme").annotate(n=Count("pk")))
    if only:
        return found  # what is kept of forgotten rows crosses with nothing else
    gone = KeptCount.objects.at(sites).within(period.first, period.last).filter(
        what=KeptCount.What.KIND, code=Interview.Kind.DIAGNOSTIC
    )  # fmt: skip
    for programme, n in gone.order_by().values_list("programme").annotate(n=Sum("entries")):
        found[programme] = found.get(programme, 0) + n
    return found


def programme_partners(sites, period):
    rows = ProgrammeRole.objects.filter(
        programme__in=Programme.objects.within(period.first, period.last).values("pk"),
        role__in=[ProgrammeRole.Role.LEAD, ProgrammeRole.Role.PARTNER],
    )
    return dict(rows.order_by().values_list("programme").annotate(n=Count("institution", distinct=True)))


def add_programmes():
    def one(code, title, definition, unit, source, counted):
        add(code, "programmes", title, definition, unit, source, counted, PARTNER_ACTS)

    of = _("Interviews that were held within a programme.")
    one("programme_interviews", _("Interviews by programme"), of, INTERVIEWS, COUNSELLORS,
        Counted("interview", "programme", "entries", rows=of_programmes))  # fmt: skip
    one("programme_people", _("People in interviews by programme"),
        _("People in the interviews of a programme; whoever comes twice counts twice."), _("people"), COUNSELLORS,
        Counted("interview", "programme", rows=of_programmes))  # fmt: skip
    one("programme_diagnostics", _("Diagnostic interviews by programme"), of, INTERVIEWS, COUNSELLORS,
        Asked(diagnostics, of_programmes, purpose="purpose", crosses="interview", rows_are="programme"))  # fmt: skip
    one("programme_partners", _("Partners by programme"),
        _("Institutions that lead a programme or take part in it as partners."), _("institutions"),
        PARTNERSHIP,
        Asked(programme_partners, of_programmes, adds_up=False, is_of_centre=True, rows_are="programme"))  # fmt: skip


add_documentation()
add_partners()
add_programmes()
