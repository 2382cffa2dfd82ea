"""How many people come when: the year, the week, the day, and the days on which something was different."""

from datetime import date, timedelta

from reports.demo.chance import stream

# People an hour on an ordinary Thursday of the anchor year. Together the places reach about 25,000 a year.
PEOPLE_AN_HOUR = {"main": 9.1, "pont_de_lisse": 4.5, "borgo_lessina": 2.7, "ephemere_aubiers": 10.5}
ANCHOR_YEAR = 2026
GROWTH = 0.03  # a year
# September: new school year, new courses. January: good intentions, choices for university.
MONTHS = [1.40, 0.98, 1.05, 0.92, 0.88, 0.97, 0.74, 0.55, 1.45, 1.05, 1.01, 0.78]
WEEKDAYS = [0.92, 1.08, 1.22, 1.00, 0.86, 0.98, 0.90]  # no school on Wednesday afternoon
HOURS = {8: 0.5, 9: 0.85, 10: 1.2, 11: 1.1, 12: 0.5, 13: 0.62, 14: 1.3, 15: 1.25, 16: 1.05, 17: 0.75, 18: 0.5}
LATE = 0.35  # any other hour
SCHOOL_HOLIDAYS = 0.78
FORUM, SNOW, STRIKE = 2.3, 0.22, 0.5
# School holidays last two weeks from the Saturday nearest to these days; they move a little from year to year.
HOLIDAYS_BEGIN = [(2, 14), (4, 11), (10, 18), (12, 20)]
FORGETFUL_SITE = "pont_de_lisse"


def hour_weight(hour):
    """How busy this hour of the day is against the mean."""
    return HOURS.get(hour, LATE)


def mean_of_day(site_code, day):
    """People an open hour that may be expected at this place on an ordinary day like this one."""
    mean = PEOPLE_AN_HOUR[site_code] * MONTHS[day.month - 1] * WEEKDAYS[day.weekday()]
    mean *= 1 + GROWTH * (day.year - ANCHOR_YEAR)
    return mean * SCHOOL_HOLIDAYS if is_school_holiday(day) else mean


def is_school_holiday(day):
    """True in the short holidays (in summer the hours are shorter and the month has its own weight)."""
    return any(begin <= day < begin + timedelta(days=16) for begin in holidays_begin(day))


def holidays_begin(day):
    for month, number in HOLIDAYS_BEGIN:
        for year in (day.year - 1, day.year):
            around = date(year, month, number)
            yield around + timedelta(days=(5 - around.weekday() + 3) % 7 - 3)


def odd_days(seed, year):
    """Days of `year` on which less than usual went on everywhere, each with its factor."""
    rng = stream(seed, "odd", year)
    snow = weekday_from(date(year, 1, 8) + timedelta(days=rng.randrange(40)))
    strike = weekday_from(date(year, 3, 1) + timedelta(days=rng.randrange(100)))
    return {snow: SNOW, strike: STRIKE}


def weekday_from(day):
    """`day`, or the Tuesday after it when it falls on Saturday, Sunday or Monday, on which little is open."""
    return day if day.weekday() in (1, 2, 3, 4) else day + timedelta(days=(1 - day.weekday()) % 7)


def forgotten_days(seed, calendar, year):
    """Three or four open days of `year` on which nobody counted, as a set; empty where they count every day."""
    if calendar.site.code != FORGETFUL_SITE:
        return set()
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    rng = stream(seed, "forgotten", year)
    return set(rng.sample([day for day in days if calendar.is_open_day(day)], 3 + rng.randrange(2)))
