"""Desks, and the interviews that visitors who were sent there had: about 8,000 a year, drawn from the visits."""

import uuid
from datetime import datetime, timedelta
from math import exp

from django.utils import timezone

from citedesmetiers.models import Purpose, Site
from citedesmetiers.starting_lists import per_language
from counselling.factories import build_interview, make_desk
from counselling.models import PROFILE_FIELDS, Interview, Outcome, ReferralKind, Theme
from counselling.today import is_open_at
from partners.models import Institution, Programme
from reception.models import Visit
from reports.demo import roster
from reports.demo.bulk import copy
from reports.demo.centre import read
from reports.demo.chance import Weighted, stream
from reports.demo.visits import Keys
from reports.demo.years import parsed

State, Kind, Channel = Interview.State, Interview.Kind, Interview.Channel

SEEN = 0.78  # of those who are sent to a desk; the others find nobody there, or look elsewhere first
LEFT = 0.06  # of those who waited
STRAIGHT = 0.07  # interviews of people who came without being sent, per one that was
VERSATILE = 0.12  # go to a desk that serves several purposes where there is one of their own too
MEDIAN_MINUTES, SPREAD, SHORTEST, LONGEST = 20, 0.52, 5, 60
MEAN_WAIT = 8.5  # minutes, in an hour of ordinary bustle
LONGEST_WAIT = 75
LANGUAGES = Weighted({"": 22, "fr": 68, "ar": 2.5, "en": 2.5, "it": 1.5, "pt": 1, "es": 1, "uk": 1, "other": 0.5})
LANGUAGES_IN_ITALY = Weighted({"": 22, "it": 64, "fr": 9, "ar": 2, "other": 3})
CHANNELS = Weighted({Channel.WALK_IN: 44, Channel.TELEPHONE: 38, Channel.VIDEO: 9, Channel.OUTREACH: 6, "chat": 3})
HOW_MANY_THEMES = Weighted({1: 46, 2: 38, 3: 16})
HOW_MANY_OUTCOMES = Weighted({0: 4, 1: 42, 2: 40, 3: 14})
OUTCOMES = {
    "new_information": 40, "next_steps": 26, "contacts": 18, "new_perspectives": 14, "answer": 20,
    "choice_confirmed": 7, "document_made": 9, "unresolved": 2,
}  # fmt: skip
REFERRED = 0.44
REFERRALS = {
    "institution": 30, "event": 18, "documentation": 16, "other_desk": 12, "come_back": 9, "digital_help": 6,
    "online_service": 5, "computer_station": 4, "employer": 3, "other_site": 2, "other_cite": 0.5,
}  # fmt: skip


def build(sites):
    """The desks of all places (by code), with their purposes. Returns them by code."""
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    desks = {}
    for entry in read("desks")["desks"]:
        site, serves = sites[entry["site"]], [purposes[code] for code in entry["purposes"]]
        is_passing = site.kind == Site.Kind.EPHEMERAL
        alone = len(serves) < len([purpose for purpose in purposes.values() if purpose.is_door])
        desks[entry["code"]] = make_desk(
            site=site,
            code=entry["code"],
            name=entry["name"]["fr"],
            purposes=serves,
            rank=entry["rank"],
            colour=serves[0].colour if alone else 0,
            icon=serves[0].icon if alone else "people",
            valid_from=site.opened_on if is_passing else parsed(entry["from"]),
            valid_until=site.closed_on if is_passing else None,
            **per_language("name", entry["name"]),
        )
    return desks


def fill(seed, desks):
    """Store the interviews of all stored visits that were sent to a desk; returns how many.

    They depend on the seed and the visit alone, and carry copies of its values, never its key.
    """
    return copy(Interview, interviews(seed, desks))


def interviews(seed, desks):
    """Unsaved interviews in the order of the visits."""
    draw = Draw(desks)
    columns = ["uid", "site_id", "day", "hour", "people", "purpose_id", *(f"{name}_id" for name in PROFILE_FIELDS)]
    sent = Visit.objects.filter(sent_to__contains=["desk"], purpose__is_door=True).order_by("day", "uid")
    for visit in sent.values(*columns).iterator():
        rng = stream(seed, "interview", visit.pop("uid"))
        if rng.random() < SEEN:
            yield draw.after_waiting(rng, dict(visit))
            if rng.random() < STRAIGHT:
                yield draw.straight(rng, visit)


class Draw:
    """The lists behind the drawing, read once. desks: by code."""

    def __init__(self, desks):
        self.keys = Keys()
        self.institutions = dict(Institution.objects.values_list("code", "pk"))
        self.desks = {}  # (site id, purpose id) → desks with that purpose alone, desks with several
        self.at = {}  # desk id → the institutions that sit there
        for entry in read("desks")["desks"]:
            desk = desks[entry["code"]]
            known = [self.institutions[code] for code in entry["institutions"] if code in self.institutions]
            self.at[desk.pk] = Weighted({pk: 1 / (place + 1.5) for place, pk in enumerate(known)}) if known else None
            serves = list(desk.purposes.values_list("pk", flat=True))
            for purpose in serves:
                self.desks.setdefault((desk.site_id, purpose), ([], []))[len(serves) > 1].append(desk)
        # A versatile desk's diagnostics open the pathway that runs then: site id → its programme.
        pathways = Programme.objects.filter(kind=Programme.Kind.PATHWAY).prefetch_related("sites")
        self.pathways = {site.pk: pathway for pathway in pathways for site in pathway.sites.all()}
        self.in_italy = set(Site.objects.filter(country="IT").values_list("pk", flat=True))
        self.themes = {purpose.pk: weighted_themes(purpose) for purpose in Purpose.objects.doors()}
        self.outcomes = Weighted(weighted(Outcome, OUTCOMES))
        self.referrals = Weighted(weighted(ReferralKind, REFERRALS))
        self.duty = roster.OnDuty()
        self.to_institution = ReferralKind.objects.get(code="institution").pk

    def desk(self, rng, site, purpose, day):
        alone, several = (
            [desk for desk in some if desk.valid_from <= day and (desk.valid_until is None or day <= desk.valid_until)]
            for some in self.desks[site, purpose]
        )
        other = rng.random() < VERSATILE
        return (several or alone)[0] if other or not alone else alone[0]

    def after_waiting(self, rng, visit):
        """The interview of somebody whom reception sent, or that they left before it."""
        wait = min(LONGEST_WAIT, round(rng.expovariate(1 / MEAN_WAIT)))
        if rng.random() < LEFT:
            return self.row(rng, visit, state=State.LEFT)
        return self.row(rng, visit, state=State.DONE, waiting_minutes=wait, **self.noted(rng, visit["purpose_id"]))

    def straight(self, rng, visit):
        """Somebody with the same wish who came straight to the desk, or rang; nothing is known about them."""
        visit = visit | dict.fromkeys((f"{name}_id" for name in PROFILE_FIELDS), None) | {"people": 1}
        noted = self.noted(rng, visit["purpose_id"])
        return self.row(rng, visit, state=State.DONE, channel=CHANNELS.draw(rng), **noted)

    def row(self, rng, visit, **fields):
        desk = self.desk(rng, visit["site_id"], visit["purpose_id"], visit["day"])
        institutions = self.at[desk.pk]
        held = fields["state"] == State.DONE
        institution = self.duty.institution(rng, desk.pk, visit["day"], visit["hour"]) if held else None
        if held and institution is None and institutions:  # somebody stepped in who stood on no roster
            institution = institutions.draw(rng)
        diagnostic = desk.colour == 0 and rng.random() < 0.12
        pathway = self.pathways.get(visit["site_id"]) if diagnostic else None
        runs = pathway is not None and pathway.state_on(visit["day"]) == Programme.State.RUNNING
        return build_interview(
            uid=uuid.UUID(int=rng.getrandbits(128), version=4),
            desk=desk,
            kind=Kind.DIAGNOSTIC if diagnostic else Kind.INDIVIDUAL if visit["people"] < 3 else Kind.SMALL_GROUP,
            institution_id=institution,
            programme=pathway if runs and fields["state"] == State.DONE else None,
            language=(LANGUAGES_IN_ITALY if visit["site_id"] in self.in_italy else LANGUAGES).draw(rng)
            if fields["state"] == State.DONE
            else "",
            **visit,
            **fields,
        )

    def noted(self, rng, purpose):
        """What the counsellor noted: themes, outcomes, referrals, length."""
        themes = distinct(rng, self.themes[purpose], HOW_MANY_THEMES.draw(rng))
        outcomes = distinct(rng, self.outcomes, HOW_MANY_OUTCOMES.draw(rng))
        referrals = [self.referrals.draw(rng)] if rng.random() < REFERRED else []
        minutes = round(MEDIAN_MINUTES * exp(rng.gauss(0, SPREAD)))
        kind = self.keys.kind(rng)
        return {
            "themes": themes,
            "outcomes": outcomes,
            "referrals": referrals,
            "referred_to_kind_id": kind if self.to_institution in referrals else None,
            "minutes": max(SHORTEST, min(LONGEST, minutes)),
        }


def weighted(model, weights):
    """`weights` by code as weights by key."""
    return {pk: weights[code] for pk, code in model.objects.values_list("pk", "code") if code in weights}


def weighted_themes(purpose):
    """The themes of `purpose` and those of all, the first of the list the most frequent."""
    own = Theme.objects.filter(purpose=purpose).values_list("pk", flat=True)
    rest = Theme.objects.filter(purpose__isnull=True).values_list("pk", flat=True)
    return Weighted({pk: 1 / (place + 2) for place, pk in enumerate(own)} | dict.fromkeys(rest, 0.06))


def distinct(rng, some, number):
    """Up to `number` different values of `some`, in the order in which they were drawn."""
    return list(dict.fromkeys(some.draw(rng) for _ in range(number)))


def wait_now(sites, desks):
    """Some people who wait at the main site at this moment, and one who is received, when it is open now."""
    now = timezone.localtime()
    if not is_open_at(sites["main"], now):
        return 0
    values = Keys()
    sent = [  # desk, minutes ago, people, what reception noted
        ("m_emploi", 31, 1, {"status": "jobseeker_under_1y", "gender": "woman", "first_visit": "first"}),
        ("m_emploi", 22, 1, {"status": "jobseeker_under_1y", "age_band": "age_35_44"}),
        ("m_emploi", 12, 1, {"status": "employee_permanent", "age_band": "age_26_29", "first_visit": "first"}),
        ("m_evol", 9, 1, {"age_band": "age_45_49"}),
        ("m_emploi", 3, 2, {}),
        ("m_orient", 4, 1, {"status": "upper_secondary_pupil", "age_band": "age_15_17"}),
    ]
    for number, (code, minutes, people, noted) in enumerate(sent):
        moment = max(now - timedelta(minutes=minutes), now.replace(hour=0, minute=0))
        profile = {f"{name}_id": values.values[name, value] for name, value in noted.items()}
        interview = Interview.objects.send(desk=desks[code], people=people, profile=profile, now=moment)
        if number == 0:
            interview.take(screen=uuid.UUID(int=0, version=4), now=moment + timedelta(minutes=7))
    return len(sent)


def fill_and_wait(seed, sites, until):
    """Desks, roster, two years of interviews, who waits now if `until` (local, naive) is now. Returns how many."""
    desks = build(sites)
    roster.fill(seed, sites, desks, until)
    total = fill(seed, desks)
    if datetime.now() - until < timedelta(minutes=5):  # noqa: DTZ005 -- `until` is local and naive too
        total += wait_now(sites, desks)
    return total
