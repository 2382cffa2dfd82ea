"""More kinds of evidence: where people are pointed to, documents, the programme, the space, regard, the brand.

As reports.evidence_functions: lists of Fact for `sites` (a queryset) and a Period. What no software can count is
declared by somebody, beside the criterion it belongs to (see reports.evidence.declared_for).
"""

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.models import Centre, Purpose
from counselling.models import Outcome, ReferralKind
from documentation import counts as documents
from documentation.models import LinkCheck, Resource
from events import counts as events
from events.models import Adaptation, AudienceTag, EventKind, Session, Topic
from partners.models import Institution
from reception.models import SentTo, StationUse
from reports import label
from reports.evidence import Fact, register_evidence, said, share
from reports.models import DayCount, LabelFile
from reports.numbers import percent

NO_LEVEL = pgettext_lazy("level of the label", "none")
MOST = 4  # lines of one list; the largest ones
OLD = 3  # years
percent_of = lazy(percent, str)  # written when it is read, in the language of the report


def largest(counts, model, prefix, words):
    """Facts for {key of a row of `model`: number}, in words such as "Sent on to: %(what)s"; the MOST largest first.

    The others come as small ones: they are told when they were large in the year before.
    """
    names = model.objects.in_bulk([key for key in counts if key is not None])
    rows = sorted(((n, key) for key, n in counts.items() if key in names and n), key=lambda row: (-row[0], row[1]))
    return [
        Fact(f"{prefix}_{key}", said(words, what=names[key]), n, is_small=place >= MOST)
        for place, (n, key) in enumerate(rows)
    ]


# ── 2.4 Pointing onward ──────────────────────────────────────────────────────────────────────────────


def entries_by(source, dimension, column, sites, period):
    """{value or code: entries} of one dimension. Source: counts of days, which outlive the rows."""
    rows = DayCount.objects.of(source, dimension).at(sites).during(period).order_by()
    return dict(rows.values_list(column).annotate(n=Sum("entries")))


def pointing_onward(sites, period):
    referrals = entries_by("interview", "referral", "value", sites, period)
    interviews = DayCount.objects.of("interview").at(sites).during(period).aggregate(n=Sum("entries", default=0))["n"]
    scopes = dict(ReferralKind.objects.values_list("pk", "scope"))
    inside = sum(n for key, n in referrals.items() if scopes.get(key) == ReferralKind.Scope.INSIDE)
    outcomes = entries_by("interview", "outcome", "value", sites, period)
    given = sum(referrals.values())
    made = Outcome.objects.filter(code="document_made").values_list("pk", flat=True)
    sent = entries_by("visit", "sent_to", "code", sites, period)
    return [
        Fact("given", _("Referrals given in interviews"), given),
        Fact("inside", _("… inside the Cité: another desk, documents, an event"), inside),
        Fact("per_interview", _("Referrals per interview"), given / interviews if interviews else None, "decimal"),
        *largest(referrals, ReferralKind, "referral", _("Sent on to: %(what)s")),
        Fact("documents_made", _("Interviews in which a document was made"),
             sum(outcomes.get(key, 0) for key in made)),
        Fact("desks", _("Visitors whom reception sent to a desk"), sent.get(SentTo.DESK, 0)),
        Fact("shelves", _("Visitors whom reception sent to the documents"), sent.get(SentTo.DOCUMENTATION, 0)),
        Fact("activities", _("Visitors whom reception sent to a workshop or event"), sent.get(SentTo.ACTIVITY, 0)),
    ]  # fmt: skip


# ── 4.2 Documentation ────────────────────────────────────────────────────────────────────────────────


def holdings(sites, period):
    """As of the last day of the period; consultations and loans on its days."""
    held = documents.held(sites, period.last)
    total, dated = held.count(), held.filter(year__isnull=False)
    of_purposes = dict(held.order_by().values_list("purposes").annotate(n=Count("pk", distinct=True)))
    added = held.filter(acquired_on__range=(period.first, period.last)).count()
    weeded = Resource.objects.filter(weeded_on__range=(period.first, period.last)).count()
    known = dated.count()
    return [
        Fact("held", _("Documents held on the last day"), total),
        *largest(of_purposes, Purpose, "purpose", _("Documents for: %(what)s")),
        Fact("added", _("Documents added"), added),
        Fact("weeded", _("Documents weeded"), weeded),
        Fact("old", _("Share older than three years, of those with a year"),
             share(dated.filter(year__lt=period.last.year - OLD).count(), known), "percent"),
        Fact("verified", _("Share verified during the year, links that answered included"), verified(held, period),
             "percent"),
        Fact("consulted", _("Documents consulted"), documents.consulted(sites, period.first, period.last)),
        Fact("lent", _("Documents lent"), documents.lent(sites, period.first, period.last)),
    ]  # fmt: skip


def verified(held, period):
    """Percent of the resources `held` that were looked at in `period`, by somebody or by a check of their link.

    Of a document only the last look is kept. Where some were looked at later, the share is told as the least that it
    can have been, in words; then nobody takes it for a drop of what was done.
    """
    alive = LinkCheck.objects.filter(
        resource=OuterRef("pk"), verdict=LinkCheck.Verdict.ALIVE, at__date__range=(period.first, period.last)
    )
    looked_at = Q(verified_on__range=(period.first, period.last)) | Exists(alive)
    found = held.aggregate(
        n=Count("pk", filter=looked_at),
        later=Count("pk", filter=Q(verified_on__gt=period.last) & ~looked_at),
        of=Count("pk"),
    )
    told = share(found["n"], found["of"])
    return said(_("at least %(share)s"), share=percent_of(told)) if found["later"] else told


# ── 4.4 The collective programme ─────────────────────────────────────────────────────────────────────


def programme(sites, period):
    first, last = period.first, period.last
    together = events.volumes(sites, first, last)
    kinds = {key: each.held for key, each in events.volumes_by("event__kind", sites, first, last).items()}
    topics = {key: each.held for key, each in events.volumes_by_many("topics", sites, first, last).items()}
    co_produced, held = events.co_produced(sites, first, last)
    return [
        Fact("offered", _("Sessions of events offered"), together.offered),
        Fact("held", _("Sessions of events held"), together.held),
        Fact("cancelled", _("Sessions of events cancelled"), together.cancelled),
        Fact("seats", _("Seats at sessions with a limit"), together.seats_offered),
        Fact("participations", _("Participations"), together.participations),
        Fact("fill", _("Share of these seats that were used"), share(together.seats_used, together.seats_offered),
             "percent"),
        Fact("co_produced", _("Share of sessions made with a partner"), share(co_produced, held), "percent"),
        *largest(kinds, EventKind, "kind", _("Sessions held: %(what)s")),
        *largest(topics, Topic, "topic", _("Sessions held about: %(what)s")),
    ]  # fmt: skip


# ── 5.3 Open space, 6.2 regard for each person ───────────────────────────────────────────────────────


def space(sites, period):
    there = [site for site in sites if was_open(site, period)]
    areas = [site.area_m2 for site in there if site.area_m2]
    return [
        Fact("places", _("Places open in the period"), len(there)),
        Fact("area", _("Floor area together, in m²"), sum(areas) if areas else None),
    ]


def was_open(site, period):
    return (site.opened_on or period.first) <= period.last and (site.closed_on or period.last) >= period.first


def regard(sites, period):
    there = [site for site in sites if was_open(site, period)]
    held = Session.objects.within(period.first, period.last).filter(events.HELD, site__in=sites).order_by()
    audiences = dict(held.values_list("event__audiences").annotate(n=Count("pk", distinct=True)))
    adapted = dict(held.values_list("event__adaptations").annotate(n=Count("pk", distinct=True)))
    uses = StationUse.objects.filter(site__in=sites, day__range=(period.first, period.last))
    referrals = entries_by("interview", "referral", "value", sites, period)
    digital = ReferralKind.objects.filter(code="digital_help").values_list("pk", flat=True)
    return [
        Fact("step_free", _("Places with step-free access"), sum(1 for site in there if site.step_free)),
        Fact("places", _("… of all places open in the period"), len(there)),
        Fact("adapted", _("Sessions held that were adapted"),
             held.filter(event__adaptations__isnull=False).distinct().count()),
        *largest(adapted, Adaptation, "adaptation", _("Sessions adapted: %(what)s")),
        *largest(audiences, AudienceTag, "audience", _("Sessions held for: %(what)s")),
        Fact("digital", _("Referrals to digital help"), sum(referrals.get(key, 0) for key in digital)),
        Fact("stations", _("Sessions at free computers"), uses.aggregate(n=Sum("started", default=0))["n"]),
    ]  # fmt: skip


# ── 8.3 The brand ────────────────────────────────────────────────────────────────────────────────────


def brand(sites, period):
    file, centre = LabelFile.objects.current(), Centre.objects.current()
    steps = [step for step in file.steps.all() if step.decided_on and step.decided_on <= period.last] if file else []
    kind = label.level(steps)
    on_conditions = [step for step in steps if step.conditions]
    met = [step for step in on_conditions if step.conditions_met_on and step.conditions_met_on <= period.last]
    there = [site for site in sites if was_open(site, period)]
    return [
        Fact("level", _("Level of the label on the last day"), label.SHORT[kind] if kind else NO_LEVEL),
        Fact("conditions", _("Conditions of the label that are not met"), len(on_conditions) - len(met)),
        Fact("logo", _("A logo of its own stands on prints"), _("yes") if centre and centre.logo else _("no")),
        Fact("host", _("Places whose host is named"), sum(1 for site in there if site.host)),
        Fact("partners", _("Partners that bear the name on the last day"),
             Institution.objects.current(period.last).partners().count()),
    ]  # fmt: skip


KINDS = [
    ("pointing_onward", _("Referrals and what follows"), pointing_onward, ("2.4",)),
    ("holdings", _("Documents held, new, used"), holdings, ("4.2",)),
    ("programme", _("The collective programme"), programme, ("4.4",)),
    ("space", _("The space"), space, ("5.3",)),
    ("regard", _("Access, adapted activities, digital help"), regard, ("6.2",)),
    ("brand", _("Label, logo, name"), brand, ("8.3",)),
]


def register_all():
    """Offer them all; called when the room gets ready."""
    for code, title, function, criteria in KINDS:
        register_evidence(code, title, function, criteria=criteria)
