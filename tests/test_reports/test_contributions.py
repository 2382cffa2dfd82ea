"""Contributions to the self-assessment: asked for, written, handed in; and who is told of whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from citedesmetiers.factories import make_centre, make_user
from citedesmetiers.models import Centre
from partners.factories import make_body
from reports import assessment as years
from reports import freezing
from reports.models import Contribution, Rating, SelfAssessment
from reports.starting_lists import load
from tests.test_reports.contributing import (
    CRITERION,
    ROOT,
    YEAR,
    asked,
    colleague,
    form_of_criterion,
    handed_in,
    hidden,
    rating_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def year(rows_of_the_module):
    make_centre()
    load()
    years.begin(YEAR)


@pytest.fixture
def centre(year, db):
    return Centre.objects.get()


@pytest.fixture
def begun(centre):
    return SelfAssessment.objects.get()


@pytest.fixture
def director(signed_in):
    return signed_in("director", name="Camille Orvessan")


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_a_director_asks_teams_and_persons_about_several_criteria_at_once(begun, director):
    swann = make_user(name="Swann Garidec", roles=["counsellor"])
    make_user(roles=["events"])
    answer = director.post(
        f"{ROOT}contributions/ask/",
        {"criteria": ["1.1"], "principles": ["2"], "teams": ["events"], "people": [swann.pk],
         "wish": "What changed this year", "due_on": timezone.localdate()},
        follow=True,
    )  # fmt: skip
    assert "10 contributions are asked for." in answer.content.decode()
    assert {(each.criterion.code, each.whom) for each in Contribution.objects.all()} == {
        (code, whom) for code in ("1.1", "2.1", "2.2", "2.3", "2.4") for whom in ("events", "Swann Garidec")
    }
    assert {each.asked_by for each in Contribution.objects.all()} == {director.user}


@pytest.mark.thorough
def test_who_is_asked_twice_keeps_the_first_text(begun, director):
    first = asked(begun, role="events", text="Written already")
    make_user(roles=["events"])
    page = director.post(
        f"{ROOT}contributions/ask/",
        {"criteria": ["2.4", "2.3"], "teams": ["events"], "due_on": timezone.localdate()},
        follow=True,
    )
    assert "1 contribution is asked for. 1 was asked for already and stays." in page.content.decode()
    first.refresh_from_db()
    assert first.text == "Written already"


@pytest.mark.thorough
def test_a_person_who_changed_teams_is_not_asked_twice(begun, director):
    swann = make_user(name="Swann Garidec", roles=["reception"])
    asked(begun, account=swann, role="counsellor")
    page = director.post(
        f"{ROOT}contributions/ask/",
        {"criteria": ["2.4"], "people": [swann.pk], "due_on": timezone.localdate()},
        follow=True,
    )
    assert "1 was asked for already and stays." in page.content.decode()
    assert Contribution.objects.count() == 1


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"criteria": []}, "Choose at least one criterion."),
        ({"criteria": ["9.9"]}, "The frame has no such criterion."),
        ({"teams": []}, "Choose at least one team or one person."),
        ({"due_on": "2020-01-01"}, "This day has passed."),
        ({"wish": "Ask a.b@example.org"}, "an e-mail address"),
        ({"teams": ["director"]}, "Select a valid choice"),
        ({"teams": ["reception"]}, "Select a valid choice"),  # nobody is in it
    ],
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(begun, director, changed, said):
    make_user(roles=["events"])
    typed = {"criteria": ["2.4"], "teams": ["events"], "wish": "Three lines", "due_on": timezone.localdate()} | changed
    page = director.post(f"{ROOT}contributions/ask/", typed).content.decode()
    assert said in page
    assert typed["wish"] in page
    assert not Contribution.objects.exists()


@pytest.mark.thorough
def test_nobody_without_a_team_or_with_a_closed_account_can_be_asked(begun, director):
    make_user(name="Eden Falquière", roles=["admin"])
    make_user(name="Gone Longago", roles=["events"], is_active=False)
    make_user(name="Alix Tournerol", roles=["events"])
    page = director.get(f"{ROOT}contributions/ask/?criterion=2.4").content.decode()
    assert "Alix Tournerol" in page
    assert "Eden Falquière" not in page
    assert "Gone Longago" not in page
    assert re.search(r'name="criteria" value="2.4"[^>]* checked', page)


@pytest.mark.thorough
def test_the_saving_of_a_criterion_leads_to_asking_about_it(begun, director):
    answer = director.post(CRITERION, form_of_criterion(director, narrative="Mine", ask="1"))
    assert answer.url == f"{ROOT}contributions/ask/?criterion=2.4"
    assert rating_of(begun).narrative == "Mine"


# ── Who sees what ────────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_asked_finds_it_on_today_and_in_the_list(begun, director):
    asked(begun, role="reception", wish="Queues on Wednesdays", due_on=timezone.localdate() - timedelta(days=1))
    reception, events = colleague("reception"), colleague("events")
    today = reception.get("/today/").content.decode()
    assert "2.4" in today
    assert "was due on" in today
    assert 'href="/reports/contributions/">All of mine' in today
    assert '<a href="/reports/contributions/">Contributions asked of me</a>' in events.get("/today/").content.decode()
    assert "Queues on Wednesdays" in reception.get("/reports/contributions/").content.decode()
    assert "t-contributions" not in events.get("/today/").content.decode()
    assert "Nothing is asked of you now" in events.get("/reports/contributions/").content.decode()


@pytest.mark.thorough
def test_what_is_asked_of_others_is_not_found(begun, director):
    one, named = asked(begun, role="events"), asked(begun, account=make_user(roles=["counsellor"]))
    for role in ("counsellor", "reception", "documentation", "partnership", "director"):
        browser = colleague(role)
        for contribution in (one, named):
            address = f"/reports/contributions/{contribution.pk}/"
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"text": "x", "version": 0, "hand_in": "1"}).status_code == 404
    assert colleague("events").get(f"/reports/contributions/{one.pk}/").status_code == 200


@pytest.mark.thorough
def test_a_contributor_reads_the_evidence_and_last_years_narrative_once_that_is_validated(begun, centre):
    earlier = years.begin(YEAR - 1)
    Rating.objects.filter(assessment=earlier).update(level=3, narrative="Doors were found.")
    one = asked(begun, role="counsellor")
    browser, address = colleague("counsellor"), f"/reports/contributions/{one.pk}/"
    page = browser.get(address).content.decode()
    assert "Interviews" in page
    assert "Doors were found." not in page
    work_day = timezone.localdate()
    years.submit(earlier, work_day)
    freezing.validate(earlier, make_body(), work_day)
    assert "Doors were found." in browser.get(address).content.decode()


@pytest.mark.thorough
def test_the_director_reads_no_draft_but_that_of_somebody_who_left(begun, director):
    asked(begun, role="events", text="Half a thought")
    colleague("events")
    gone = make_user(name="Gone Longago", roles=["counsellor"], is_active=False)
    asked(begun, account=gone, text="A whole thought")
    page = director.get(CRITERION).content.decode()
    assert "Half a thought" not in page
    assert "A whole thought" in page
    assert "Gone Longago is not in the team any more" in page
    assert "ask somebody else" in director.get(f"{ROOT}contributions/").content.decode()


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_kept_handed_in_and_still_changed(begun, centre):
    one = asked(begun, role="events")
    browser, address = colleague("events"), f"/reports/contributions/{one.pk}/"
    browser.post(address, {"text": "First words", "version": 0, "draft": "1"})
    one.refresh_from_db()
    assert (one.stage, one.text, one.changed_by) == ("drafted", "First words", browser.user)
    browser.post(address, {"text": "All words", "version": 1, "hand_in": "1"})
    one.refresh_from_db()
    assert (one.stage, one.text) == ("handed_in", "All words")
    browser.post(address, {"text": "Better words", "version": 2, "hand_in": "1"})
    one.refresh_from_db()
    assert (one.stage, one.text) == ("handed_in", "Better words")


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("text", "said"),
    [("", "There is nothing to hand in yet"), ("Call 06 12 34 56 78", "a telephone number"), ("x" * 1501, "1500")],
)
def test_what_cannot_be_handed_in_is_said_beside_the_text(begun, centre, text, said):
    one = asked(begun, role="events")
    page = colleague("events").post(
        f"/reports/contributions/{one.pk}/", {"text": text, "version": 0, "hand_in": "1"}
    )  # fmt: skip
    assert said in page.content.decode()
    assert text in page.content.decode()
    one.refresh_from_db()
    assert one.stage == "asked"


@pytest.mark.thorough
def test_two_of_a_team_are_told_of_each_other(begun, centre):
    one = asked(begun, role="counsellor")
    first, second = colleague("counsellor", name="Swann Garidec"), colleague("counsellor")
    address = f"/reports/contributions/{one.pk}/"
    first.post(address, {"text": "Theirs", "version": 0, "draft": "1"})
    page = second.post(address, {"text": "Mine", "version": 0, "hand_in": "1"})
    assert "Swann Garidec saved this contribution at" in page.content.decode()
    assert "Theirs" in page.content.decode()
    assert ">Mine</textarea>" in page.content.decode()
    one.refresh_from_db()
    assert one.text == "Theirs"
    second.post(address, {"text": "Both", "hand_in": "1", **hidden(page)})
    one.refresh_from_db()
    assert (one.text, one.stage) == ("Both", "handed_in")


@pytest.mark.thorough
def test_who_changes_a_text_that_is_sent_back_meanwhile_reads_why(begun, director):
    one = handed_in(begun, role="counsellor")
    browser, address = colleague("counsellor"), f"/reports/contributions/{one.pk}/"
    before = hidden(browser.get(address))
    director.post(f"/reports/self-assessment/contributions/{one.pk}/send-back/", {"word": "Which bodies?"})
    page = browser.post(address, {"text": "Forty bodies, all told.", "hand_in": "1", **before})
    assert "This was sent back while you were writing" in page.content.decode()
    assert "Which bodies?" in page.content.decode()
    browser.post(address, {"text": "Forty bodies, all told.", "hand_in": "1", **hidden(page)})
    one.refresh_from_db()
    assert (one.stage, one.word) == ("handed_in", "")


@pytest.mark.thorough
def test_what_comes_after_the_decision_is_not_saved_and_not_lost(begun, director):
    one = handed_in(begun, role="counsellor")
    browser, address = colleague("counsellor"), f"/reports/contributions/{one.pk}/"
    director.post(CRITERION, form_of_criterion(director, take_over=one.mark))
    page = browser.post(address, {"text": "One more thing", "version": 1, "hand_in": "1"}).content.decode()
    assert "The director decided on this while you were writing" in page
    assert "One more thing" in page
    one.refresh_from_db()
    assert one.text == "We point on to forty bodies."


@pytest.mark.thorough
def test_after_submission_nothing_is_written(begun, centre):
    Rating.objects.filter(assessment=begun).update(level=3)
    one = asked(begun, role="counsellor")
    years.submit(begun, timezone.localdate())
    browser = colleague("counsellor")
    page = browser.post(f"/reports/contributions/{one.pk}/", {"text": "Late", "version": 0, "hand_in": "1"})
    assert "The self-assessment was closed while you were writing" in page.content.decode()
    assert "t-contributions" not in browser.get("/today/").content.decode()
    one.refresh_from_db()
    assert one.text == ""
