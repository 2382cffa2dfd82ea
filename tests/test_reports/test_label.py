"""The label file: what is due next follows from the steps, and nobody has to work it out."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports import yearly
from reports.factories import A_PDF, make_label_document, make_label_file, make_label_step
from reports.label import level, level_in_words, next_due
from reports.models import LabelFile, LabelStep

pytestmark = pytest.mark.django_db
Kind = LabelStep.Kind
TODAY = date(2026, 11, 21)


def granted(kind, day, **fields):
    return make_label_step(kind=kind, decided_on=day, decision=fields.pop("decision", "granted"), **fields)


def due(file):
    found = next_due(file, list(file.steps.all()), TODAY)
    return (found.kind, found.year, found.due_on)


def test_a_new_file_begins_with_the_letter_of_interest():
    assert due(make_label_file()) == (Kind.LETTER, None, None)


def test_the_confirmation_is_due_a_year_after_the_opening():
    file = make_label_file(opened_on=date(2026, 3, 2))
    granted(Kind.OPERATING, date(2026, 1, 15), file=file)
    assert due(file) == (Kind.CONFIRMATION, None, date(2027, 3, 2))


def test_after_the_confirmation_each_year_asks_for_its_report_by_the_day_that_was_set():
    file = make_label_file(report_month=2, report_day=30)
    granted(Kind.CONFIRMATION, date(2020, 5, 1), file=file)
    assert due(file) == (Kind.YEARLY_REPORT, 2025, date(2026, 2, 28))  # the last day of a shorter month
    make_label_step(file=file, kind=Kind.YEARLY_REPORT, year=2025, submitted_on=date(2026, 2, 20))
    assert due(file) == (Kind.YEARLY_REPORT, 2026, date(2027, 2, 28))


def test_a_day_that_the_label_body_has_set_wins():
    file = make_label_file()
    granted(Kind.CONFIRMATION, date(2026, 5, 1), file=file)
    make_label_step(file=file, kind=Kind.YEARLY_REPORT, year=2026, due_on=date(2027, 2, 1))
    assert due(file) == (Kind.YEARLY_REPORT, 2026, date(2027, 2, 1))


def test_a_withdrawn_label_asks_for_nothing_and_is_no_level():
    file = make_label_file()
    granted(Kind.OPERATING, date(2020, 5, 1), file=file)
    granted(Kind.WITHDRAWAL, date(2024, 5, 1), file=file, decision="withdrawn")
    assert next_due(file, list(file.steps.all()), TODAY) is None
    assert level(list(file.steps.all())) is None


def test_a_refused_step_gives_no_level():
    file = make_label_file()
    granted(Kind.PROJECT, date(2020, 5, 1), file=file)
    granted(Kind.OPERATING, date(2022, 5, 1), file=file, decision="refused")
    assert level(list(file.steps.all())) == Kind.PROJECT


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "granted", "due_on": TODAY},
        {"decision": "conditions", "decided_on": TODAY},
        {"kind": "yearly_report", "due_on": TODAY},
        {"submitted_on": TODAY, "decided_on": date(2026, 1, 1), "decision": "granted"},
    ],
)
def test_the_database_refuses_steps_that_make_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_label_step(**fields)


def words(file, today=TODAY):
    return level_in_words(file, list(file.steps.all()), today)


def test_a_confirmed_label_says_until_when_and_each_report_extends_it():
    file = make_label_file()
    granted(Kind.CONFIRMATION, date(2020, 5, 1), file=file)
    make_label_step(file=file, kind=Kind.YEARLY_REPORT, year=2025, submitted_on=date(2026, 2, 20))
    assert words(file) == "Operating label, confirmed until 31 March 2027"
    assert words(file, date(2027, 4, 1)) == "Operating label, confirmed"  # the report is overdue
    make_label_step(file=file, kind=Kind.YEARLY_REPORT, year=2026, submitted_on=date(2027, 4, 2))
    assert words(file, date(2027, 4, 3)) == "Operating label, confirmed until 31 March 2028"


def test_an_operating_label_says_by_when_it_is_confirmed_and_lower_ones_their_name():
    file = make_label_file(opened_on=date(2026, 3, 2))
    assert words(file) == ""
    granted(Kind.PROVISIONAL, date(2025, 1, 15), file=file)
    assert words(file) == "Provisional label"
    granted(Kind.OPERATING, date(2026, 1, 15), file=file)
    assert words(file) == "Operating label, to be confirmed by 2 March 2027"


def test_the_label_in_words_stands_on_the_page_on_today_and_on_the_cover_of_the_report(signed_in):
    client = signed_in("director")
    year = timezone.localdate().year
    file = make_label_file()
    granted(Kind.CONFIRMATION, date(2020, 5, 1), file=file)
    make_label_step(file=file, kind=Kind.YEARLY_REPORT, year=year - 1, decided_on=date(year, 1, 20), decision="noted")
    said = f"Operating label, confirmed until 31 March {year + 1}"
    for address in ("/reports/label/", "/today/"):
        assert said in client.get(address).content.decode(), address
    assert ("Label", said) in yearly.cover(yearly.Year(year)).facts


def test_the_director_keeps_the_file_and_reads_what_is_due(signed_in):
    client = signed_in("director")
    assert "No label file yet" in client.get("/reports/label/").content.decode()
    client.post("/reports/label/edit/", {"report_month": 3, "report_day": 31, "opened_on": "2019-02-07"})
    step = {"kind": "confirmation", "decided_on": "2020-03-11", "decision": "granted"}
    assert client.post("/reports/label/steps/new/", step).status_code == 302
    page = client.get("/reports/label/").content.decode()
    assert "Confirmation" in page
    assert "Yearly report" in page
    assert "overdue" in page or "due on" in page
    assert "Yearly report" in client.get("/today/").content.decode()


def test_conditions_without_words_are_refused_beside_their_field(signed_in):
    client = signed_in("director")
    make_label_file()
    step = {"kind": "operating", "decided_on": "2020-03-11", "decision": "conditions", "words": "Kept words"}
    page = client.post("/reports/label/steps/new/", step).content.decode()
    assert "Write down the conditions." in page
    assert "Kept words" in page
    assert not LabelStep.objects.exists()


def test_a_step_counts_its_documents_before_it_goes(signed_in):
    client, document = signed_in("director"), make_label_document()
    page = client.get(f"/reports/label/steps/{document.step_id}/delete/").content.decode()
    assert "1 document is erased." in page


def test_documents_are_handed_out_as_what_they_are(signed_in):
    client, step = signed_in("director"), make_label_step()
    file = SimpleUploadedFile("letter.html", A_PDF, "text/html")
    client.post(f"/reports/label/steps/{step.pk}/documents/new/", {"file": file})
    document = step.documents.get()
    answer = client.get(f"/reports/label/documents/{document.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")


def test_there_is_one_label_file(signed_in):
    make_label_file()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_label_file()
    assert LabelFile.objects.count() == 1
