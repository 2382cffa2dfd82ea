"""The day so far at one place: what the counter, the board and the today page show."""

from datetime import timedelta

from django.db.models import Q, Sum

from citedesmetiers.opening import Calendar
from counselling.today import desks_today
from reception.models import PROFILE_FIELDS, GroupVisit, StationUse, Visit

WEEKS_OF_USUAL = 4


def today_at(site, now):
    """The place's day as plain data.

    now: aware local datetime.  people_by_hour: {hour: people} of visits and groups, hours as text for JSON.
    usual: mean of the same weekday over the last four weeks it was open, by hour and up to this minute (people, one
    decimal); None when there is none to compare with.  open_hours: clock hours of opening today.  desks: who waits.
    stated_share: see stated_share.
    """
    day = now.date()
    counted = people_by_hour(site, day)
    usual = usual_by_hour(site, day)
    calendar = Calendar(site, day, day)
    return {
        "site": site.code,
        "day": day.isoformat(),
        "now": now.isoformat(timespec="seconds"),
        "total": sum(counted.values()),
        "people_by_hour": {str(hour): people for hour, people in sorted(counted.items())},
        "usual_by_hour": None if usual is None else {str(hour): people for hour, people in sorted(usual.items())},
        "usual_so_far": None if usual is None else round(usual_so_far(usual, now), 1),
        "open_hours": sorted(calendar.open_hours(day)),
        "stated_share": stated_share(site, day),
        "stations_in_use": StationUse.objects.in_use(site, day),
        "desks": [desk.as_json for desk in desks_today(site, now)],
    }


def people_by_hour(site, day):
    """People counted at `site` on `day`, visits and groups together, as {hour: people}."""
    counted = Visit.objects.counted().filter(site=site, day=day).people_by_hour()
    for group in GroupVisit.objects.counted().filter(site=site, day=day):
        counted[group.hour] = counted.get(group.hour, 0) + group.people
    return counted


def stated_share(site, day):
    """Of the people in today's visits, how many percent have something stated about them; None without a visit."""
    something = Q()
    for name in PROFILE_FIELDS:
        something |= Q(**{f"{name}__isnull": False})
    visits = Visit.objects.counted().filter(site=site, day=day)
    found = visits.aggregate(all=Sum("people", default=0), stated=Sum("people", filter=something, default=0))
    return round(100 * found["stated"] / found["all"]) if found["all"] else None


def usual_by_hour(site, day):
    """The mean people by hour, visits and groups, on the last four same weekdays with any; None when there is none."""
    days = [day - timedelta(weeks=weeks) for weeks in range(1, 2 * WEEKS_OF_USUAL + 1)]
    by_day = {}
    for model in (Visit, GroupVisit):
        rows = model.objects.counted().filter(site=site, day__in=days).order_by().values_list("day", "hour")
        for on, hour, people in rows.annotate(n=Sum("people")):
            hours = by_day.setdefault(on, {})
            hours[hour] = hours.get(hour, 0) + people
    chosen = sorted(by_day, reverse=True)[:WEEKS_OF_USUAL]
    if not chosen:
        return None
    hours = {hour for on in chosen for hour in by_day[on]}
    return {hour: round(sum(by_day[on].get(hour, 0) for on in chosen) / len(chosen), 1) for hour in hours}


def usual_so_far(usual, now):
    """The people of `usual` ({hour: people}) up to `now`: of the hour that runs, the part that is over."""
    over = sum(people for hour, people in usual.items() if hour < now.hour)
    return over + usual.get(now.hour, 0) * now.minute / 60
