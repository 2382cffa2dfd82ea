"""The self-assessment: what holds it up, who notices whom, and that a validated year stays what it was."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partners.factories import make_body
from reports import assessment as work
from reports import freezing
from reports.factories import make_action, make_label_file
from reports.models import Frame, LabelStep, Rating, SelfAssessment
from reports.starting_lists import load

pytestmark = pytest.mark.django_db
YEAR = 2025
DAY = date(2026, 3, 2)


@pytest.fixture
def begun(centre):
    load()
    return work.begin(YEAR)


def filled(assessment, level=3):
    Rating.objects.filter(assessment=assessment).update(level=level)
    return assessment


def validated(assessment):
    work.submit(filled(assessment), DAY)
    return freezing.validate(assessment, make_body(), DAY)


def sentences(assessment):
    return [each.sentence for each in work.missing(assessment)]


def test_the_frame_brings_28_criteria_once(begun):
    assert begun.ratings.count() == 28
    assert load() == 0


def test_a_year_is_begun_once(begun):
    with pytest.raises(ValidationError):
        work.begin(YEAR)


def test_levels_one_and_two_need_an_action_and_level_four_a_narrative(begun):
    filled(begun)
    assert sentences(begun) == []
    rating = begun.ratings.select_related("criterion").get(criterion__code="2.4")
    rating.level = 2
    rating.save()
    assert sentences(begun) == ["2.4 has level 2: at least one improvement action is needed."]
    action = make_action(assessment=begun, criterion=rating.criterion, who="Director")
    assert sentences(begun) == ["2.4: 1 action has no due date."]
    action.due_on = DAY
    action.save()
    assert sentences(begun) == []
    rating.level = 4
    rating.save()
    assert sentences(begun) == ["2.4 has level 4: tell what another Cité could take over."]


def test_what_is_missing_holds_up_the_submission(begun):
    with pytest.raises(ValidationError) as error:
        work.submit(begun, DAY)
    assert "1.1 has no rating yet." in error.value.messages
    begun.refresh_from_db()
    assert begun.is_draft


def test_last_years_actions_are_reviewed_first(begun):
    earlier = work.begin(YEAR - 1)
    action = make_action(assessment=earlier, criterion=earlier.ratings.first().criterion)
    filled(begun)
    assert sentences(begun) == ["1 action of last year is not reviewed."]
    work.review(begun, action, "done", "")
    assert sentences(begun) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "submitted"},
        {"state": "draft", "submitted_on": DAY},
        {"state": "validated", "submitted_on": DAY, "validated_on": DAY},
        {"state": "sent", "submitted_on": DAY},
    ],
)
def test_the_database_binds_states_to_their_days(begun, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.filter(pk=begun.pk).update(**fields)


@pytest.mark.thorough
def test_a_validated_year_stays_as_it_was_whoever_tries(begun):
    row = validated(begun)
    assert work.is_intact(SelfAssessment.objects.get(pk=row.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(assessment=row).update(level=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.filter(pk=row.pk).update(frozen={"other": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_action(assessment=row, criterion=row.ratings.first().criterion)


@pytest.mark.thorough
def test_what_was_frozen_outlives_changes_of_the_criteria(begun):
    row = validated(begun)
    said = work.document(row)
    criterion = row.ratings.first().criterion
    criterion.title = "Something else"
    criterion.save()
    assert work.document(SelfAssessment.objects.get(pk=row.pk)) == said


@pytest.mark.thorough
def test_sending_notes_the_report_in_the_label_file(begun):
    make_label_file()
    work.send(validated(begun), DAY)
    assert LabelStep.objects.get(kind="yearly_report").submitted_on == DAY


def test_a_frame_that_a_submitted_year_stands_on_is_copied_not_changed(begun):
    work.submit(filled(begun), DAY)
    first = Frame.objects.get()
    assert first.is_fixed
    made = first.next_version()
    assert sum(principle.criteria.count() for principle in made.principles.all()) == 28
    assert begun.ratings.filter(criterion__principle__frame=first).count() == 28


@pytest.mark.thorough
def test_two_people_on_one_criterion_are_told_of_each_other(begun, signed_in):
    client, address = signed_in("director"), f"/reports/self-assessment/{YEAR}/criteria/1.1/"
    client.post(address, {"level": "3", "narrative": "Theirs", "version": 0, "stay": "1"})
    page = client.post(address, {"level": "2", "narrative": "Mine", "version": 0, "stay": "1"}).content.decode()
    assert re.search(r"data-focus[^>]*><h2[^>]*>[^<]*while you were writing", page)
    assert "Theirs" in page
    assert "Mine" in page
    assert begun.ratings.get(criterion__code="1.1").narrative == "Theirs"
    client.post(address, {"level": "2", "narrative": "Mine", "version": 1, "stay": "1"})
    assert begun.ratings.get(criterion__code="1.1").narrative == "Mine"


@pytest.mark.thorough
def test_a_page_of_before_the_level_was_filled_in_by_nobody_known_says_so_in_words(begun, signed_in):
    director = signed_in("director")
    filled(begun)  # by a program: no name stands beside it
    page = director.post(f"/reports/self-assessment/{YEAR}/criteria/1.1/", {"version": "7", "level": "2"})
    assert "This criterion was changed while you were writing" in page.content.decode()


def test_a_number_that_no_criterion_can_have_is_not_found(begun, signed_in):
    director = signed_in("director")
    for number in ("%00", "9.9", "1.1" * 9):
        assert director.get(f"/reports/self-assessment/{YEAR}/criteria/{number}/actions/new/").status_code == 404
        assert director.post(f"/reports/self-assessment/{YEAR}/criteria/{number}/").status_code == 404


def test_a_narrative_that_names_someone_is_refused_and_stays_in_the_form(begun, signed_in):
    client, address = signed_in("director"), f"/reports/self-assessment/{YEAR}/criteria/1.1/"
    page = client.post(address, {"level": "3", "narrative": "Write to a@b.fr", "version": 0}).content.decode()
    assert "an e-mail address" in page
    assert "Write to a@b.fr</textarea>" in page


def test_a_level_that_does_not_exist_is_no_error_of_the_server(begun, signed_in):
    client, address = signed_in("director"), f"/reports/self-assessment/{YEAR}/criteria/1.1/"
    assert client.post(address, {"level": "9", "narrative": "", "version": "x"}).status_code == 200


@pytest.mark.thorough
def test_the_whole_way_through_the_screens(begun, signed_in):
    client, body, root = signed_in("director"), make_body(), f"/reports/self-assessment/{YEAR}/"
    assert client.get("/reports/self-assessment/").status_code == 200
    filled(begun)
    assert "Nothing: it can be submitted." in client.get(root).content.decode()
    client.post(f"{root}submit/")
    client.post(f"{root}validate/", {"body": body.pk, "day": timezone.localdate().isoformat()})
    client.post(f"{root}send/", {"day": timezone.localdate().isoformat()})
    begun.refresh_from_db()
    assert begun.state == "sent"
    assert "unchanged since validation" in client.get(root).content.decode()
    assert client.get(f"{root}criteria/1.1/").status_code == 200
    assert "In line with the charter" in client.get(f"{root}report/").content.decode()
    assert client.get(f"{root}report.pdf").content.startswith(b"%PDF")


def test_validation_before_submission_is_said_beside_the_day(begun, signed_in):
    client, body = signed_in("director"), make_body()
    work.submit(filled(begun), DAY)
    page = client.post(
        f"/reports/self-assessment/{YEAR}/validate/", {"body": body.pk, "day": "2026-01-01"}
    ).content.decode()
    assert "validated before it was submitted" in page


# ── Two people at the words around ───────────────────────────────────────────────────────────────────


def seen(client, url):
    """What the form of introduction and conclusion would send back."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in ("introduction", "conclusion", "seen")}


def test_two_people_who_write_introduction_and_conclusion_lose_nothing_of_each_other(signed_in, begun):
    url = reverse("reports:assessment_texts", args=[YEAR])
    one, other = signed_in("director"), signed_in("director")
    of_one, of_other = seen(one, url), seen(other, url)
    one.post(url, of_one | {"introduction": "A year of\nschools."})
    other.post(url, of_other | {"conclusion": "More evenings."})
    begun.refresh_from_db()
    assert (begun.introduction.split(), begun.conclusion) == (["A", "year", "of", "schools."], "More evenings.")


def test_who_writes_over_the_words_of_somebody_else_is_shown_them_first(signed_in, begun):
    url = reverse("reports:assessment_texts", args=[YEAR])
    one, other = signed_in("director"), signed_in("director")
    of_one, of_other = (seen(client, url) for client in (one, other))
    one.post(url, of_one | {"introduction": "A year of schools."})
    mine = of_other | {"introduction": "A year of fairs."}
    page = other.post(url, mine)
    assert "Somebody else has saved this meanwhile: “A year of schools.”" in page.content.decode()
    assert page.context["form"]["introduction"].value() == "A year of fairs."
    begun.refresh_from_db()
    assert begun.introduction == "A year of schools."
    read = page.context["form"].fields["anyway"].widget.attrs["value"]
    other.post(url, mine | {"anyway": read})
    begun.refresh_from_db()
    assert begun.introduction == "A year of fairs."
