"""Counts of days equal a recount of the rows at every moment, whatever happens in between."""

import io
import random
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db.models import Sum

from citedesmetiers import nightly
from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_interview, make_theme, make_unmet_request
from counselling.models import Interview
from reception import forgetting
from reception.factories import make_group_visit, make_visit
from reception.models import Visit
from reports import figures, rollup
from reports.figures.period import Period
from reports.models import ChangedDay, DayCount, RawDay, RolledDay

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def told(model):
    """All counts of a view: {what: (entries, people)}."""
    rows = model.objects.values_list("source", "site_id", "day", "dimension", "value", "code")
    return {row[:6]: row[6:] for row in rows.annotate(e=Sum("entries"), p=Sum("people")) if row[7]}


def test_what_is_added_up_is_what_the_rows_say_in_every_dimension():
    purpose, young = make_purpose(code="job"), make_profile_value(list="age_band")
    make_visit(day=MARCH.first, hour=9, people=3, purpose=purpose, age_band=young, sent_to=["desk", "stations"])
    make_group_visit(day=MARCH.first, people=24, purposes=[purpose.pk])
    theme, desk = make_theme(), make_desk()
    make_interview(desk=desk, day=MARCH.last, themes=[theme.pk], purpose=purpose, minutes=20, people=2)
    make_interview(desk=desk, day=MARCH.last, state="left")
    make_unmet_request(day=MARCH.first, purpose=purpose)
    assert told(DayCount) == told(RawDay)
    before = told(DayCount)
    rollup.add_up()
    assert not ChangedDay.objects.exists()
    assert told(DayCount) == before
    said = {(key[0], key[3], key[4], key[5]): counts for key, counts in before.items()}
    assert said["visit", "all", 0, ""] == (1, 3)
    assert said["visit", "purpose", purpose.pk, ""] == (1, 3)
    assert said["visit", "age_band", young.pk, ""] == (1, 3)
    assert said["visit", "sent_to", 0, "stations"] == (1, 3)
    assert said["group", "all", 0, ""] == (1, 24)
    assert said["interview", "theme", theme.pk, ""] == (1, 2)
    assert said["interview", "minutes", 20, ""] == (1, 2)
    assert said["left", "desk", desk.pk, ""] == (1, 1)
    assert said["unmet", "purpose", purpose.pk, ""] == (1, 1)
    assert ("visit", "gender", 0, "") not in said


def test_the_worker_adds_up_what_has_changed_at_each_of_its_looks():
    visit = make_visit(day=MARCH.first, people=3)
    nightly.work_at_each_look()
    assert not ChangedDay.objects.exists()
    Visit.objects.filter(pk=visit.pk).update(people=4)
    assert figures.visits(Site.objects.all(), MARCH) == 4
    nightly.work_at_each_look()
    assert not ChangedDay.objects.exists()
    assert RolledDay.objects.get(source="visit", dimension="all").people == 4
    assert rollup.differences() == []


def test_a_look_that_fails_keeps_no_other_work_from_being_done(monkeypatch, caplog):
    def broken():
        raise ValueError("no")

    make_visit(day=MARCH.first)
    monkeypatch.setattr(nightly, "_at_each_look", [broken, rollup.add_up])
    nightly.work_at_each_look()
    assert not ChangedDay.objects.exists()
    assert "broken of every ten minutes failed" in caplog.text


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_the_counts_equal_a_recount(seed):
    chance = random.Random(seed)
    sites = [make_site(), make_site()]
    purposes = [None, make_purpose(), make_purpose()]

    def day():
        return MARCH.first + timedelta(days=chance.randrange(4))

    def come():
        make_visit(site=chance.choice(sites), day=day(), people=chance.randint(1, 4), purpose=chance.choice(purposes))

    def correct():
        visit = Visit.objects.order_by("?").first()
        if visit:
            visit.day, visit.people = day(), chance.randint(1, 9)
            visit.purpose, visit.site = chance.choice(purposes), chance.choice(sites)
            visit.save()

    def take_back():
        visit = Visit.objects.order_by("?").first()
        if visit:
            (visit.put_back if visit.undone else visit.take_back)()

    def many():
        Visit.objects.filter(day=day()).update(people=chance.randint(1, 9))

    def forget():
        Visit.objects.filter(day=day(), people__gt=6).delete()
        forgetting.device_keys(MARCH.last)
        forgetting.taken_back(MARCH.last)

    def collapse():
        collapsed = chance.choice(sites)
        before = told(DayCount)
        rollup.collapse([collapsed], Period(MARCH.first, day()))
        assert told(DayCount) == before

    kept = {}
    for _step in range(60):
        act = chance.choices([come, correct, take_back, many, forget, rollup.add_up], [9, 4, 3, 2, 1, 3])[0]
        act()
        assert told(DayCount) == told(RawDay), act.__name__
        assert rollup.differences() == []
    collapse()
    kept = told(DayCount)
    come()
    assert sum(people for _entries, people in told(DayCount).values()) > sum(people for _e, people in kept.values())


def test_a_day_that_changes_after_it_was_added_up_is_read_from_its_rows():
    visit = make_visit(day=MARCH.first, people=3)
    rollup.add_up()
    RolledDay.objects.update(people=1000)  # to see which is read
    assert figures.visits([visit.site], MARCH) == 1000
    visit.people = 4
    visit.save()
    assert figures.visits([visit.site], MARCH) == 4


def test_figures_are_equal_before_and_after_the_rows_are_forgotten():
    site, purpose, young = make_site(), make_purpose(code="job"), make_profile_value(list="age_band")
    for day in range(1, 29):
        make_visit(site=site, day=date(2026, 3, day), hour=9 + day % 5, people=day, purpose=purpose, age_band=young)
    make_visit(site=site, day=date(2026, 4, 1), people=5)
    sites, year = Site.objects.all(), figures.whole_year(2026)

    def all_figures():
        return [
            figures.visits(sites, year),
            figures.visits_per_month(sites, year),
            [(p.code, p.visits) for p in figures.visits_per_purpose(sites, year)],
            figures.visits_per_hour(sites, year),
            figures.visits_with_a_value(sites, year),
            [(s.code, s.visits) for s in figures.visits_per_site(sites, year)],
            figures.visits_without_purpose(sites, year),
            figures.first_counted_day(sites),
        ]

    before = all_figures()
    assert rollup.collapse([site], MARCH) == 28
    assert Visit.objects.count() == 1
    assert all_figures() == before
    rollup.add_up()
    assert all_figures() == before
    assert rollup.differences() == []
    make_visit(site=site, day=date(2026, 3, 2), people=7)  # a late entry counts on top
    assert figures.visits(sites, year) == before[0] + 7


def test_interviews_that_are_forgotten_leave_their_counts_and_their_lengths():
    desk = make_desk()
    for minutes in (10, 20, 30):
        make_interview(desk=desk, day=MARCH.first, minutes=minutes)
    rollup.collapse([desk.site], MARCH)
    assert not Interview.objects.exists()
    lengths = DayCount.objects.of("interview", "minutes").values_list("value", "entries").order_by("value")
    assert list(lengths) == [(10, 1), (20, 1), (30, 1)]


class TestTheCommand:
    def said(self, *arguments):
        out = io.StringIO()
        call_command("figures", *arguments, stdout=out)
        return out.getvalue()

    def test_it_adds_up_and_proves_it(self):
        make_visit(day=MARCH.first, people=3)
        assert self.said().split()[0] != "0"
        assert "equal a recount" in self.said("--verify")

    def test_a_count_that_is_wrong_is_named(self):
        make_visit(day=MARCH.first, people=3)
        rollup.add_up()
        RolledDay.objects.filter(dimension="all").update(people=4)
        with pytest.raises(SystemExit):
            self.said("--verify")
        assert {(found.where, found.people) for found in rollup.differences()} == {("counts", 4), ("rows", 3)}

    def test_a_row_without_a_count_is_named(self):
        make_visit(day=MARCH.first, people=3)
        rollup.add_up()
        RolledDay.objects.all().delete()
        assert {found.where for found in rollup.differences()} == {"rows"}
