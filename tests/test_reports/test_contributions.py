"""Contributions to the self-assessment: asked for, written, handed in, decided on; and who is told of whom."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from citedesmetiers.factories import make_user
from partners.factories import make_body
from reports import assessment as years
from reports import contributions as work
from reports import freezing
from reports.factories import make_contribution
from reports.models import Contribution, Rating
from reports.starting_lists import load
from tests.strict import StrictClient
from tests.test_citedesmetiers.test_changes import trail

pytestmark = pytest.mark.django_db
YEAR = 2025
ROOT = f"/reports/self-assessment/{YEAR}/"
CRITERION = f"{ROOT}criteria/2.4/"


@pytest.fixture
def begun(centre):
    load()
    return years.begin(YEAR)


@pytest.fixture
def director(signed_in):
    return signed_in("director", name="Camille Orvessan")


def colleague(*roles, **fields):
    """A browser of somebody with `roles`, beside that of `signed_in`."""
    browser = StrictClient()
    browser.user = make_user(roles=roles, language="en", **fields)
    browser.force_login(browser.user)
    return browser


def rating_of(assessment, code="2.4"):
    return assessment.ratings.select_related("criterion").get(criterion__code=code)


def asked(assessment, code="2.4", **fields):
    return make_contribution(assessment=assessment, criterion=rating_of(assessment, code).criterion, **fields)


def handed_in(assessment, code="2.4", text="We point on to forty bodies.", **fields):
    return asked(assessment, code, text=text, stage="handed_in", version=1, **fields)


def hidden(page):
    """What a form sends without anybody typing it."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in fields if name in ("version", "seen", "taken")}


def form_of_criterion(client, **typed):
    """What the page of a criterion sends when nothing but `typed` is changed there."""
    return {"level": "3", "narrative": "", **hidden(client.get(CRITERION)), **typed}


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_director_asks_teams_and_persons_about_several_criteria_at_once(begun, director):
    swann = make_user(name="Swann Garidec", roles=["counsellor"])
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


def test_who_is_asked_twice_keeps_the_first_text(begun, director):
    first = asked(begun, role="events", text="Written already")
    page = director.post(
        f"{ROOT}contributions/ask/",
        {"criteria": ["2.4", "2.3"], "teams": ["events"], "due_on": timezone.localdate()},
        follow=True,
    )
    assert "1 contribution is asked for. 1 was asked for already and stays." in page.content.decode()
    first.refresh_from_db()
    assert first.text == "Written already"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"criteria": []}, "Choose at least one criterion."),
        ({"criteria": ["9.9"]}, "The frame has no such criterion."),
        ({"teams": []}, "Choose at least one team or one person."),
        ({"due_on": "2020-01-01"}, "This day has passed."),
        ({"wish": "Ask a.b@example.org"}, "an e-mail address"),
        ({"teams": ["director"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(begun, director, changed, said):
    typed = {"criteria": ["2.4"], "teams": ["events"], "wish": "Three lines", "due_on": timezone.localdate()} | changed
    page = director.post(f"{ROOT}contributions/ask/", typed).content.decode()
    assert said in page
    assert typed["wish"] in page
    assert not Contribution.objects.exists()


def test_nobody_without_a_team_or_with_a_closed_account_can_be_asked(begun, director):
    make_user(name="Eden Falquière", roles=["admin"])
    make_user(name="Gone Longago", roles=["events"], is_active=False)
    make_user(name="Alix Tournerol", roles=["events"])
    page = director.get(f"{ROOT}contributions/ask/?criterion=2.4").content.decode()
    assert "Alix Tournerol" in page
    assert "Eden Falquière" not in page
    assert "Gone Longago" not in page
    assert re.search(r'name="criteria" value="2.4"[^>]* checked', page)


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
    assert 'href="/reports/contributions/"' in today
    assert "Queues on Wednesdays" in reception.get("/reports/contributions/").content.decode()
    assert "t-contributions" not in events.get("/today/").content.decode()
    assert "Nothing is asked of you now" in events.get("/reports/contributions/").content.decode()


def test_what_is_asked_of_others_is_not_found(begun, director):
    one, named = asked(begun, role="events"), asked(begun, account=make_user(roles=["counsellor"]))
    for role in ("counsellor", "reception", "documentation", "partnership", "director"):
        browser = colleague(role)
        for contribution in (one, named):
            address = f"/reports/contributions/{contribution.pk}/"
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"text": "x", "version": 0, "hand_in": "1"}).status_code == 404
    assert colleague("events").get(f"/reports/contributions/{one.pk}/").status_code == 200


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


def test_the_director_reads_no_draft_but_that_of_somebody_who_left(begun, director):
    asked(begun, role="events", text="Half a thought")
    gone = make_user(name="Gone Longago", roles=["counsellor"], is_active=False)
    asked(begun, account=gone, text="A whole thought")
    page = director.get(CRITERION).content.decode()
    assert "Half a thought" not in page
    assert "A whole thought" in page
    assert "The account is closed" in page
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


def test_what_comes_after_the_decision_is_not_saved_and_not_lost(begun, director):
    one = handed_in(begun, role="counsellor")
    browser, address = colleague("counsellor"), f"/reports/contributions/{one.pk}/"
    director.post(CRITERION, form_of_criterion(director, take_over=one.mark))
    page = browser.post(address, {"text": "One more thing", "version": 1, "hand_in": "1"}).content.decode()
    assert "The director decided on this while you were writing" in page
    assert "One more thing" in page
    one.refresh_from_db()
    assert one.text == "We point on to forty bodies."


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


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────────


def test_one_click_takes_a_contribution_over_and_keeps_what_was_typed_beside_it(begun, director):
    one = handed_in(begun)
    director.post(CRITERION, form_of_criterion(director, narrative="Ours.", take_over=one.mark))
    rating = rating_of(begun)
    one.refresh_from_db()
    assert (rating.narrative, rating.level) == ("Ours.\n\nWe point on to forty bodies.", 3)
    assert one.stage == "taken_over"
    assert "Taken over" in director.get(CRITERION).content.decode()


def test_what_is_too_long_together_is_shortened_first_and_taken_over_then(begun, director):
    one = handed_in(begun, text="b" * 900)
    page = director.post(CRITERION, form_of_criterion(director, narrative="a" * 900, take_over=one.mark))
    assert "It stands in the narrative below, which is not saved yet." in page.content.decode()
    one.refresh_from_db()
    assert (one.stage, rating_of(begun).narrative) == ("handed_in", "")
    director.post(CRITERION, {"level": "3", "narrative": "a and b", **hidden(page), "next": "1"})
    one.refresh_from_db()
    assert (one.stage, rating_of(begun).narrative) == ("taken_over", "a and b")


def test_a_contribution_is_sent_back_with_a_word_or_left_beside(begun, director):
    back, left = handed_in(begun, role="events"), handed_in(begun, role="reception")
    answer = director.post(CRITERION, form_of_criterion(director, narrative="Mine", send_back=back.mark))
    assert rating_of(begun).narrative == "Mine"
    assert "optional" not in director.get(answer.url).content.decode()
    assert "This field is required" in director.post(answer.url, {"word": ""}).content.decode()
    director.post(answer.url, {"word": "Which year?"})
    director.post(CRITERION, form_of_criterion(director, leave=left.mark))
    back.refresh_from_db()
    left.refresh_from_db()
    assert (back.stage, back.word, left.stage) == ("sent_back", "Which year?", "left")
    assert "Which year?" in colleague("events").get("/today/").content.decode()


def test_only_what_is_handed_in_is_sent_back(begun, director):
    one = asked(begun, text="Half a thought")
    answer = director.post(
        f"/reports/self-assessment/contributions/{one.pk}/send-back/", {"word": "More"}, follow=True
    )
    assert "nothing was sent back" in answer.content.decode()
    one.refresh_from_db()
    assert one.stage == "drafted"


def test_a_director_who_writes_is_told_of_what_is_handed_in_meanwhile(begun, director):
    one = asked(begun, role="counsellor")
    typed = form_of_criterion(director, narrative="Mine")
    colleague("counsellor").post(
        f"/reports/contributions/{one.pk}/", {"text": "News", "version": 0, "hand_in": "1"}
    )  # fmt: skip
    page = director.post(CRITERION, typed)
    assert "1 contribution was handed in while you were writing" in page.content.decode()
    assert "News" in page.content.decode()
    assert rating_of(begun).narrative == ""
    director.post(CRITERION, typed | hidden(page))
    assert rating_of(begun).narrative == "Mine"


def test_a_text_that_changed_since_it_was_read_is_not_taken_over_unread(begun, director):
    one = handed_in(begun, role="counsellor", text="First")
    typed = form_of_criterion(director, take_over=one.mark)
    colleague("counsellor").post(
        f"/reports/contributions/{one.pk}/", {"text": "Second", "version": 1, "hand_in": "1"}
    )  # fmt: skip
    assert "handed in while you were writing" in director.post(CRITERION, typed).content.decode()
    one.refresh_from_db()
    assert (one.stage, rating_of(begun).narrative) == ("handed_in", "")


def test_more_time_is_given_and_asking_ends(begun, director):
    one = asked(begun, due_on=timezone.localdate() - timedelta(days=3))
    address = f"/reports/self-assessment/contributions/{one.pk}/"
    later = timezone.localdate() + timedelta(days=3)
    director.post(f"{address}edit/", {"wish": "Two lines", "due_on": later})
    one.refresh_from_db()
    assert (one.wish, one.due_on) == ("Two lines", later)
    assert "goes with it" not in director.get(f"{address}delete/").content.decode()
    director.post(f"{address}delete/")
    assert not Contribution.objects.exists()


def test_what_is_open_is_said_to_the_director_and_holds_nothing_up(begun, director):
    Rating.objects.filter(assessment=begun).update(level=3)
    asked(begun, "2.4", role="events")
    asked(begun, "1.1", role="events")
    handed_in(begun, "3.1")
    page = director.get(ROOT).content.decode()
    assert "2 contributions are still open: events (1.1, 2.4)." in page
    assert "1 contribution is handed in and not decided yet (3.1)." in page
    director.post(f"{ROOT}submit/")
    begun.refresh_from_db()
    assert begun.state == "submitted"


# ── Afterwards ───────────────────────────────────────────────────────────────────────────────────────


def test_the_report_names_teams_and_no_persons_and_stays(begun, director):
    Rating.objects.filter(assessment=begun).update(level=3, narrative="Told.")
    swann = make_user(name="Swann Garidec", roles=["counsellor"])
    taken = handed_in(begun, account=swann, role="counsellor")
    Contribution.objects.filter(pk=taken.pk).update(stage="taken_over")
    handed_in(begun, role="events")
    years.submit(begun, timezone.localdate())
    freezing.validate(begun, make_body(), timezone.localdate())
    page = director.get(f"{ROOT}report/").content.decode()
    assert "With contributions of: counsellors." in page
    assert "Swann" not in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=taken.pk).update(stage="left")
    with pytest.raises(ValidationError):
        work.ask(begun, [taken.criterion], teams=["reception"], people=[], wish="", due_on=timezone.localdate(),
                 by=director.user)  # fmt: skip
    begun.refresh_from_db()
    assert years.is_intact(begun)


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "handed_in", "text": ""},
        {"stage": "asked", "text": "Words"},
        {"stage": "sent_back", "text": "Words", "word": ""},
        {"role": "admin"},
    ],
)
def test_the_database_refuses_states_that_cannot_be(begun, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(begun, **fields)


def test_a_team_and_a_person_are_asked_once_about_a_criterion(begun):
    swann = make_user(roles=["counsellor"])
    asked(begun, role="counsellor")
    asked(begun, role="counsellor", account=swann)
    for account in (None, swann):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked(begun, role="counsellor", account=account)


def test_the_trail_notes_what_was_decided_and_no_words_of_a_draft(begun, director):
    one = asked(begun, role="counsellor", text="Half a thought")
    Contribution.objects.filter(pk=one.pk).update(text="A whole thought", stage="handed_in")
    lines = trail(director, kind="reports.Contribution")
    assert "State: Being written → Handed in" in lines[0]
    assert "thought" not in " ".join(lines)


@pytest.mark.parametrize(
    "address",
    ["/today/", "/reports/contributions/", ROOT, CRITERION, f"{ROOT}contributions/", f"{ROOT}contributions/ask/"],
)
def test_a_page_asks_the_database_as_often_for_three_contributions_as_for_one(begun, director, address):
    director.user.roles = ["director", "events"]
    director.user.save()
    director.force_login(director.user)
    handed_in(begun, role="events")
    director.get(address)
    with CaptureQueriesContext(connection) as one:
        director.get(address)
    handed_in(begun, "2.3", role="events")
    asked(begun, "2.4", account=director.user, role="director")
    with CaptureQueriesContext(connection) as three:
        director.get(address)
    assert len(three) == len(one)
