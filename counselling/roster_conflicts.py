"""What stands against a duty session: said at once, beside the field that is to blame.

Two kinds, see decision 0006. An error cannot be saved: the row would say something that cannot be. A warning says what
the roster knows better than the person who plans, or not; it is saved when they say so.
"""

from dataclasses import dataclass, field
from datetime import time

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import SchoolHoliday
from citedesmetiers.opening import Calendar, at
from counselling.duty import key_of, whole_days
from counselling.models import DutySession
from partners.engagements import engagements
from partners.models import Agreement


@dataclass
class Plan:
    """What somebody wants to put on the roster: the same on all of `days` (sorted dates, at least one).

    besides: the sessions (keys) that it is about to change, which do not collide with themselves.
    """

    site: object
    days: list
    starts: time
    ends: time
    desks: list
    institution: object
    professionals: list
    besides: set = field(default_factory=set)
    in_school_holidays: bool = True


@dataclass(frozen=True)
class Conflict:
    """field: the form's field beside which it is said.  is_error: cannot be saved at all."""

    field: str
    message: str
    is_error: bool = False


def conflicts(plan):
    """Everything that stands against `plan`, errors first; the number of queries does not depend on its days."""
    found = [
        *desks_out_of_force(plan),
        *people_gone(plan),
        *people_taken(plan),
        *people_of_others(plan),
        *place_closed(plan),
        *agreement_ended(plan),
        *school_holidays(plan),
        *planned_twice(plan),
    ]
    return sorted(found, key=lambda conflict: not conflict.is_error)


def on(days):
    """Some days in words: the first one, and how many more."""
    first = formats.date_format(days[0])
    more = len(days) - 1
    if not more:
        return first
    return ngettext("%(day)s and one more day", "%(day)s and %(more)s more days", more) % {"day": first, "more": more}


def desks_out_of_force(plan):
    """A desk that does not exist on a day cannot be sat at."""
    for desk in plan.desks:
        outside = [
            day
            for day in plan.days
            if day < desk.valid_from or (desk.valid_until is not None and day > desk.valid_until)
        ]
        if outside:
            sentence = _("%(desk)s does not exist on %(days)s.") % {"desk": desk, "days": on(outside)}
            yield Conflict("desks", sentence, is_error=True)


def people_gone(plan):
    """Who works here no more, or not yet, does not come: their account is closed on that day."""
    for person in plan.professionals:
        gone = [
            day
            for day in plan.days
            if (person.active_until and day > person.active_until) or (person.active_from and day < person.active_from)
        ]
        if gone:
            sentence = _("%(person)s does not work here on %(days)s.") % {"person": person, "days": on(gone)}
            yield Conflict("professionals", sentence, is_error=True)


def people_taken(plan):
    """One person in two places: another duty session or an event at the same time."""
    taken, days = {}, set(plan.days)
    keys = {key_of(pk) for pk in plan.besides}
    people = {person.pk: person for person in plan.professionals}
    for engagement in engagements(people, *whole_days(plan.days), besides=keys):
        day = engagement.starts.astimezone(at(plan.days[0], plan.starts).tzinfo).date()
        if day in days and engagement.overlaps(at(day, plan.starts), at(day, plan.ends)):
            taken.setdefault((engagement.professional_id, engagement.words), []).append(day)
    for (pk, words), some in taken.items():
        values = {"person": people[pk], "days": on(sorted(set(some))), "what": words}
        yield Conflict("professionals", _("%(person)s is taken on %(days)s: %(what)s.") % values)


def people_of_others(plan):
    """Somebody of another institution: possible, and the hours count for the institution of the session."""
    for person in plan.professionals:
        if person.institution_id != plan.institution.pk:
            values = {"person": person, "own": person.institution, "institution": plan.institution}
            yield Conflict(
                "professionals",
                _("%(person)s comes from %(own)s; the hours count for %(institution)s.") % values,
            )


def place_closed(plan):
    """Times at which the place is not open: the whole day, or a part of the session."""
    calendar = Calendar(plan.site, plan.days[0], plan.days[-1])
    closed, outside = [], []
    for day in plan.days:
        intervals = calendar.intervals(day)
        if not intervals:
            closed.append(day)
        elif not any(opens <= plan.starts and plan.ends <= closes for opens, closes in intervals):
            outside.append(day)
    if closed:
        yield Conflict("day", _("%(place)s is closed on %(days)s.") % {"place": plan.site, "days": on(closed)})
    if outside:
        values = {"place": plan.site, "days": on(outside)}
        yield Conflict("starts", _("%(place)s is not open all this time on %(days)s.") % values)


def agreement_ended(plan):
    """Days on which no agreement with the institution holds; one that never had any is the centre itself."""
    agreements = list(Agreement.objects.filter(institution=plan.institution))
    if not agreements:
        return
    without = [
        day
        for day in plan.days
        if not any(each.starts_on <= day and (each.ends_on is None or day <= each.ends_on) for each in agreements)
    ]
    if without:
        values = {"institution": plan.institution, "days": on(without)}
        yield Conflict("institution", _("No agreement with %(institution)s holds on %(days)s.") % values)


def school_holidays(plan):
    """Days of school holidays, for a single session; a series says by itself whether it pauses."""
    if not plan.in_school_holidays:
        return
    holidays = SchoolHoliday.objects.days(plan.site.country, plan.days[0], plan.days[-1])
    within = [day for day in plan.days if day in holidays]
    if within:
        yield Conflict("day", _("School holidays: %(days)s.") % {"days": on(within)})


def planned_twice(plan):
    """Other sessions of the same institution at one of these desks at the same time: nearly always a double entry."""
    same = DutySession.objects.at([plan.site]).filter(day__in=plan.days, institution=plan.institution)
    same = same.exclude(pk__in=plan.besides).exclude(state=DutySession.State.CANCELLED).at_desks(plan.desks)
    days = sorted(set(same.filter(starts__lt=plan.ends, ends__gt=plan.starts).values_list("day", flat=True)))
    if days:
        values = {"institution": plan.institution, "days": on(days)}
        yield Conflict("institution", _("%(institution)s is at this desk at this time already: %(days)s.") % values)
