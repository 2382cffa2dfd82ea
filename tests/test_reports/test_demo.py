"""The demonstration centre: the same every time, inside the opening hours, with a rhythm that people believe."""

import hashlib
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max, Min, Sum
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Events

from citedesmetiers.audit import changes
from citedesmetiers.models import Centre, ProfileValue, Purpose, Site, User
from citedesmetiers.models.user import Role
from citedesmetiers.opening import Calendar, calendars
from counselling import counts
from counselling.models import PROFILE_FIELDS as INTERVIEW_PROFILE
from counselling.models import Desk, Interview, Ticket
from reception.models import PROFILE_FIELDS, Visit
from reports.demo import visits
from reports.demo.years import moved, moved_period
from reports.management.commands.demo import last_moment
from tests.demonstration import PASSWORD, UNTIL

ANOTHER_PASSWORD = "une autre phrase"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_demonstration"), pytest.mark.thorough]


@pytest.fixture
def printed(in_the_demonstration):
    """What the command said."""
    return in_the_demonstration


def test_the_trail_of_changes_begins_with_those_of_people_and_reads_in_words():
    said = changes(Events.objects.order_by("-pgh_created_at", "-pgh_id", "pgh_slug"))
    assert all(each.who for each in said[:4])
    assert [(field, values) for _each in said[:1] for field, *values in _each.fields] == [
        ("Suppression threshold", ["11", "5"])
    ]
    assert not [each.name for each in said if any(len(after) > 2000 for _field, _before, after in each.fields)]
    assert not [each.what for each in said if f"{each.name}".isdigit()]


def at(day, hour, minute=0):
    """The moment `hour`:`minute` of `day` on the local clock."""
    return datetime.combine(day, time(hour, minute))


def row(visit):
    """Everything that the row says, as text."""
    return "|".join(str(getattr(visit, field.attname)) for field in Visit._meta.concrete_fields)


def digest(rows):
    return hashlib.sha256("\n".join(sorted(row(visit) for visit in rows)).encode()).hexdigest()


def people_by(field, **filters):
    found = Visit.objects.filter(**filters).values(field).annotate(people=Sum("people")).order_by(field)
    return {each[field]: each["people"] for each in found}


def test_a_later_run_draws_the_same_rows_for_every_past_day():
    stored = Visit.objects.filter(day__lt=UNTIL)
    later = visits.visits(1, at(date(2026, 10, 16), 12, 30))
    assert digest(visit for visit in later if visit.day < UNTIL) == digest(stored)


def test_another_seed_draws_other_rows():
    calendar = the_calendar("main")
    day = date(2026, 3, 10)
    assert digest(drawn(calendar, day, seed=1)) == digest(drawn(calendar, day, seed=1))
    assert digest(drawn(calendar, day, seed=1)) != digest(drawn(calendar, day, seed=2))


def the_calendar(code):
    return Calendar(Site.objects.get(code=code), date(2024, 1, 1), date(2026, 12, 31))


def drawn(calendar, day, *, until=None, seed=1):
    return list(visits.visits_of_day(seed, calendar, day, until or at(day, 23), 1, visits.Keys()))


def test_today_is_filled_until_this_minute_and_no_further():
    calendar, day = the_calendar("main"), date(2026, 3, 10)
    whole, morning = drawn(calendar, day), drawn(calendar, day, until=at(day, 11, 45))
    assert {visit.hour for visit in morning} == {9, 10, 11}
    assert set(map(row, morning)) < set(map(row, whole))
    assert drawn(calendar, day, until=at(day, 9, 29)) == []


def test_no_visit_lies_in_the_future_whatever_day_is_asked_for():
    now = timezone.localtime().replace(tzinfo=None)
    assert now <= last_moment(None) <= last_moment(now.date() + timedelta(days=400))
    assert last_moment(now.date() + timedelta(days=400)) <= timezone.localtime().replace(tzinfo=None)
    assert last_moment(date(2026, 1, 31)).date() == date(2026, 1, 31)


def test_every_visit_falls_into_the_opening_hours():
    calendar = {each.site.pk: each for each in calendars(Site.objects.all(), date(2024, 1, 1), UNTIL)}
    moments = set(Visit.objects.values_list("site", "day", "hour").distinct())
    assert len(moments) > 10_000
    assert [m for m in moments if m[2] not in calendar[m[0]].open_hours(m[1])] == []


def test_a_year_brings_about_25000_people_and_a_little_more_each_time():
    years = {day.year: 0 for day in (date(2024, 1, 1), date(2025, 1, 1))}
    for year in years:
        years[year] = Visit.objects.in_year(year).people()
    assert 23_000 < years[2024] < 27_000
    assert 1.0 < years[2025] / years[2024] < 1.08
    # The main site opens after the year-end closure, which reaches into January.
    assert min(people_by("day", site__code="main")) == date(2024, 1, 3)
    assert max(people_by("day")) == UNTIL


def test_most_people_come_to_the_main_site_and_some_to_each_other():
    share = people_by("site__code", day__year=2025)
    total = sum(share.values())
    assert 0.6 < share["main"] / total < 0.8
    assert 0.15 < share["pont_de_lisse"] / total < 0.3
    assert 0.04 < share["borgo_lessina"] / total < 0.1
    assert 100 < share["ephemere_aubiers"] < 500


def mean_per_day(people_per_day, wanted):
    values = [people for day, people in people_per_day.items() if wanted(day)]
    return sum(values) / len(values)


def test_september_and_january_are_full_and_august_is_quiet():
    months = Counter()
    for day, people in people_by("day", site__code="main", day__year=2025).items():
        months[day.month] += people
    assert [month for month, _people in months.most_common(2)] == [9, 1]
    assert min(months, key=months.get) == 8
    assert months[8] < months[9] / 3


def test_the_middle_of_the_day_is_slack_and_wednesday_is_full():
    hours = people_by("hour", site__code="main", day__year=2025)
    assert hours[12] < 0.7 * hours[11]
    assert hours[12] < 0.7 * hours[14]
    per_day = people_by("day", site__code="main", day__year=2025)
    wednesday, friday = (mean_per_day(per_day, lambda day, n=n: day.weekday() == n) for n in (2, 4))
    assert wednesday > 1.2 * friday


def test_snow_and_the_open_day_stand_out():
    per_day = people_by("day", site__code="main", day__year=2025)
    saturdays = mean_per_day(per_day, lambda day: day.weekday() == 5)
    assert per_day[date(2025, 3, 15)] > 3 * saturdays
    winter = [people for day, people in per_day.items() if day.month in (1, 2) and day.weekday() in (1, 2, 3)]
    assert min(winter) < 0.45 * sorted(winter)[len(winter) // 2]


def test_one_place_forgets_to_count_three_or_four_days_a_year():
    empty = defaultdict(int)
    for calendar in calendars(Site.objects.filter(kind__in=["main_site", "site"]), date(2024, 1, 1), UNTIL):
        counted = set(Visit.objects.filter(site=calendar.site).values_list("day", flat=True).distinct())
        day = date(2024, 1, 1)
        while day < UNTIL:
            if calendar.is_open_day(day) and day not in counted:
                empty[calendar.site.code, day.year] += 1
            day += timedelta(days=1)
    assert {code for code, _year in empty} == {"pont_de_lisse"}
    assert 3 <= empty["pont_de_lisse", 2024] <= 4
    assert 3 <= empty["pont_de_lisse", 2025] <= 4


def test_reception_notes_a_believable_share_of_each_list():
    total = Visit.objects.count()
    shares = {name: Visit.objects.filter(**{f"{name}__isnull": False}).count() / total for name in PROFILE_FIELDS}
    expected = {
        "gender": 0.80, "age_band": 0.65, "status": 0.60, "territory": 0.70, "first_visit": 0.55, "level": 0.30,
        "heard_by": 0.15,
    }  # fmt: skip
    assert shares == {name: pytest.approx(share, abs=0.04) for name, share in expected.items()}


def test_what_is_noted_about_a_person_hangs_together():
    def ages(status):
        found = Visit.objects.filter(status__code=status, age_band__isnull=False)
        return Counter(found.values_list("age_band__code", flat=True))

    pupils, retired = ages("upper_secondary_pupil"), ages("retired")
    assert set(pupils) == {"age_15_17", "age_18_25"}
    assert pupils["age_15_17"] > 5 * pupils["age_18_25"]
    assert set(retired) == {"age_55_64", "age_65_plus"}
    at_school = Visit.objects.filter(level__code="at_school", status__isnull=False)
    assert set(at_school.values_list("status__code", flat=True)) == {"lower_secondary_pupil", "upper_secondary_pupil"}


def test_a_place_notes_only_the_lists_that_are_switched_on_there():
    for site in Site.objects.all():
        for name in set(PROFILE_FIELDS) - set(site.profile_lists):
            assert not Visit.objects.filter(site=site, **{f"{name}__isnull": False}).exists(), (site, name)


def test_purposes_change_with_the_season_and_from_place_to_place():
    def share(code, **filters):
        found = people_by("purpose__code", **filters)
        return found[code] / sum(found.values())

    assert share("orientation", day__month=2) > 1.3 * share("orientation", day__month=6)
    assert share("training", day__month=9) > 1.2 * share("training", day__month=5)
    assert share("employment", site__code="borgo_lessina") > 1.2 * share("employment", site__code="main")
    assert set(people_by("purpose__code")) == {None, *Purpose.objects.values_list("code", flat=True)}


def test_every_starting_value_of_the_visible_lists_is_met():
    for name in ("gender", "age_band", "status", "first_visit"):
        met = set(Visit.objects.exclude(**{name: None}).values_list(f"{name}__code", flat=True))
        assert met == set(ProfileValue.objects.of(name).values_list("code", flat=True)), name


def test_the_centre_is_marked_as_a_demonstration_and_set_up():
    centre = Centre.objects.current()
    assert (centre.demonstration, centre.languages, centre.default_language) == (True, ["fr", "en", "it"], "fr")
    assert centre.set_up_at is not None
    assert centre.opening_balance_until == date(2023, 12, 31)  # the day before the first visits
    assert (centre.name_fr, centre.name_it) == (
        "Cité des métiers du Pays de Vaurenne",
        "Città dei mestieri del Pays de Vaurenne",
    )


def test_the_places_stand_on_both_sides_of_the_border():
    assert dict(Site.objects.values_list("code", "country")) == {
        "main": "FR", "pont_de_lisse": "FR", "borgo_lessina": "IT", "ephemere_aubiers": "FR",
    }  # fmt: skip
    assert Site.objects.get(code="borgo_lessina").name_it == "Centro associato di Borgo Lessina"
    for site in Site.objects.all():
        site.full_clean()


def test_the_place_is_open_again_after_the_last_day_of_the_year():
    main = Site.objects.get(code="main")
    state = Calendar(main, date(2026, 12, 31), date(2027, 2, 28)).state_at(
        timezone.make_aware(at(date(2026, 12, 31), 10))
    )
    assert timezone.localtime(state.opens).date() == date(2027, 1, 4)


def test_every_role_signs_in_with_the_printed_password(client, printed):
    accounts = User.objects.all()
    assert {role for user in accounts for role in user.roles} == set(Role.values)
    assert f"Password of each: {PASSWORD}" in printed
    for user in accounts:
        assert user.email in printed
        answer = client.post(reverse("sign_in"), {"username": user.email, "password": PASSWORD})
        assert (answer.status_code, answer.url) == (302, reverse("today")), user.email
        assert user.name in client.get(reverse("today")).content.decode()
        client.logout()
        refused = client.post(reverse("sign_in"), {"username": user.email, "password": ANOTHER_PASSWORD})
        assert refused.status_code == 200


def test_a_second_run_refuses_and_changes_nothing():
    before = Visit.objects.count()
    with pytest.raises(CommandError, match="has a centre already"):
        call_command("demo", password=ANOTHER_PASSWORD)
    assert Visit.objects.count() == before


def test_single_days_keep_their_weekday_and_periods_their_dates():
    day, leap = date(2026, 10, 7), date(2024, 2, 29)
    assert [moved_period(day, day, years)[0] for years in (-1, 1)] == [date(2025, 10, 8), date(2027, 10, 6)]
    assert moved_period(date(2026, 12, 24), date(2027, 1, 2), -2) == (date(2024, 12, 24), date(2025, 1, 2))
    assert moved(leap, 1) == date(2025, 2, 28)


# ── Desks ────────────────────────────────────────────────────────────────────────────────────────────


def test_about_eight_thousand_interviews_a_year_twenty_minutes_long_and_few_who_left():
    for year in (2024, 2025):
        found = counts.times(Site.objects.all(), date(year, 1, 1), date(year, 12, 31))
        assert 6_800 < found.interviews < 8_800
        assert 0.04 < found.left_share < 0.08
        assert (found.length_median, 30 < found.length_most <= 60) == (20, True)
        assert 4 <= found.wait_median <= 10
    assert Interview.objects.aggregate(Min("minutes"), Max("minutes")) == {"minutes__min": 5, "minutes__max": 60}


def test_interviews_take_place_at_desks_that_exist_for_people_who_were_counted():
    desks = Desk.objects.in_bulk()
    visits_by_hour = Counter(Visit.objects.values_list("site", "day", "hour"))
    serves = {desk.pk: set(desk.purposes.values_list("pk", flat=True)) for desk in desks.values()}
    for row in Interview.objects.values_list("site", "day", "hour", "desk", "purpose"):
        site, day, hour, desk, purpose = row
        assert visits_by_hour[site, day, hour], row
        assert desks[desk].site_id == site
        assert desks[desk].valid_from <= day <= (desks[desk].valid_until or UNTIL)
        assert purpose in serves[desk]


def test_no_interview_has_the_key_of_a_visit_and_nobody_waits_in_a_past_demonstration():
    assert not Interview.objects.filter(pk__in=Visit.objects.values("pk")).exists()
    assert not Ticket.objects.exists()
    assert Interview.objects.filter(**{f"{INTERVIEW_PROFILE[0]}__isnull": False}).exists()
