"""What the director does with contributions, and what is left of them in the report, the trail and the tables."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from citedesmetiers.factories import make_centre, make_user
from citedesmetiers.models import Centre
from partners.factories import make_body
from reports import assessment as years
from reports import contributions as work
from reports import freezing
from reports.models import Contribution, Rating, SelfAssessment
from reports.starting_lists import load
from tests.test_citedesmetiers.test_changes import trail
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


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────────


def test_one_click_takes_a_contribution_over_and_keeps_what_was_typed_beside_it(begun, director):
    one = handed_in(begun)
    director.post(CRITERION, form_of_criterion(director, narrative="Ours.", take_over=one.mark))
    rating = rating_of(begun)
    one.refresh_from_db()
    assert (rating.narrative, rating.level) == ("Ours.\n\nWe point on to forty bodies.", 3)
    assert one.stage == "taken_over"
    assert "Taken over" in director.get(CRITERION).content.decode()


@pytest.mark.thorough
def test_what_is_too_long_together_is_shortened_first_and_taken_over_then(begun, director):
    one = handed_in(begun, text="b" * 900)
    page = director.post(CRITERION, form_of_criterion(director, narrative="a" * 900, take_over=one.mark))
    assert "It stands in the narrative below, which is not saved yet." in page.content.decode()
    one.refresh_from_db()
    assert (one.stage, rating_of(begun).narrative) == ("handed_in", "")
    director.post(CRITERION, {"level": "3", "narrative": "a and b", **hidden(page), "next": "1"})
    one.refresh_from_db()
    assert (one.stage, rating_of(begun).narrative) == ("taken_over", "a and b")


@pytest.mark.many_cases
@pytest.mark.parametrize("stage", ["drafted", "sent_back"])
@pytest.mark.parametrize("button", ["take_over", "leave"])
def test_what_a_team_began_is_decided_on_once_nobody_is_in_it_any_more(begun, director, stage, button):
    one = asked(begun, role="events", text="Forty workshops.", stage=stage, word="x" if stage == "sent_back" else "")
    last_of_them = colleague("events").user
    page = director.get(CRITERION).content.decode()
    assert ("Forty workshops." in page, "Leave beside" in page) == (stage == "sent_back", False)
    last_of_them.expires_on = timezone.localdate() - timedelta(days=1)
    last_of_them.save()
    page = director.get(CRITERION).content.decode()
    assert "Forty workshops." in page
    assert "Nobody is in this team any more" in page
    assert "nobody is in this team any more" in director.get(f"{ROOT}contributions/").content.decode()
    director.post(CRITERION, form_of_criterion(director, **{button: one.mark}))
    one = Contribution.objects.get(pk=one.pk)
    assert (one.stage, rating_of(begun).narrative) == (
        ("taken_over", "Forty workshops.") if button == "take_over" else ("left", "")
    )


@pytest.mark.thorough
def test_a_draft_of_a_team_in_which_somebody_is_can_neither_be_taken_over_nor_left(begun, director):
    one = asked(begun, role="events", text="Half a thought")
    colleague("events")
    for button in ("take_over", "leave"):
        director.post(CRITERION, form_of_criterion(director, narrative="Ours.", **{button: one.mark}))
        one.refresh_from_db()
        assert (one.stage, rating_of(begun).narrative) == ("drafted", "Ours.")


@pytest.mark.thorough
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


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_what_comes_while_another_director_writes_too_is_told_beside_what_they_saved(begun, director):
    one, other = asked(begun, role="counsellor"), colleague("director", name="Swann Garidec")
    typed = form_of_criterion(director, narrative="Mine")
    other.post(CRITERION, form_of_criterion(other, narrative="Theirs"))
    colleague("counsellor").post(
        f"/reports/contributions/{one.pk}/", {"text": "News", "version": 0, "hand_in": "1"}
    )  # fmt: skip
    page = director.post(CRITERION, typed).content.decode()
    assert "Swann Garidec saved this criterion at" in page
    assert "1 contribution was handed in while you were writing" in page


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_what_another_director_sent_back_meanwhile_is_not_said_to_be_taken_over(begun, director):
    one = handed_in(begun)
    typed = form_of_criterion(director, narrative="Mine", take_over=one.mark)
    work.send_back(one, "Which year?")
    page = director.post(CRITERION, typed, follow=True).content.decode()
    assert "Somebody else decided on this contribution meanwhile; the rest is saved." in page
    one.refresh_from_db()
    assert (one.stage, rating_of(begun).narrative) == ("sent_back", "Mine")


def test_giving_more_time_leaves_what_is_written_meanwhile(begun):
    one = asked(begun)
    work.write(Contribution.objects.get(pk=one.pk), "Written meanwhile", make_user(roles=["counsellor"]), hand_in=True)
    work.change(one, wish="Two lines", due_on=one.due_on)
    one.refresh_from_db()
    assert (one.text, one.stage, one.wish) == ("Written meanwhile", "handed_in", "Two lines")


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_the_report_names_teams_and_no_persons_and_stays(begun, director):
    Rating.objects.filter(assessment=begun).update(level=3, narrative="Told.")
    swann = make_user(name="Swann Garidec", roles=["counsellor"])
    taken = handed_in(begun, account=swann, role="counsellor")
    Contribution.objects.filter(pk=taken.pk).update(stage="taken_over")
    handed_in(begun, role="events")
    asked(begun, role="reception", due_on=timezone.localdate() - timedelta(days=9))
    years.submit(begun, timezone.localdate())
    freezing.validate(begun, make_body(), timezone.localdate())
    page = director.get(f"{ROOT}report/").content.decode()
    assert "With contributions of: counsellors." in page
    assert "Teams are named, persons never." in page
    assert "Swann" not in page
    overview = director.get(ROOT).content.decode()
    assert "Not handed in" in overview
    assert ", late" not in overview
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


@pytest.mark.thorough
def test_the_trail_notes_what_was_decided_and_no_words_of_a_draft(begun, director):
    one = asked(begun, role="counsellor", text="Half a thought")
    Contribution.objects.filter(pk=one.pk).update(text="A whole thought", stage="handed_in")
    lines = trail(director, kind="reports.Contribution")
    assert "State: Being written → Handed in" in lines[0]
    assert "thought" not in " ".join(lines)
    work.withdraw(one)
    assert f"{one.criterion}: counsellors deleted" in trail(director, kind="reports.Contribution")[0]


@pytest.mark.many_cases
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
