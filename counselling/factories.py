"""Desks and interviews for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

import itertools
import uuid
from datetime import date, time, timedelta

from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from counselling.models import (
    Desk,
    DutySeries,
    DutySession,
    Interview,
    KeptCount,
    Notice,
    Outcome,
    Question,
    QuestionCount,
    ReferralKind,
    RosterFeed,
    Theme,
    Ticket,
    UnmetRequest,
)
from counselling.models.roster_feed import digest_of
from partners.factories import make_institution, make_professional

_number = itertools.count(1)
A_TUESDAY = date(2026, 3, 10)


def make_desk(*, site=None, code=None, name=None, purposes=None, rank=None, valid_from=date(2020, 1, 1), **fields):
    """A desk with a number that its place has not given yet; it serves a new purpose when none is given."""
    number, site = next(_number), site or make_site()
    taken = set(Desk.objects.filter(site=site, valid_until__isnull=True).values_list("rank", flat=True))
    rank = rank or next(free for free in itertools.count(1) if free not in taken)
    desk = Desk.objects.create(
        site=site,
        code=code or f"desk-{number}",
        name=name or f"Desk {number}",
        rank=rank,
        valid_from=valid_from,
        **fields,
    )
    desk.purposes.add(*([make_purpose()] if purposes is None else purposes))
    return desk


def make_theme(*, code=None, name=None, **fields):
    number = next(_number)
    return Theme.objects.create(code=code or f"theme-{number}", name=name or f"Theme {number}", **fields)


def make_outcome(*, code=None, name=None, **fields):
    number = next(_number)
    return Outcome.objects.create(code=code or f"outcome-{number}", name=name or f"Outcome {number}", **fields)


def make_referral_kind(*, code=None, name=None, **fields):
    number = next(_number)
    return ReferralKind.objects.create(code=code or f"referral-{number}", name=name or f"Referral {number}", **fields)


def build_interview(**fields):
    """An interview that is not stored yet, for rows in bulk."""
    return Interview(**fields)


def make_interview(*, desk=None, day=A_TUESDAY, hour=10, **fields):
    """An interview that was held."""
    desk = desk or make_desk()
    return Interview.objects.create(site_id=desk.site_id, desk=desk, day=day, hour=hour, **fields)


def make_ticket(*, interview=None, number=None, waiting_since=None, **fields):
    """The ticket of an interview, of somebody who waits now when none is given."""
    waiting_since = waiting_since or timezone.localtime()
    interview = interview or make_interview(day=waiting_since.date(), state=Interview.State.WAITING)
    return Ticket.objects.create(
        interview=interview,
        site_id=interview.site_id,
        day=interview.day,
        colour=interview.desk.colour,
        number=number or next(_number),
        waiting_since=waiting_since,
        **fields,
    )


def make_unmet_request(*, site=None, purpose=None, day=A_TUESDAY, hour=10, **fields):
    """Somebody asked for a purpose while no desk for it was on duty."""
    return UnmetRequest.objects.create(
        site=site or make_site(), purpose=purpose or make_purpose(), day=day, hour=hour, **fields
    )


def make_notice(*, site=None, day=None, text="The colour printer is out of paper.", **fields):
    """A note of the team, of today when no day is given."""
    return Notice.objects.create(site=site or make_site(), day=day or timezone.localdate(), text=text, **fields)


def a_screen():
    """The key of some screen."""
    return uuid.uuid4()


def make_duty_series(*, desks=None, institution=None, professionals=(), first_day=A_TUESDAY, last_day=None, **fields):
    """A series every week on the weekday of its first day, for ten weeks; its sessions are not made with it."""
    desks = desks or [make_desk()]
    series = DutySeries.objects.create(
        site_id=desks[0].site_id,
        institution=institution or make_institution(),
        first_day=first_day,
        last_day=last_day or first_day + timedelta(weeks=9),
        **{"starts": time(9, 30), "ends": time(12, 30)} | fields,
    )
    series.desks.add(*desks)
    series.professionals.add(*professionals)
    return series


def make_duty_session(*, desks=None, institution=None, professionals=(), replaced=(), day=A_TUESDAY, **fields):
    """A duty session of its own, from 9:30 to 12:30, planned unless told otherwise."""
    desks = desks or [make_desk()]
    if fields.get("state") in (DutySession.State.HELD, DutySession.State.MISSED):
        fields.setdefault("confirmed_at", timezone.now())
    session = DutySession.objects.create(
        site_id=desks[0].site_id,
        institution=institution or make_institution(),
        day=day,
        **{"starts": time(9, 30), "ends": time(12, 30)} | fields,
    )
    session.desks.add(*desks)
    session.professionals.add(*professionals)
    session.replaced.add(*replaced)
    return session


def make_roster_feed(*, professional=None, desk=None, token=None):
    """A calendar address of a person unless a desk is given; nobody knows its token when none is given."""
    return RosterFeed.objects.create(
        professional=None if desk else professional or make_professional(),
        desk=desk,
        digest=digest_of(token or f"token-{next(_number)}"),
        made_on=timezone.localdate(),
    )


def make_question(*, uid=None, purpose=None, day=None, question="What can I do after school?", digest=None, **fields):
    """A question of today that waits, and is counted; its words are known to nobody unless `digest` is given."""
    uid = uid or uuid.uuid4()
    return Question.ask(
        uid=uid,
        digest=digest or uid.hex * 2,
        purpose=purpose or make_purpose(),
        day=day or timezone.localdate(),
        question=question,
        **{"language": "en"} | fields,
    )


def make_question_count(*, day=A_TUESDAY, purpose=None, asked=1, **fields):
    return QuestionCount.objects.create(day=day, purpose=purpose or make_purpose(), asked=asked, **fields)


def make_kept_count(*, desk=None, month=None, what="kind", entries=3, people=4, **fields):
    """What is left of a month's interviews at a desk once their rows are gone."""
    desk = desk or make_desk()
    month = month or A_TUESDAY.replace(day=1)
    return KeptCount.objects.create(
        site=desk.site, desk=desk, month=month, what=what, entries=entries, people=people, **fields
    )
