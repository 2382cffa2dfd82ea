"""More kinds of evidence: desk by desk, place by place, who came beside who lives there, what goes on outside.

As reports.evidence_functions: lists of Fact for `sites` (a queryset) and a Period. Where a figure of the catalogue or
a key figure says the same, that one is asked.
"""

from django.conf import settings
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.models import Municipality, ProfileList, ProfileValue
from citedesmetiers.municipality_names import name_key
from counselling import hours
from counselling.models import Desk, DutySession, ReferralKind, Theme
from documentation import counts as documents
from events import counts as events
from partners import counts as partner_counts
from partners.models import BodyMember, Institution, InstitutionRole, Meeting, MeetingKind
from reports import figures, house_counts
from reports.activity import free_computers
from reports.evidence import Fact, day_in_words, listed, register_evidence, said, share
from reports.evidence_of_offers import entries_by, largest, was_open
from reports.figures import FIGURES, Scope, table_of
from reports.figures.opening_days import minutes_opened
from reports.models import DayCount, LabelFile, SelfAssessment

OF_PUBLICS = ["status", "age_band", "level", "gender"]
NO_PLACE = pgettext_lazy("places", "none")
MOST_OF_A_LIST = 3  # lines of one list of characteristics; the largest ones
WITHOUT = {  # {service of a place: the words for places that lack it}
    "interviews": _("Places without interviews"),
    "documentation": _("Places without documents"),
    "collective": _("Places without workshops and events"),
}


def of_each_place(numbers, sites, words):
    """A Fact for each of `sites` that has one of `numbers` ({key: number}), in words such as "Hours: %(what)s"."""
    return [Fact(f"place_{site.pk}", said(words, what=site), numbers[site.pk]) for site in sites if site.pk in numbers]


def desks_of(sites):
    """{desk: its name with that of its place}; desks of two places often share a name."""
    desks = Desk.objects.at(sites).select_related("site")
    return {desk.pk: said(_("%(desk)s, %(place)s"), desk=desk, place=desk.site) for desk in desks}


def of_each_desk(numbers, sites, words, prefix="desk", unit=""):
    """The same for each desk."""
    return [
        Fact(f"{prefix}_{key}", said(words, what=name), numbers[key], unit)
        for key, name in desks_of(sites).items()
        if key in numbers
    ]


# ── Place by place: 1.1, 4.1, 7.2 ────────────────────────────────────────────────────────────────────


def opening_by_place(sites, period):
    open_there = {key: minutes / 60 for key, minutes in minutes_opened(sites, period).items() if minutes}
    return of_each_place(open_there, sites, _("Opening hours: %(what)s"))


def modes_together(sites, period):
    there = [site for site in sites if was_open(site, period)]
    volumes = events.volumes(sites, period.first, period.last)
    lacking = [
        Fact(
            f"without_{service}",
            words,
            listed([site for site in there if service not in site.services], NO_PLACE),
        )
        for service, words in WITHOUT.items()
    ]
    return [
        Fact("consulted", _("Documents consulted"), documents.consulted(sites, period.first, period.last)),
        Fact("events", _("Sessions of events held"), volumes.held),
        Fact("participations", _("Participations"), volumes.participations),
        *lacking,
    ]


def rooms_by_place(sites, period):
    interviews = dict(counted_at("interview", "entries", sites, period))
    held = events.volumes_by("site", sites, period.first, period.last)
    visited = {key for key, n in counted_at("visit", "people", sites, period) if n}
    silent = [site for site in sites if was_open(site, period) and site.pk not in visited]
    return [
        *of_each_place(interviews, sites, _("Interviews: %(what)s")),
        *[
            Fact(f"participations_{site.pk}", said(_("Participations: %(what)s"), what=site),
                 held[site.pk].participations)
            for site in sites
            if site.pk in held
        ],
        Fact("silent", _("Places open in the period without any visit"), listed(silent, NO_PLACE)),
    ]  # fmt: skip


def counted_at(source, measure, sites, period):
    """(place, how many) of everything from `source`."""
    rows = DayCount.objects.of(source).at(sites).during(period).order_by()
    return rows.values_list("site_id").annotate(n=Sum(measure))


# ── Desk by desk: 2.1, 3.1, 5.1, 5.2 ─────────────────────────────────────────────────────────────────


def hours_by_desk(sites, period):
    """Hours held by each desk in percent of the hours for which its place is open; the table has the hours."""
    duty = hours.by_desk(sites, period.first, period.last)
    held = {key: each.hours_held for key, each in duty.items()}
    minutes, place_of = minutes_opened(sites, period), dict(Desk.objects.at(sites).values_list("pk", "site_id"))
    of_opening = {key: share(n * 60, minutes[place_of[key]]) for key, n in held.items() if key in place_of}
    words = _("Hours held in percent of the opening hours: %(what)s")
    return of_each_desk(of_opening, sites, words, "share", "percent")


def interviews_by_desk(sites, period):
    counted = entries_by("interview", "desk", "value", sites, period)
    return of_each_desk(counted, sites, _("Interviews: %(what)s"))


def partners_by_desk(sites, period):
    held = DutySession.objects.at(sites).between(period.first, period.last).held().order_by()
    partners = dict(held.values_list("desks").annotate(n=Count("institution", distinct=True)))
    duty = hours.by_institution(sites, period.first, period.last)
    lent = {key: each.hours_held for key, each in duty.items()}
    return [
        *of_each_desk(partners, sites, _("Institutions that held the desk: %(what)s")),
        *largest(lent, Institution, "lent", _("Hours held by: %(what)s")),
    ]


# ── Who came, and for what: 2.2, 2.3, 1.2, 1.4 ───────────────────────────────────────────────────────


def breakdown(sites, period):
    """Shares of what is known, masked as their tables are; the inhabitants of the territory beside them."""
    inhabitants = Municipality.objects.aggregate(n=Sum("population"))["n"]
    per_thousand = 1000 * figures.visits(sites, period) / inhabitants if inhabitants else None
    facts = [
        Fact("inhabitants", _("Inhabitants of the territory, as entered"), inhabitants),
        Fact("per_thousand", _("Visits per thousand inhabitants"), per_thousand, "decimal"),
    ]
    scope = Scope(tuple(sites), period)
    values = ProfileValue.objects.filter(list__in=OF_PUBLICS).in_bulk()  # their names follow the reader's language
    for name in OF_PUBLICS:
        told = [row for row in table_of(FIGURES[f"visits_by_{name}"], scope).rows if row.total.share is not None]
        told.sort(key=lambda row: -row.total.share)
        for place, row in enumerate(told):
            words = said(
                _("%(list)s, of those who said it: %(what)s"), list=ProfileList(name).label, what=values[row.key]
            )
            facts.append(Fact(f"value_{row.key}", words, row.total.share, "percent", is_small=place >= MOST_OF_A_LIST))
    return facts


def themes(sites, period):
    counted = entries_by("interview", "theme", "value", sites, period)
    return largest(counted, Theme, "theme", _("Interviews about: %(what)s"))


def booking(sites, period):
    held = events.offered(sites, period.first, period.last).filter(events.HELD)
    with_booking = held.filter(event__needs_booking=True)
    return [
        Fact("booking", _("Sessions of events held for which people had to book"), with_booking.count()),
        Fact("all", _("Sessions of events held"), held.count()),
    ]


def referrals_by_kind(sites, period):
    referrals = entries_by("interview", "referral", "value", sites, period)
    return largest(referrals, ReferralKind, "referral", _("Sent on to: %(what)s"))


# ── Partners, computers, welcome: 3.2, 3.4, 4.3, 6.1 ─────────────────────────────────────────────────


def occasional_partners(sites, period):
    occasional = partner_counts.with_role_on(InstitutionRole.OCCASIONAL, period.last)
    duty = hours.total(sites, period.first, period.last)
    return [
        Fact("occasional", _("Occasional partners on the last day"), occasional.count()),
        Fact("planned", _("Sessions on duty planned"), duty.planned),
        Fact("held", _("Sessions on duty held"), duty.held),
    ]


def seats_in_bodies(sites, period):
    day = period.last
    seats = BodyMember.objects.filter(Q(since__isnull=True) | Q(since__lte=day)).filter(
        Q(until__isnull=True) | Q(until__gte=day), Q(body__dissolved_on__isnull=True) | Q(body__dissolved_on__gt=day)
    )
    held = Meeting.objects.within(period.first, day).filter(kind__family=MeetingKind.Family.GOVERNANCE)
    latest = held.aggregate(day=Max("minutes_on"))["day"]
    return [
        Fact("seats", _("Seats in governing bodies on the last day"), seats.count()),
        Fact("latest", _("Latest minutes sent out on"), day_in_words(latest) if latest else None),
    ]


def computers(sites, period):
    referrals = entries_by("interview", "referral", "value", sites, period)
    digital = ReferralKind.objects.filter(code="digital_help").values_list("pk", flat=True)
    helping = [site for site in sites if was_open(site, period) and "digital_help" in site.services]
    return [
        Fact("computers", _("Free computers on the last day"), free_computers(sites, period.last)),
        Fact("digital", _("Referrals to digital help"), sum(referrals.get(key, 0) for key in digital)),
        Fact("helping", _("Places that offer digital help"), len(helping)),
    ]


def reception_acts(sites, period):
    acts = house_counts.reception_acts(sites, period)
    return [Fact("acts", _("Reception acts: people pointed onward"), acts)]


# ── Territory, outreach, the report itself: 7.1, 7.3, 8.2 ────────────────────────────────────────────


def values_of_home(sites):
    """{place: keys of the values of the territory list that are its own municipality}.

    The name of a place's municipality is written by hand, so it finds the municipality of its country whose name means
    the same, and by its code the value; without one, the value with such a name. A place whose municipality nobody can
    be said to come from is left out.
    """
    by_code, by_name = {}, {}
    for value in ProfileValue.objects.of(ProfileList.TERRITORY):
        by_code[value.code] = value.pk
        for language, _name in settings.LANGUAGES:
            by_name.setdefault(name_key(getattr(value, f"name_{language}") or ""), set()).add(value.pk)
    listed_there = {}
    for municipality in Municipality.objects.all():
        found = by_code.get(municipality.list_code)
        listed_there.setdefault((municipality.country, name_key(municipality.name)), set()).add(found)
    home = {}
    for site in sites:
        name = name_key(site.municipality)
        found = listed_there.get((site.country, name), set()) - {None} or by_name.get(name)
        if name and found:
            home[site.pk] = found
    return home


def from_elsewhere(sites, period):
    """Of the visits whose origin is known, those from outside the municipality of their place."""
    came = DayCount.objects.of("visit", ProfileList.TERRITORY).at(sites).during(period).order_by()
    home = values_of_home(sites)
    known = outside = 0
    for site, value, n in came.filter(site_id__in=home).values_list("site_id", "value").annotate(n=Sum("people")):
        known += n
        outside += n if value not in home[site] else 0
    return [Fact("elsewhere", _("Share of visits from outside the place's municipality, where known"),
                 share(outside, known), "percent")]  # fmt: skip


def outside_the_walls(sites, period):
    volumes = events.volumes(sites, period.first, period.last)
    _schools, classes, pupils = events.classes(sites, period.first, period.last)
    return [
        Fact("outside", _("Sessions of events held outside the places"),
             house_counts.held_elsewhere(sites, period).count()),
        Fact("beneficiaries", _("Beneficiaries declared, counted apart"), volumes.beneficiaries),
        Fact("classes", _("Classes at events"), classes),
        Fact("pupils", _("Pupils in class visits"), pupils),
    ]  # fmt: skip


def report_on_time(sites, period):
    """Of the report on the year before, which was due in this one."""
    file, report = LabelFile.objects.current(), SelfAssessment.objects.of_year(period.first.year - 1)
    if file is None or report is None:
        return [Fact("on_time", _("Last year's report sent on time"), None)]
    due = file.report_due_on(report.year)
    on_time = report.sent_on is not None and report.sent_on <= due
    return [Fact("on_time", _("Last year's report sent on time"), _("yes") if on_time else _("no"))]


KINDS = [
    ("opening_by_place", _("Opening hours by place"), opening_by_place, ("1.1",)),
    ("booking", _("Activities with booking"), booking, ("1.2",)),
    ("referrals_by_kind", _("Referrals by kind"), referrals_by_kind, ("1.4",)),
    ("hours_by_desk", _("Hours held beside opening hours, by desk"), hours_by_desk, ("2.1", "5.2")),
    ("interviews_by_desk", _("Interviews by desk"), interviews_by_desk, ("5.1",)),
    ("breakdown", _("Visitors beside the inhabitants"), breakdown, ("2.2",)),
    ("themes", _("Interviews by theme"), themes, ("2.3",)),
    ("partners_by_desk", _("Institutions by desk, hours lent"), partners_by_desk, ("3.1",)),
    ("occasional_partners", _("Occasional partners, sessions on duty"), occasional_partners, ("3.2",)),
    ("seats_in_bodies", _("Seats and minutes of governing bodies"), seats_in_bodies, ("3.4",)),
    ("modes_together", _("Interviews, documents and events together"), modes_together, ("4.1",)),
    ("computers", _("Computers and digital help"), computers, ("4.3",)),
    ("reception_acts", _("Reception acts"), reception_acts, ("6.1",)),
    ("from_elsewhere", _("Where visitors come from"), from_elsewhere, ("7.1",)),
    ("rooms_by_place", _("Interviews and events by place"), rooms_by_place, ("7.2",)),
    ("outside_the_walls", _("Events outside, classes"), outside_the_walls, ("7.3",)),
    ("report_on_time", _("The report of the year before"), report_on_time, ("8.2",)),
]


def register_all():
    """Offer them all; called when the room gets ready."""
    for code, title, function, criteria in KINDS:
        register_evidence(code, title, function, criteria=criteria)
