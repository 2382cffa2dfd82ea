"""The report on anonymity: what is kept, how alone rows stand, and promises that fail when the nights do not run."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import anonymity, forgetting
from citedesmetiers.factories import make_import_run, make_profile_value, make_site
from citedesmetiers.models import ImportRun
from counselling.factories import make_notice
from counselling.models import Notice
from documentation.factories import make_loan
from events.factories import make_attendance, make_attendance_marginal, make_booking, make_session
from reception.factories import make_visit
from reception.models import Visit
from reports import rollup
from reports.factories import make_question, make_survey, make_survey_answered
from reports.figures import FIGURES
from tests.test_anonymity import ABOUT_VISITORS, PARTS, SUMS

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew by each test: a run may go over midnight


def of_kind(promises, kind):
    return next(promise for promise in promises if promise.kind == kind)


def test_every_room_tells_what_it_keeps():
    told = {model._meta.label for model in anonymity.registered()}
    parts = {part for part, _way in PARTS}
    assert ABOUT_VISITORS - parts - SUMS - told == set()


def test_what_is_kept_of_events_and_documents_has_its_days():
    make_attendance_marginal(attendance=make_attendance(session=make_session(state="held", day=date(2026, 3, 2))))
    make_booking(session=make_session(day=date(2026, 4, 7)))
    make_loan(lent_on=date(2026, 5, 4), due_on=date(2026, 5, 20))
    found = {kept.label: (kept.rows, kept.first, kept.last) for kept in anonymity.stored()}
    assert found["shares of those present"] == (1, date(2026, 3, 2), date(2026, 3, 2))
    assert found["bookings"] == (1, date(2026, 4, 7), date(2026, 4, 7))
    assert found["loans"] == (1, date(2026, 5, 4), date(2026, 5, 4))


def test_what_exists_and_since_when():
    make_visit(day=date(2026, 3, 2))
    make_visit(day=date(2026, 10, 14))
    visits = next(kept for kept in anonymity.stored() if kept.label == "visits")
    assert (visits.rows, visits.first, visits.last) == (2, date(2026, 3, 2), date(2026, 10, 14))


def test_a_row_stands_alone_when_no_other_of_its_month_and_place_shares_all_it_says():
    here, there = make_site(name="Here"), make_site(name="There")
    young, woman = make_profile_value(list="age_band"), make_profile_value(list="gender")
    for _number in range(3):
        make_visit(site=here, day=date(2026, 3, 2), age_band=young)
    make_visit(site=here, day=date(2026, 3, 30), age_band=young, gender=woman)
    make_visit(site=there, day=date(2026, 3, 30), age_band=young)
    make_visit(site=here, day=date(2026, 4, 1), age_band=young)
    found = {(one.site, one.month): one for one in anonymity.smallest_groups() if one.label == "visits"}
    march = found["Here", date(2026, 3, 1)]
    assert (march.rows, march.smallest, march.alone) == (4, 1, 1)
    assert found["There", date(2026, 3, 1)].alone == 1
    assert found["Here", date(2026, 4, 1)].alone == 1
    assert anonymity.smallest_groups(since=date(2026, 5, 1)) == []


def test_a_promise_is_broken_a_night_after_it_was_due_and_kept_when_the_night_has_run():
    assert all(promise.kept for promise in anonymity.promises())
    make_visit(received_on=today() - timedelta(days=8), fingerprint=b"0123456789abcdef")
    assert of_kind(anonymity.promises(), "device_keys").kept  # due tonight
    make_visit(received_on=today() - timedelta(days=9), fingerprint=b"0123456789abcdef")
    assert of_kind(anonymity.promises(), "device_keys").overdue == 1
    assert Visit.objects.exclude(fingerprint=None).count() == 2  # looked at, not touched
    forgetting.forget()
    assert of_kind(anonymity.promises(), "device_keys").kept


def test_notes_that_are_still_there_break_their_promise():
    make_notice(day=today() - timedelta(days=30))
    found = of_kind(anonymity.promises(), "notices")
    assert (found.kept, found.overdue) == (False, 1)
    assert Notice.objects.count() == 1


def test_looking_at_the_promises_takes_no_file_away(django_capture_on_commit_callbacks):
    run = make_import_run(content=b"Name\nHere\n")
    ImportRun.objects.filter(pk=run.pk).update(uploaded_at=timezone.now() - timedelta(days=200))
    stored = Path(run.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert of_kind(anonymity.promises(), "imported_files").overdue == 1
    assert stored.exists()
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget()
    assert not stored.exists()
    assert not ImportRun.objects.get().file


@pytest.mark.thorough
def test_the_command_names_what_is_broken_and_fails(capsys):
    make_visit(received_on=today() - timedelta(days=20), fingerprint=b"0123456789abcdef")
    with pytest.raises(SystemExit) as ended:
        call_command("anonymity")
    assert ended.value.code == 1
    assert "Broken: device_keys." in capsys.readouterr().out
    forgetting.forget()
    call_command("anonymity")
    said = capsys.readouterr().out
    assert "Every promise is kept." in said
    assert [line.split()[-2:] for line in said.splitlines() if line.startswith("device_keys")] == [["1", str(today())]]


@pytest.mark.thorough
def test_the_director_checks_the_promises_by_a_click(signed_in):
    director = signed_in("director", language="en")
    make_visit(received_on=today() - timedelta(days=20), fingerprint=b"0123456789abcdef")
    assert "Nothing has been forgotten yet" in director.get("/settings/anonymity/").content.decode()
    assert "1 promise is broken" in director.post("/settings/anonymity/").content.decode()
    forgetting.forget()
    page = director.post("/settings/anonymity/").content.decode()
    assert "Every promise is kept" in page
    assert "keys that counters gave to visits" in page


def shown_by(label):
    return next(one for one in anonymity.revealed() if str(one.label) == label)


@pytest.mark.thorough
def test_each_file_tells_the_smallest_group_that_it_would_show(centre):
    site, young, old, rare = make_site(), *(make_profile_value(list="age_band") for _number in range(3))
    for value, people in [(young, 40), (old, 7), (rare, 4)]:
        for _number in range(people):
            make_visit(site=site, day=today(), age_band=value)
    rollup.add_up()
    found = shown_by("Visits by age band")
    assert (found.smallest, found.masked) == (40, 2)  # four people, and the seven that would tell of them
    assert shown_by("Open data").smallest == 40
    type(centre).objects.update(suppression_threshold=3)
    found = shown_by("Visits by age band")
    assert (found.smallest, found.masked) == (4, 0)


@pytest.mark.thorough
def test_a_file_without_anybody_shows_no_group(centre):
    make_site()
    assert {(one.smallest, one.masked) for one in anonymity.revealed()} == {(None, 0)}


def test_every_figure_of_characteristics_is_among_the_files(centre):
    make_site()
    told = {str(one.label) for one in anonymity.revealed()}
    of_persons = {figure.heading for figure in FIGURES.values() if figure.counted and figure.counted.is_of_persons}
    assert len(of_persons) > 10
    assert {str(heading) for heading in of_persons} <= told


@pytest.mark.thorough
def test_a_question_with_few_answers_is_withheld_and_counted_as_masked(centre):
    survey = make_survey(opens_on=today().replace(month=1, day=1))
    for n in (4, 9):
        make_survey_answered(question=make_question(survey=survey, code=f"q{n}"), day=today(), count=n)
    found = shown_by("Results of surveys")
    assert (found.smallest, found.masked) == (9, 1)


@pytest.mark.thorough
def test_the_command_and_the_directors_page_say_what_leaves_the_house(signed_in, capsys):
    site, value = make_site(), make_profile_value(list="gender")
    other = make_profile_value(list="gender")
    for each in (value, other):
        for _number in range(31):
            make_visit(site=site, day=today(), gender=each)
    rollup.add_up()
    call_command("anonymity")
    assert re.search(r"Visits by gender +31 +0", capsys.readouterr().out)
    page = signed_in("director").post(reverse("anonymity")).content.decode()
    assert re.search(r"Visits by gender</th><td class=\"n\">31</td><td class=\"n\">0</td>", page)
