"""The figures of the other rooms: counted by them, shown, masked and exported as every figure is."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_duty_session, make_interview
from documentation.factories import make_consultation_count, make_copy, make_loan_count, make_resource
from events.factories import make_attendance, make_event, make_event_kind, make_session
from partners.factories import make_attendance as make_training_attendance
from partners.factories import make_institution, make_meeting, make_programme, make_training, make_training_kind
from reception.factories import make_door_reading, make_group_visit, make_station_use, make_visit
from reports import figures, rollup
from reports.evidence_functions import interviews
from reports.figures import FIGURES, Scope, table_of
from reports.figures.asked import Asked
from reports.figures.period import Period
from reports.figures.tables import UNSTATED

pytestmark = pytest.mark.django_db
YEAR = figures.whole_year(2026)
ASKED = [code for code, figure in FIGURES.items() if isinstance(figure.counted, Asked)]


def found(code, sites, period=YEAR, **scope):
    """{label: (number of each place…, of all together)} of what is not nothing."""
    table = table_of(FIGURES[code], Scope(tuple(sites), period, **scope))
    rows = {str(row.label): (*(cell.n for cell in row.cells), row.total.n) for row in table.rows}
    return {label: numbers for label, numbers in rows.items() if any(numbers)}


@pytest.mark.thorough
@pytest.mark.parametrize("code", ASKED)
def test_every_figure_of_a_room_has_its_page_and_its_files(signed_in, code):
    director, here = signed_in("director"), make_site(name="Here")
    make_site(name="There")
    make_duty_session(desks=[make_desk(site=here)], day=date(2026, 3, 2))
    make_interview(desk=make_desk(site=here), day=date(2026, 3, 2), minutes=20, waiting_minutes=3)
    make_attendance(session=make_session(site=here, state="held"), present=9)
    make_institution(roles=["desk_partner"])
    make_loan_count(site=here, n=3)
    for query in ({"period": "2026", "place": "side", "compare": "year"}, {"period": "2026-03"}):
        assert director.get(reverse("reports:figure", args=[code]), query).status_code == 200
    for ending in ("csv", "xlsx", "ods"):
        address = reverse(f"reports:figure_{ending}", args=[code])
        answer = director.get(address, {"period": "2026", "place": "side", "compare": "year"})
        assert answer.status_code == 200
        assert ending in answer["Content-Disposition"]


def test_a_figure_of_the_whole_centre_is_shown_where_there_is_no_place_yet(signed_in):
    make_meeting(day=date(2026, 3, 2))
    page = signed_in("partnership").get(reverse("reports:figure", args=["meetings_by_kind"]), {"period": "2026"})
    assert page.status_code == 200
    assert "All places together" in page.content.decode()


def test_medians_of_places_are_no_part_of_a_sum():
    here, there = make_desk(), make_desk()
    of_each = {here: [10, 10, 20, 60, 60], there: [30, 30, 30, 30, 30]}
    for desk, minutes in of_each.items():
        for each in minutes:
            make_interview(desk=desk, day=YEAR.first, minutes=each)
    make_interview(desk=here, day=date(2025, 12, 31), minutes=1)
    make_interview(desk=here, day=YEAR.first)  # nobody measured it
    table = table_of(FIGURES["length_median_by_month"], Scope((here.site, there.site), YEAR, side_by_side=True))
    (row,) = [row for row in table.rows if not row.total.is_absent]
    assert [cell.n for cell in row.cells] == [20, 30]
    assert row.total.n == 30
    assert not table.has_totals
    empty = table.rows[1]
    assert (empty.total.n, empty.total.is_absent, empty.total.is_masked) == (None, True, False)


def interviews_at(few, enough):
    """Two desks with so many interviews of 7 minutes each, after waiting for 3."""
    found = make_desk(name="Few", site=make_site()), make_desk(name="Enough")
    for desk, n in zip(found, (few, enough), strict=True):
        for _n in range(n):
            make_interview(desk=desk, day=YEAR.first, minutes=7, waiting_minutes=3)
    return found


@pytest.fixture
def hurried(centre):
    """Four interviews at one desk, five at another; the threshold is five."""
    centre.suppression_threshold = 5
    centre.save()
    return interviews_at(4, 5)


@pytest.mark.parametrize(("code", "threshold", "least"), [
    ("length_median_by_desk", 5, 5), ("wait_median_by_desk", 3, 3), ("length_most_by_desk", 5, 25),
    ("wait_most_by_desk", 3, 15),
])  # fmt: skip
def test_a_time_of_too_few_people_is_masked_on_the_page_and_in_files(signed_in, centre, code, threshold, least):
    centre.suppression_threshold = threshold
    centre.save()
    interviews_at(least - 1, least)
    client, query = signed_in("director"), {"period": "2026"}
    page = client.get(reverse("reports:figure", args=[code]), query)
    shown = {str(row.label): row.total.n for row in page.context["table"].rows}
    assert list(shown.values()) == [None, 7 if code.startswith("length") else 3]
    assert f"it is of fewer than {least} interviews" in page.content.decode()
    written = client.get(reverse("reports:figure_csv", args=[code]), query).content.decode()
    assert "•••" in written
    assert f"it is of fewer than {least} interviews" in written


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("code", "least"), [("length_median_by_month", 5), ("wait_median_by_month", 5), ("wait_most_by_month", 25)]
)
def test_a_page_of_medians_that_are_all_masked_says_so_and_does_not_say_that_nothing_was_counted(
    hurried, signed_in, code, least
):
    few, _enough = hurried
    page = signed_in("director").get(
        reverse("reports:figure", args=[code]), {"period": "2026-01", "place": few.site.code, "compare": "year"}
    )
    words = page.content.decode()
    assert "Too few interviews for anything of this to be shown" in words
    assert f"it is of fewer than {least} interviews" in words
    assert "Nothing was counted" not in words
    (row,) = page.context["table"].rows
    assert (row.total.is_masked, row.change) == (True, None)


def test_evidence_of_desks_tells_no_median_of_too_few_people(hurried):
    few, enough = hurried
    told = {
        desk: {fact.key: fact.words for fact in interviews(Site.objects.filter(pk=desk.site.pk), YEAR)}
        for desk in (few, enough)
    }
    assert told[few]["length"] == told[few]["wait"] == "masked: fewer than 5 interviews"
    assert (told[enough]["length"], told[enough]["wait"], told[few]["interviews"]) == ("7", "3", "4")
    assert {fact.words for fact in interviews(Site.objects.none(), YEAR) if fact.key in ("length", "wait")} == {"–"}


def test_hours_on_duty_by_institution_and_at_each_of_several_desks():
    one, other = make_desk(name="Jobs"), make_desk(name="Training")
    lender = make_institution(name="Agency")
    make_duty_session(
        desks=[one, other], day=YEAR.first, institution=lender, starts=time(9), ends=time(11, 30), state="held"
    )
    make_duty_session(desks=[one], day=YEAR.last, institution=lender, starts=time(9), ends=time(10), state="missed")
    assert found("hours_held_by_institution", [one.site]) == {"Agency": (2.5, 2.5)}
    assert found("hours_planned_by_institution", [one.site]) == {"Agency": (3.5, 3.5)}
    assert {numbers[-1] for numbers in found("hours_held_by_desk", [one.site]).values()} == {2.5}
    assert len(found("hours_held_by_desk", [one.site])) == 2


def held(site, day, present, **fields):
    return make_attendance(session=make_session(site=site, state="held", day=day, **fields), present=present)


def test_activities_and_participations_by_month_kind_and_place():
    here, there = make_site(name="Here"), make_site(name="There")
    talk = make_event(kind=make_event_kind(name="Talk"))
    held(here, date(2026, 3, 2), 12, event=talk)
    held(there, date(2026, 3, 9), 7, event=talk)
    held(there, date(2025, 3, 9), 90, event=talk)
    scope = {"side_by_side": True}
    assert found("participations_by_month", [here, there], **scope) == {"March 2026": (12, 7, 19)}
    assert found("held_by_kind", [here, there], **scope) == {"Talk": (1, 1, 2)}
    assert found("participations_by_place", [here, there]) == {"Here": (12, 12), "There": (7, 7)}


def test_who_took_part_is_masked_below_the_threshold_and_volumes_are_not(centre):
    centre.suppression_threshold = 5
    centre.save()
    site = make_site()
    women, men = make_profile_value(list="gender", name="women"), make_profile_value(list="gender", name="men")
    attendance = held(site, date(2026, 3, 2), 30)
    attendance.set_marginals({women: 20, men: 3})
    table = table_of(FIGURES["participations_by_gender"], Scope((site,), YEAR))
    shown = {row.key: row.total.n for row in table.rows}
    assert shown[men.pk] is None
    assert sum(number is None for number in shown.values()) >= 2  # else the total gives it away
    assert table.total == 30
    assert UNSTATED in shown
    attendance.set_marginals({women: 20, men: 10})
    table = table_of(FIGURES["participations_by_gender"], Scope((site,), YEAR))
    assert [row.total.n for row in table.rows] == [20, 10, 0]
    assert table.rows[0].total.share == pytest.approx(100 * 20 / 30)


def test_holdings_are_those_of_the_last_day_of_the_period():
    site = make_site()
    old = make_resource(acquired_on=date(2024, 5, 1))
    new = make_resource(acquired_on=date(2026, 5, 1), medium=old.medium)
    gone = make_resource(
        acquired_on=date(2020, 1, 1), weeded_on=date(2026, 2, 1), weeded_because="outdated", medium=old.medium
    )
    for resource in (old, new, gone):
        make_copy(resource=resource, site=site, added_on=resource.acquired_on, withdrawn_on=resource.weeded_on)
    name = str(old.medium)
    assert found("documents_by_medium", [site], figures.whole_year(2025)) == {name: (2, 2)}
    assert found("documents_by_medium", [site], YEAR) == {name: (2, 2)}
    assert found("documents_by_medium", [site], Period(date(2026, 2, 1), date(2026, 2, 28))) == {name: (1, 1)}


def test_loans_and_station_use_by_month_of_their_places_alone():
    here, there = make_site(), make_site()
    make_loan_count(site=here, day=date(2026, 3, 2), n=3)
    make_loan_count(site=here, day=date(2026, 3, 31), n=4)
    make_loan_count(site=there, day=date(2026, 3, 31), n=50)
    make_station_use(site=here, day=date(2026, 3, 31), started=6)
    assert found("loans_by_month", [here]) == {"March 2026": (7, 7)}
    assert found("stations_by_month", [here]) == {"March 2026": (6, 6)}


def test_what_belongs_to_the_centre_has_no_column_for_each_place():
    here, there = make_site(), make_site()
    make_meeting(day=date(2026, 3, 2))
    table = table_of(FIGURES["meetings_by_kind"], Scope((here, there), YEAR, side_by_side=True))
    assert table.columns == ["together"]
    assert [row.total.n for row in table.rows] == [1]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("counsellor", {"wait_median_by_desk", "hours_held_by_desk"}),
        ("documentation", {"loans_by_month"}),
        ("events", {"held_by_month"}),
        ("partnership", {"partners_by_kind", "hours_held_by_desk", "programme_interviews"}),
    ],
)
def test_each_role_finds_its_room_from_the_rail_and_no_other(signed_in, role, sees):
    person = signed_in(role, sites=[make_site()])
    all_of_them = {"wait_median_by_desk", "hours_held_by_desk", "loans_by_month", "held_by_month", "partners_by_kind",
                   "programme_interviews"}  # fmt: skip
    assert f'href="{reverse("reports:figures")}"' in person.get("/today/").content.decode()
    page = person.get(reverse("reports:figures")).content.decode()
    for code in all_of_them:
        address = reverse("reports:figure", args=[code])
        assert person.get(address).status_code == (200 if code in sees else 403), code
        assert (f'href="{address}"' in page) == (code in sees)


@pytest.mark.thorough
def test_figures_of_times_are_equal_after_their_rows_are_forgotten():
    desk = make_desk()
    for number in range(72):
        make_interview(desk=desk, day=date(2026, 1 + number % 12, 5), minutes=5 + number, waiting_minutes=number % 11)
    codes = [code for code in FIGURES if code.startswith(("wait_", "length_", "interviews_by_"))]
    before = {code: found(code, [desk.site]) for code in codes}
    assert before["wait_median_by_desk"]
    assert len(before["wait_median_by_month"]) == 12
    assert rollup.collapse([desk.site], YEAR) == 72
    assert {code: found(code, [desk.site]) for code in codes} == before


def test_door_counts_stand_beside_how_many_of_them_reception_counted(centre):
    site, other = make_site(), make_site()
    day = date(2026, 3, 10)
    make_door_reading(site=site, day=day, entries=100)
    make_visit(site=site, day=day, people=60)
    make_group_visit(site=site, day=day, people=20)
    make_visit(site=other, day=day, people=500)  # no reading there
    make_visit(site=site, day=date(2026, 3, 11), people=500)  # nor on this day
    said = dict(FIGURES["door_by_month"].completeness(Scope(sites=(site, other), period=YEAR)))
    assert said["Days with a reading"] == "1"
    assert said["Capture rate: counted by reception, visits and groups"].startswith("80")


def test_half_days_of_shadowing_are_drawn_compared_and_written(signed_in, centre):
    for year, half_days in ((2026, "1.5"), (2025, "3")):
        training = make_training(
            kind=make_training_kind(step="shadowing"), starts_on=date(year, 3, 2), half_days=Decimal(half_days)
        )
        make_training_attendance(training=training)
    director, asked = signed_in("director"), {"period": "2026", "compare": "year"}
    page = director.get(reverse("reports:figure", args=["shadowing"]), asked)
    (half_days, _people) = page.context["table"].rows
    assert (half_days.total.n, half_days.change) == (1.5, -50)
    assert page.context["drawings"]
    assert b"Half-days;1.5;3.0;-50.0" in director.get(reverse("reports:figure_csv", args=["shadowing"]), asked).content


def test_a_percentage_has_no_change_in_percent_of_itself(centre):
    kind = make_event_kind()
    for day, present in ((MARCH, 15), (date(2025, 3, 3), 10)):
        session = make_session(event=make_event(kind=kind), day=day, state="held", seats=20)
        make_attendance(session=session, present=present)
    scope = Scope(tuple(Site.objects.all()), YEAR, compared=YEAR.year_before())
    (row,) = table_of(FIGURES["fill_rate_by_kind"], scope).rows
    assert (row.total.n, row.before.n, row.change) == (75, 50, None)


# ── Narrowed to one purpose or programme ─────────────────────────────────────────────────────────────


@pytest.fixture
def of_two_purposes(centre):
    """Sessions and loans of the purposes job (3 people, 2 loans) and study (5 people in a programme, 4 loans)."""
    site, programme = make_site(), make_programme(name="Pathways")
    for code, people, loans, belongs in [("job", 3, 2, None), ("study", 5, 4, programme)]:
        purpose = make_purpose(code=code)
        event = make_event(purposes=[purpose], programme=belongs)
        make_attendance(session=make_session(event=event, site=site, state="held", day=MARCH), present=people)
        resource = make_resource(purposes=[purpose])
        make_loan_count(resource=resource, site=site, day=MARCH, n=loans)
        make_consultation_count(resource=resource, site=site, day=MARCH, n=loans * 10)
    return programme


MARCH = date(2026, 3, 3)
JOB, STUDY = {"purpose": "job"}, {"purpose": "study"}


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("code", "narrowed", "n"),
    [("participations_by_month", JOB, 3), ("participations_by_kind", STUDY, 5), ("held_by_theme", JOB, 0),
     ("loans_by_month", JOB, 2), ("consultations_by_month", STUDY, 40), ("participations_by_month", {}, 8),
     ("loans_by_month", {}, 6)],
)  # fmt: skip
def test_events_and_documents_are_narrowed_to_one_purpose(signed_in, of_two_purposes, code, narrowed, n):
    page = signed_in("director").get(reverse("reports:figure", args=[code]), {"period": "2026", **narrowed})
    assert page.context["table"].total == n


def test_events_are_narrowed_to_one_programme_with_what_they_lack(signed_in, of_two_purposes):
    address, asked = reverse("reports:figure", args=["participations_by_month"]), {"period": "2026"}
    page = signed_in("director").get(address, asked | {"programme": of_two_purposes.pk})
    assert page.context["table"].total == 5
    assert ("Sessions held", "1") in [(str(words), value) for words, value in page.context["completeness"]]


@pytest.mark.many_cases
@pytest.mark.parametrize("code", ["participations_by_purpose", "loans_by_purpose", "partners_by_kind"])
def test_no_purpose_is_asked_where_it_would_narrow_nothing(signed_in, of_two_purposes, code):
    page = signed_in("director").get(reverse("reports:figure", args=[code]), {"period": "2026"})
    assert "purpose" not in page.context["filter"].fields
