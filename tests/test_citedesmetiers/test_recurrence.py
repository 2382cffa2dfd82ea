"""Days that come back, and school holidays."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from citedesmetiers.factories import make_closure, make_opening_hours, make_school_holiday, make_site
from citedesmetiers.models import SchoolHoliday
from citedesmetiers.opening import Calendar
from citedesmetiers.recurrence import LAST, Recurrence, Rhythm

TUESDAY = date(2026, 9, 1)
AUTUMN = (date(2026, 9, 1), date(2026, 12, 31))


def days(*args, start=AUTUMN[0], end=AUTUMN[1], **kwargs):
    return [f"{day:%d.%m}" for day in Recurrence(*args, **kwargs).days(start, end)]


def test_what_happens_once_happens_on_its_first_day():
    assert days(Rhythm.ONCE, TUESDAY) == ["01.09"]
    assert days(Rhythm.ONCE, TUESDAY, start=date(2026, 9, 2)) == []


def test_every_week_goes_from_the_first_to_the_last_day():
    assert days(Rhythm.WEEKLY, TUESDAY, date(2026, 9, 22)) == ["01.09", "08.09", "15.09", "22.09"]


def test_another_weekday_begins_after_the_first_day():
    assert days(Rhythm.WEEKLY, TUESDAY, date(2026, 9, 22), weekday=0) == ["07.09", "14.09", "21.09"]


def test_every_two_weeks_counts_from_the_first_day_whenever_one_asks():
    rule = Recurrence(Rhythm.FORTNIGHTLY, TUESDAY)
    assert days(Rhythm.FORTNIGHTLY, TUESDAY, date(2026, 10, 1)) == ["01.09", "15.09", "29.09"]
    assert rule.days(date(2026, 9, 8), date(2026, 9, 21)) == [date(2026, 9, 15)]


def test_the_first_tuesday_of_the_month():
    assert days(Rhythm.NTH_WEEKDAY, TUESDAY) == ["01.09", "06.10", "03.11", "01.12"]


def test_the_last_friday_of_the_month():
    assert days(Rhythm.NTH_WEEKDAY, TUESDAY, weekday=4, nth=LAST) == ["25.09", "30.10", "27.11", "25.12"]


def test_every_two_months_counts_from_the_month_of_the_first_day():
    rule = Recurrence(Rhythm.TWO_MONTHS, TUESDAY)
    assert days(Rhythm.TWO_MONTHS, TUESDAY, end=date(2027, 3, 31)) == ["01.09", "03.11", "05.01", "02.03"]
    assert rule.days(date(2026, 10, 1), date(2026, 12, 31)) == [date(2026, 11, 3)]  # asked from a month without one
    assert rule.in_words() == "every two months on the first Tuesday"


def test_a_fifth_weekday_is_the_last_one_of_each_month():
    assert days(Rhythm.NTH_WEEKDAY, date(2026, 9, 29)) == ["29.09", "27.10", "24.11", "29.12"]


def test_the_31st_falls_on_the_last_day_of_short_months():
    found = days(Rhythm.MONTHLY, date(2026, 10, 31), start=date(2026, 10, 1), end=date(2027, 3, 31))
    assert found == ["31.10", "30.11", "31.12", "31.01", "28.02", "31.03"]


def test_exceptions_are_left_out():
    exceptions = frozenset([date(2026, 9, 8)])
    assert days(Rhythm.WEEKLY, TUESDAY, date(2026, 9, 15), exceptions=exceptions) == ["01.09", "15.09"]


def test_nobody_asks_for_more_than_three_years_at_once():
    with pytest.raises(ValueError, match="2030"):
        Recurrence(Rhythm.WEEKLY, TUESDAY).days(TUESDAY, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Recurrence(Rhythm.WEEKLY, TUESDAY), "every week on Tuesday"),
        (Recurrence(Rhythm.FORTNIGHTLY, TUESDAY, weekday=4), "every two weeks on Friday"),
        (Recurrence(Rhythm.NTH_WEEKDAY, TUESDAY), "every month on the first Tuesday"),
        (Recurrence(Rhythm.NTH_WEEKDAY, TUESDAY, nth=LAST), "every month on the last Tuesday"),
        (Recurrence(Rhythm.MONTHLY, TUESDAY), "every month on day 1"),
        (Recurrence(Rhythm.ONCE, TUESDAY), "once, on 1 September 2026"),
    ],
)
def test_a_rule_says_itself_in_words(rule, words):
    assert rule.in_words() == words


@pytest.mark.django_db
def test_closures_and_school_holidays_are_left_out_and_said():
    site = make_site()
    make_opening_hours(site=site, weekday=1, opens=time(9), closes=time(17))
    make_closure(site=site, starts_on=date(2026, 9, 8))
    make_school_holiday(starts_on=date(2026, 9, 19), ends_on=date(2026, 9, 27))
    make_school_holiday(starts_on=date(2026, 9, 26), ends_on=date(2026, 9, 30), country="IT")
    calendar = Calendar(site, *AUTUMN)
    rule = Recurrence(Rhythm.WEEKLY, TUESDAY, date(2026, 9, 30))
    holidays = SchoolHoliday.objects.days("FR", *AUTUMN)
    assert rule.days_open(*AUTUMN, calendar=calendar, holidays=holidays) == [
        date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 29),
    ]  # fmt: skip
    assert list(rule.left_out(*AUTUMN, calendar=calendar, holidays=holidays)) == [
        (date(2026, 9, 8), "closed"),
        (date(2026, 9, 22), "school_holidays"),
    ]


@pytest.mark.django_db
def test_school_holidays_are_added_and_shown_by_school_year(signed_in):
    client = signed_in("director")
    data = {"name_fr": "Vacances d’hiver", "name_en": "", "starts_on": "2026-02-14", "ends_on": "2026-03-01"}
    response = client.post(reverse("school_holiday_add"), data | {"country": "fr"}, follow=True)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("h2[id^=year]").get_text() == "School year 2025–2026"
    assert SchoolHoliday.objects.get().country == "FR"


@pytest.mark.django_db
def test_school_holidays_that_end_before_they_begin_are_refused_beside_the_field(signed_in):
    data = {"name_fr": "Vacances d’hiver", "name_en": "", "starts_on": "2026-03-01", "ends_on": "2026-02-14"}
    response = signed_in("director").post(reverse("school_holiday_add"), data | {"country": ""})
    page = BeautifulSoup(response.content, "html.parser")
    assert "The last day lies before the first day." in page.select_one("#id_ends_on").find_parent("div").get_text()
    assert not SchoolHoliday.objects.exists()


@pytest.mark.django_db
def test_deleting_school_holidays_asks_first(signed_in):
    holiday = make_school_holiday()
    client = signed_in("director")
    address = reverse("school_holiday_delete", args=[holiday.pk])
    assert "What is planned already stays as it is." in client.get(address).content.decode()
    client.post(address)
    assert not SchoolHoliday.objects.exists()
