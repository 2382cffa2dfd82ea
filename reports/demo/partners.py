"""Who takes part in the demonstration centre: institutions with their agreements, the people whom they lend.

What they meet about and are trained in stands in reports.demo.meetings.
"""

from datetime import date, timedelta
from decimal import Decimal

from citedesmetiers.models import Municipality, Purpose, User
from partners.models import (
    Agreement,
    AgreementCommitment,
    Contact,
    Institution,
    InstitutionKind,
    Presence,
    Professional,
)
from reports.demo import meetings
from reports.demo.centre import read
from reports.demo.chance import stream
from reports.demo.years import moved, parsed

Kind = AgreementCommitment.Kind
HOURS_OF_A_FULL_TIME_MONTH = Decimal("151.67")
PURPOSES = {  # on which purpose an institution sits, where one stands out
    "spe": "employment", "mission_locale": "employment", "cio": "orientation", "trajectoires": "career_change",
    "point_bilan": "career_change", "pole_adultes": "training", "cfa_lisse": "training", "universite": "orientation",
    "cci": "business", "cma": "business", "elan_createurs": "business", "handi_relais": "employment",
    "centro_impiego": "employment",
}  # fmt: skip
FUNCTIONS = [("Direction", "direction"), ("Secrétariat", "secretariat"), ("Comptabilité", "comptabilite")]


def fill(seed, sites, day):
    """Make institutions, agreements, people, meetings and trainings as they stand on `day`. sites: by code."""
    shift = day.year - read("centre")["anchor_year"]
    institutions = {entry["code"]: build(entry, shift) for entry in read("institutions")["institutions"]}
    contacts(institutions, seed)
    people = {
        entry["code"]: person(entry, institutions, sites, seed, shift)
        for entry in read("professionals")["professionals"]
    }
    presences(institutions, people)
    meetings.fill(seed, institutions, people, sites, day)


def build(entry, shift):
    """One institution with its agreements; those that have lasted longer renew an earlier one."""
    municipality = Municipality.objects.filter(code=entry["municipality"] or "").first()
    started = [parsed(agreement["charter_on"] or agreement["from"]) for agreement in entry["agreements"]]
    institution = Institution.objects.create(
        code=entry["code"],
        name=entry["name"],
        kind=InstitutionKind.objects.get(code=entry["kind"]),
        roles=entry["roles"],
        country=entry["country"],
        municipality=municipality.name if municipality else "",
        since=min(started) if started else None,
    )
    before = {}  # object → the agreement about it that ends last so far
    for agreement in sorted(entry["agreements"], key=lambda each: each["from"]):
        build_agreement(institution, agreement, shift, before)
    return institution


def build_agreement(institution, entry, shift, before):
    starts_on, ends_on = (moved(parsed(entry[name]), shift) for name in ("from", "to"))
    charter = parsed(entry["charter_on"])
    former, made = before.get(entry["object"]), []
    if former is None and charter and charter < starts_on - timedelta(days=365):
        length = max(starts_on.year - charter.year, 1) if starts_on.year - charter.year < 3 else 3
        began = max(moved(starts_on, -length), charter)
        former = Agreement.objects.create(
            institution=institution,
            object=entry["object"],
            signed_on=began,
            starts_on=began,
            ends_on=starts_on - timedelta(days=1),
            charter_accepted_on=charter,
        )
        made.append(former)
    agreement = Agreement.objects.create(
        institution=institution,
        object=entry["object"],
        signed_on=moved(parsed(entry["signed_on"]), shift),
        starts_on=starts_on,
        ends_on=ends_on,
        charter_accepted_on=charter,
        renews=former,
        renewal_waived="éphémère" in entry["object"],
    )
    rows = list(commitments(institution.code, entry["commits"]))
    before[entry["object"]] = agreement
    for each in [*made, agreement]:
        AgreementCommitment.objects.bulk_create(AgreementCommitment(agreement=each, **row) for row in rows)


def commitments(code, commits):
    """What an agreement commits, as columns of AgreementCommitment; the valued amount stands on the staff time."""
    purpose = Purpose.objects.filter(code=PURPOSES.get(code, "")).first()
    valued = commits.get("valued")
    if "sessions_per_month" in commits:
        yield {"kind": Kind.SESSIONS, "quantity": commits["sessions_per_month"], "purpose": purpose}
    if "hours_per_month" in commits:
        yield {"kind": Kind.HOURS, "quantity": commits["hours_per_month"], "valued_euros": valued}
    if "workshops_per_year" in commits:
        yield {"kind": Kind.WORKSHOPS, "quantity": commits["workshops_per_year"]}
    if commits.get("premises"):
        alone = "hours_per_month" not in commits
        yield {
            "kind": Kind.PREMISES,
            "description": "Locaux, chauffage et entretien",
            "valued_euros": valued if alone else None,
        }
    if "posts" in commits:
        yield {"kind": Kind.OTHER, "quantity": Decimal(str(commits["posts"])), "description": "postes permanents"}
    if "funding" in commits:
        yield {"kind": Kind.FUNDING, "quantity": commits["funding"]}


def contacts(institutions, seed):
    """One or two addresses to write to at each institution, by function; nobody is named."""
    rows = []
    for code, institution in institutions.items():
        rng = stream(seed, "contacts", code)
        for function, local in FUNCTIONS[: 1 + (rng.random() < 0.4)]:
            rows.append(
                Contact(
                    institution=institution,
                    function=function,
                    email=f"{local}@{code.replace('_', '-')}.example",
                    phone=f"+33 1 99 00 {rng.randrange(10, 99)} {rng.randrange(10, 99)}" if rng.random() < 0.5 else "",
                )
            )
    Contact.objects.bulk_create(rows)


def person(entry, institutions, sites, seed, shift):
    """One professional. Beginners came in the year that runs, the others some years ago."""
    rng = stream(seed, "person", entry["code"])
    institution = institutions[entry["institution"]]
    year = read("centre")["anchor_year"] + shift
    if entry.get("beginner"):
        came = date(year, rng.choice([1, 2, 9]), 2 + rng.randrange(24))
    else:
        came = date(year - rng.randrange(2, 7), rng.choice([1, 3, 9, 10]), 2 + rng.randrange(24))
    volunteer = "civic_service_volunteer" in entry["functions"]
    done = entry.get("onboarding", [])
    made = Professional.objects.create(
        institution=institution,
        name=entry["name"],
        functions=entry["functions"],
        languages=entry["languages"],
        contract=Professional.Contract.CIVIC_SERVICE if volunteer else Professional.Contract.EMPLOYEE,
        fte=working_time(entry, institution),
        active_from=came,
        active_until=came + timedelta(days=240) if volunteer else None,
        charter_signed_on=came + timedelta(days=rng.randrange(12)) if "charter_signing" in done or not done else None,
        user=User.objects.filter(name=entry["name"]).first() if not volunteer else None,
    )
    made.sites.set(sites[code] for code in entry["sites"])
    return made


def working_time(entry, institution):
    """The full-time equivalent: as noted, else the hours of the agreement, shared by the institution's people."""
    if entry.get("fte") is not None:
        return Decimal(str(entry["fte"]))
    hours = AgreementCommitment.objects.filter(
        agreement__institution=institution, agreement__renewed_by__isnull=True, kind=Kind.HOURS
    ).first()
    if hours is None:
        return None
    colleagues = [each for each in read("professionals")["professionals"] if each["institution"] == institution.code]
    return round(hours.quantity / HOURS_OF_A_FULL_TIME_MONTH / len(colleagues), 2) or Decimal("0.05")


def presences(institutions, people):
    """Where each institution is present: where its people work, since the place opened or it came."""
    rows = {}
    for each in people.values():
        for site in each.sites.all():
            since = max((day for day in (site.opened_on, each.institution.since) if day), default=None)
            until = site.closed_on
            if until and since and until < since:
                continue
            rows[each.institution_id, site.pk] = Presence(
                institution=each.institution, site=site, since=since, until=until
            )
    Presence.objects.bulk_create(rows.values())
