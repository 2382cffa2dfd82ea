"""Each rule of the database: one row that breaks it is refused with words, and by the database itself."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from citedesmetiers.factories import (
    make_centre,
    make_closure,
    make_municipality,
    make_opening_hours,
    make_profile_value,
    make_purpose,
    make_site,
    make_station_count,
    make_user,
)
from citedesmetiers.models import (
    Centre,
    Closure,
    Municipality,
    OpeningHours,
    ProfileValue,
    Purpose,
    Site,
    StationCount,
    User,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ALL = ["interviews", "desks", "documentation", "multimedia", "collective", "digital_help"]


def second_centre():
    make_centre()
    return Centre(name="Another", languages=["fr"], only=True)


def unlike_the_only_one():
    return Centre(name="Another", languages=["fr"], only=False)


def centre(**fields):
    return Centre(name="Cité", languages=fields.pop("languages", ["fr"]), **fields)


def second_municipality():
    make_municipality(code="00001")
    return Municipality(code="00001", country="FR", name="Again")


def hours(**fields):
    return OpeningHours(
        **({"site": make_site(), "weekday": 0, "opens": time(9), "closes": time(12), "valid_from": DAY} | fields)
    )


def overlapping_hours():
    first = make_opening_hours(opens=time(9), closes=time(12), valid_from=DAY, valid_until=DAY)
    return hours(site=first.site, opens=time(11), closes=time(14), valid_from=DAY)


def closure(**fields):
    return Closure(**({"site": make_site(), "starts_on": DAY, "ends_on": DAY} | fields))


def overlapping_openings():
    first = make_closure(kind="exceptional_opening", starts_on=DAY, opens=time(9), closes=time(12))
    return closure(site=first.site, kind="exceptional_opening", opens=time(11), closes=time(14))


def value(**fields):
    return ProfileValue(**({"list": "age_band", "code": "a", "name": "A"} | fields))


def second_value():
    make_profile_value(list="age_band", code="a")
    return value()


def value_that_follows_itself():
    first = make_profile_value()
    first.valid_until, first.successor = DAY, first
    return first


def second_purpose_with_the_key():
    make_purpose(key=3)
    return Purpose(code="b", name="B", key=3)


def second_purpose_with_the_code():
    make_purpose(code="b")
    return Purpose(code="b", name="B")


def site(**fields):
    return Site(**({"code": "x", "name": "X", "kind": "relay_point"} | fields))


def second_main_site():
    make_site(kind="main_site")
    return site(kind="main_site", services=ALL)


def main_site_below_another():
    return site(kind="main_site", services=ALL, parent=make_site())


def site_below_itself():
    first = make_site()
    first.parent = first
    return first


def second_count():
    first = make_station_count(since=DAY)
    return StationCount(site=first.site, since=DAY, stations=3)


def second_user():
    make_user(email="anna@example.org")
    user = User(email="ANNA@example.org", name="Anna")
    user.set_unusable_password()
    return user


def user_with_an_unknown_role():
    user = User(email="anna@example.org", name="Anna", roles=["king"])
    user.set_unusable_password()
    return user


BROKEN = [
    (unlike_the_only_one, "centre_is_the_only_one", "has its centre already"),
    (lambda: centre(suppression_threshold=2), "centre_threshold_3_to_20", "from 3 to 20"),
    (lambda: centre(suppression_threshold=21), "centre_threshold_3_to_20", "from 3 to 20"),
    (lambda: centre(retention_months=37), "centre_retention_1_to_36", "from 1 to 36 months"),
    (lambda: centre(opening_balance=9), "centre_opening_balance_with_opening_balance_until", "needs both"),
    (lambda: centre(languages=["en"]), "centre_offers_its_default_language", "must be among the languages"),
    (second_municipality, "municipality_code_once_in_a_country", "in the list already"),
    (
        lambda: hours(valid_until=date(2026, 3, 1)),
        "openinghours_valid_until_not_before_valid_from",
        "before the begin",
    ),
    (lambda: hours(closes=time(9)), "openinghours_close_after_opening", "must come after the opening"),
    (lambda: hours(weekday=7), "openinghours_weekday_0_to_6", "Choose a day of the week"),
    (overlapping_hours, "openinghours_do_not_overlap", "overlap with others"),
    (lambda: closure(ends_on=date(2026, 3, 1)), "closure_ends_on_not_before_starts_on", "before the first day"),
    (lambda: closure(kind="exceptional_opening", opens=time(9)), "closure_opens_with_closes", "Give both"),
    (lambda: closure(opens=time(9), closes=time(12)), "closure_exceptional_opening_has_hours", "a closure has none"),
    (lambda: closure(kind="exceptional_opening"), "closure_exceptional_opening_has_hours", "opening has hours"),
    (
        lambda: closure(kind="exceptional_opening", opens=time(9), closes=time(9)),
        "closure_closes_after_opening",
        "must come after the opening",
    ),
    (overlapping_openings, "closure_exceptional_openings_do_not_overlap", "exceptionally open at this time already"),
    (second_value, "profilevalue_code_once_in_a_list", "in the list already"),
    (
        lambda: value(valid_from=DAY, valid_until=date(2026, 3, 1), cannot_be_mapped=True),
        "profilevalue_valid_until_not_before_valid_from",
        "before the beginning",
    ),
    (lambda: value(valid_until=DAY), "profilevalue_that_ends_says_what_follows", "says which value takes over"),
    (lambda: value(cannot_be_mapped=True), "profilevalue_that_ends_says_what_follows", "in force says neither"),
    (value_that_follows_itself, "profilevalue_does_not_follow_itself", "cannot take over from itself"),
    (lambda: value(youngest=20, oldest=19), "profilevalue_oldest_not_before_youngest", "below the lower one"),
    (second_purpose_with_the_key, "purpose_key_once", "has this key"),
    (lambda: Purpose(code="b", name="B", key=10), "purpose_key_1_to_9", "from 1 to 9"),
    (
        lambda: Purpose(code="b", name="B", valid_from=DAY, valid_until=date(2026, 3, 1)),
        "purpose_valid_until_not_before_valid_from",
        "before the beginning",
    ),
    (second_main_site, "site_one_main_site", "main site already"),
    (main_site_below_another, "site_main_site_has_no_parent", "belongs to no other place"),
    (site_below_itself, "site_does_not_belong_to_itself", "cannot belong to itself"),
    (lambda: site(kind="site", services=["desks"]), "site_full_site_offers_all_services", "offers all services"),
    (
        lambda: site(kind="associated_centre"),
        "site_associated_centre_offers_a_service",
        "offers at least one service",
    ),
    (lambda: site(kind="ephemeral", opened_on=DAY), "site_ephemeral_has_both_dates", "first and its last day"),
    (
        lambda: site(opened_on=DAY, closed_on=date(2026, 3, 1)),
        "site_closed_on_not_before_opened_on",
        "before the first day",
    ),
    (second_count, "stationcount_once_a_day", "number for this day already"),
    (second_user, "user_email_once_whatever_its_case", "account with this address already"),
    (user_with_an_unknown_role, "user_roles_are_known", "roles is not known"),
]


@pytest.mark.parametrize(("make", "constraint", "words"), BROKEN, ids=[f"{b[1]}-{n}" for n, b in enumerate(BROKEN)])
def test_a_row_that_breaks_a_rule_is_refused(make, constraint, words):
    row = make()
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert any(words in message for message in refused.value.messages), refused.value
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_every_rule_of_what_people_edit_is_in_the_table_above():
    edited = (Centre, Municipality, Site, StationCount, OpeningHours, Closure, Purpose, ProfileValue, User)
    declared = {constraint.name for model in edited for constraint in model._meta.constraints}
    assert declared == {constraint for _make, constraint, _words in BROKEN}


def test_a_second_centre_is_refused():
    with pytest.raises(ValidationError):
        second_centre().full_clean()


def test_a_code_is_taken_once():
    with pytest.raises(ValidationError):
        second_purpose_with_the_code().full_clean()


def test_a_retired_purpose_leaves_its_key_to_another_and_cannot_come_back_with_it():
    first = make_purpose(key=3)
    first.retire(DAY)
    make_purpose(key=3)
    with pytest.raises(ValidationError, match="has this key"), translation.override("en"):
        first.resume()
    assert Purpose.objects.get(pk=first.pk).valid_until == DAY


def test_hours_of_different_periods_places_and_weekdays_do_not_overlap():
    first = make_opening_hours(valid_from=DAY, valid_until=date(2026, 3, 31))
    for other in (
        hours(site=first.site, valid_from=date(2026, 4, 1)),
        hours(site=first.site, weekday=1),
        hours(site=first.site, opens=first.closes, closes=time(20)),
        hours(),
    ):
        other.full_clean()
        other.save()


def test_room_is_made_by_cutting_what_lasts_longer_and_deleting_what_lies_within():
    site = make_site()
    make_opening_hours(site=site, weekday=0)  # from 1 January on, for good
    make_opening_hours(site=site, weekday=1, valid_from=date(2026, 7, 20), valid_until=date(2026, 7, 31))
    make_opening_hours(site=site, weekday=2, valid_until=date(2026, 6, 30))
    assert site.opening_hours.make_room(date(2026, 7, 13), date(2026, 8, 30)) == (1, 1)
    found = site.opening_hours.order_by("weekday", "valid_from").values_list("weekday", "valid_from", "valid_until")
    assert list(found) == [
        (0, date(2026, 1, 1), date(2026, 7, 12)),
        (0, date(2026, 8, 31), None),
        (2, date(2026, 1, 1), date(2026, 6, 30)),
    ]


def test_room_for_good_ends_what_lasts_and_deletes_what_begins_later():
    site = make_site()
    make_opening_hours(site=site, weekday=0)
    make_opening_hours(site=site, weekday=1, valid_from=date(2027, 1, 1))
    assert site.opening_hours.make_room(date(2026, 9, 1), None) == (1, 1)
    assert site.opening_hours.get().valid_until == date(2026, 8, 31)


def test_a_value_ends_with_a_successor_of_its_own_list_only():
    first, other_list = make_profile_value(list="age_band"), make_profile_value(list="status")
    with pytest.raises(ValidationError, match="another list"), translation.override("en"):
        first.end(DAY, successor=other_list)
    follower = make_profile_value(list="age_band")
    first.end(DAY, successor=follower)
    assert list(ProfileValue.objects.in_force(date(2026, 3, 3)).of("age_band")) == [follower]
    assert first in ProfileValue.objects.in_force(DAY)
    first.resume()
    assert first in ProfileValue.objects.in_force(date(2026, 3, 3))


def test_a_municipality_enters_the_list_once_and_its_value_ends_when_it_leaves():
    municipality = make_municipality(code="2A004", name="Ajaccio")
    listed = municipality.enter_list()
    assert (listed.code, listed.standard_code, listed.name_pt) == ("fr-2a004", "2A004", "Ajaccio")
    assert municipality.enter_list() == listed
    municipality.leave(on=DAY)
    listed.refresh_from_db()
    assert (listed.valid_until, listed.cannot_be_mapped) == (DAY, True)
    again = make_municipality(code="2A004", name="Ajaccio").enter_list()
    assert (again, again.valid_until) == (listed, None)


def test_the_same_code_in_two_countries_is_two_values():
    assert make_municipality(code="00001").enter_list() != make_municipality(code="00001", country="IT").enter_list()
