"""Agreements: rules, states, renewals, documents, reminders and the calendar."""

import io
import zipfile
from datetime import date, timedelta

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from citedesmetiers.factories import make_purpose
from partners.factories import (
    A_PDF,
    make_agreement,
    make_agreement_commitment,
    make_agreement_document,
    make_institution,
    make_professional,
)
from partners.models import Agreement, AgreementDocument, ExpiryFeed

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew by each test: a run may go over midnight


def days(number):
    return today() + timedelta(days=number)


def add(client, institution, **form):
    return client.post(reverse("partners:agreement_add", args=[institution.pk]), form)


def page_of(client, name, *arguments):
    return client.get(reverse(f"partners:{name}", args=arguments)).content.decode()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "state"),
    [(-400, -1, "ended"), (-400, 0, "expiring"), (-400, 90, "expiring"), (-400, 91, "in_force"), (1, 400, "coming")],
)
def test_the_state_follows_from_the_dates_alike_in_python_and_in_the_database(starts_on, ends_on, state):
    agreement = make_agreement(starts_on=days(starts_on), ends_on=days(ends_on))
    assert agreement.state_on(today()) == state
    found = {each for each in Agreement.State.values if Agreement.objects.in_state(each, today()).exists()}
    assert found == {state}


def test_an_agreement_without_an_end_is_in_force_and_never_expires():
    agreement = make_agreement(starts_on=days(-4000))
    assert (agreement.state_on(today()), agreement.days_left) == ("in_force", None)
    assert not Agreement.objects.to_renew(today()).exists()


def test_two_agreements_about_the_same_object_do_not_overlap(signed_in):
    client, institution = signed_in("partnership"), make_institution()
    make_agreement(institution=institution, object="Présence au pôle", starts_on=date(2026, 1, 1))
    refused = add(client, institution, object="PRÉSENCE AU PÔLE", starts_on="2026-06-01", ends_on="2026-12-31")
    assert "about the same object in these days already" in refused.content.decode()
    assert 'value="PRÉSENCE AU PÔLE"' in refused.content.decode()
    assert add(client, institution, object="Ateliers", starts_on="2026-06-01").status_code == 302
    assert add(client, make_institution(), object="Présence au pôle", starts_on="2026-06-01").status_code == 302
    with pytest.raises(IntegrityError, match="agreement_same_object_once_at_a_time"), transaction.atomic():
        make_agreement(institution=institution, object="présence au pôle", starts_on=date(2026, 6, 1))


def test_dates_the_wrong_way_round_are_refused_in_words(signed_in):
    client, institution = signed_in("partnership"), make_institution()
    page = add(client, institution, object="A", starts_on="2026-09-01", ends_on="2026-08-31").content.decode()
    assert "The end lies before the beginning." in page
    page = add(client, institution, object="A", starts_on="2026-02-31", ends_on="soon").content.decode()
    assert page.count("Enter a valid date.") >= 2
    form = {"object": "A", "starts_on": "2026-01-01", "ends_on": "2026-06-30", "signed_on": "2026-07-01"}
    assert "signed after its own end" in add(client, institution, **form).content.decode()
    assert not Agreement.objects.exists()


def test_an_object_that_names_a_person_is_refused(signed_in):
    page = add(signed_in("partnership"), make_institution(), object="Voir jean@exemple.fr", starts_on="2026-01-01")
    assert "an e-mail address (jean@exemple.fr)" in page.content.decode()


def test_renewing_fills_in_the_next_one_and_takes_over_what_was_promised(signed_in):
    client = signed_in("partnership")
    former = make_agreement(
        starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31), charter_accepted_on=date(2014, 6, 2)
    )
    make_agreement_commitment(agreement=former, quantity=17)
    address = reverse("partners:agreement_renew", args=[former.pk])
    page = client.get(address).content.decode()
    assert 'value="2027-01-01"' in page
    assert 'value="2029-12-31"' in page
    client.post(
        address,
        {
            "object": former.object,
            "starts_on": "2027-01-01",
            "ends_on": "2029-12-31",
            "charter_accepted_on": "2014-06-02",
        },
    )
    made = Agreement.objects.get(renews=former)
    assert made.commitments.get().quantity == 17
    assert [each.pk for each in made.chain()] == [former.pk, made.pk]
    assert client.get(address).url == reverse("partners:agreement", args=[made.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_agreement(renews=former)


@pytest.mark.thorough
def test_what_it_commits_is_entered_in_numbers_and_read_on_both_pages(signed_in):
    """Acceptance row 57: signed on 1 May 2017, one session a month on finding a job."""
    client, institution = signed_in("partnership"), make_institution(name="FAFTT")
    purpose = make_purpose(name_fr="Rechercher un emploi", name_en="Find a job")
    add(client, institution, object="Permanence", signed_on="2017-05-01", starts_on="2017-05-01")
    agreement = Agreement.objects.get()
    form = {"kind": "sessions", "quantity": "1", "purpose": purpose.pk, "valued_euros": "1200.50"}
    client.post(reverse("partners:commitment_add", args=[agreement.pk]), form)
    for page in (page_of(client, "institution", institution.pk), page_of(client, "agreement", agreement.pk)):
        assert "1 session a month" in page
        assert "Find a job" in page
    assert "1 May 2017" in page_of(client, "agreement", agreement.pk)
    empty = client.post(reverse("partners:commitment_add", args=[agreement.pk]), {"kind": "hours"})
    assert "Say how many, or describe it in words." in empty.content.decode()


# ── Documents ────────────────────────────────────────────────────────────────────────────────────────


def picture(kind):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, kind)
    return file.getvalue()


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return file.getvalue()


ODT = archive(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCX = archive(**{"[Content_Types].xml": WORD, "word/document.xml": "<x/>"})


def upload(client, agreement, content, name="agreement.pdf"):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(reverse("partners:document_add", args=[agreement.pk]), {"file": file})


@pytest.mark.parametrize(
    ("content", "kind"),
    [(A_PDF, "pdf"), (ODT, "odt"), (DOCX, "docx"), (picture("JPEG"), "jpg"), (picture("PNG"), "png")],
)
def test_a_document_is_kept_and_handed_out_as_what_it_is(signed_in, content, kind):
    client, agreement = signed_in("partnership"), make_agreement()
    assert upload(client, agreement, content, "signé <b>.exe").status_code == 302
    document = AgreementDocument.objects.get()
    assert (document.kind, document.uploaded_by) == (kind, client.user)
    assert "sign" not in document.file.name
    answer = client.get(reverse("partners:document", args=[document.pk]))
    assert answer.content == content
    assert answer["Content-Type"] == AgreementDocument.CONTENT_TYPES[kind]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "<" not in answer["Content-Disposition"]


def test_the_same_document_sent_twice_is_kept_once_and_another_of_its_name_beside_it(signed_in):
    client, agreement = signed_in("partnership"), make_agreement()
    corrected = A_PDF.replace(b"%PDF-1.4", b"%PDF-1.5")
    for content in (A_PDF, A_PDF, picture("PNG"), corrected):
        assert upload(client, agreement, content).status_code == 302
    pages = [reverse("partners:document", args=[document.pk]) for document in agreement.documents.all()]
    assert [client.get(page).content for page in pages] == [A_PDF, picture("PNG"), corrected]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00 a program",
        b"%PDF-1.4 cut off",
        picture("PNG")[:40],
        picture("GIF"),
        archive(**{"readme.txt": "a zip"}),
        archive(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        b"PK\x03\x04 no archive",
    ],
)
def test_what_only_claims_to_be_a_document_is_refused(signed_in, content):
    client, agreement = signed_in("partnership"), make_agreement()
    page = upload(client, agreement, content)
    assert "This file is no PDF, ODT, DOCX, JPEG or PNG, whatever its name says." in page.content.decode()
    assert not AgreementDocument.objects.exists()


@pytest.mark.thorough
def test_macros_empty_files_and_too_large_ones_are_refused_in_words(signed_in, monkeypatch):
    client, agreement = signed_in("partnership"), make_agreement()
    with_macros = archive(**{"[Content_Types].xml": WORD, "word/document.xml": "", "word/vbaProject.bin": "x"})
    assert "holds macros" in upload(client, agreement, with_macros).content.decode()
    assert "The file is empty." in upload(client, agreement, b"").content.decode()
    assert "Choose a file." in client.post(
        reverse("partners:document_add", args=[agreement.pk])
    ).content.decode()  # fmt: skip
    monkeypatch.setattr("partners.documents.MOST_BYTES", 10)
    assert "at most" in upload(client, agreement, A_PDF).content.decode()


def test_erasing_a_document_erases_the_file(signed_in, django_capture_on_commit_callbacks):
    client, document = signed_in("partnership"), make_agreement_document()
    storage, name = document.file.storage, document.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("partners:document_delete", args=[document.pk]))
    assert not storage.exists(name)
    assert Client().get(f"/static/{name}").status_code == 404


# ── Reminders and the calendar ───────────────────────────────────────────────────────────────────────


def test_the_reminders_show_what_ends_what_lapsed_and_who_lacks_the_charter(signed_in):
    client = signed_in("partnership")
    funder = make_institution(name="Funder", roles=["funder"])
    make_agreement(object="Soon", ends_on=days(30), charter_accepted_on=today())
    make_agreement(object="Later", ends_on=days(300), charter_accepted_on=today())
    make_agreement(object="Lapsed", starts_on=days(-90), ends_on=days(-2), institution=funder)
    make_agreement(object="Waived", starts_on=days(-90), ends_on=days(-2), institution=funder, renewal_waived=True)
    former = make_institution(name="Former", roles=["funder"], until=days(-2))
    make_agreement(object="Left", starts_on=days(-90), ends_on=days(-2), institution=former)
    make_agreement(object="No charter yet")
    renewed = make_agreement(object="Renewed", ends_on=days(10), charter_accepted_on=today())
    make_agreement(object="Renewed", starts_on=days(11), renews=renewed, institution=renewed.institution)
    page = page_of(client, "reminders")
    shown = {
        name for name in ("Soon", "Later", "Lapsed", "Waived", "Left", "No charter yet", "Renewed") if name in page
    }
    assert shown == {"Soon", "Lapsed", "No charter yet"}
    page = client.get(reverse("today")).content.decode()
    assert "Soon" in page
    assert "Later" not in page


def made_address(client):
    client.post(reverse("partners:reminders_address"))
    page = page_of(client, "reminders")
    address = page.split('id="address">')[1].split("<")[0]
    assert 'id="address"' not in page_of(client, "reminders"), "shown once"
    return address


@pytest.mark.thorough
def test_the_calendar_reads_without_a_session_and_ends_when_it_is_revoked(signed_in):
    client = signed_in("partnership")
    agreement = make_agreement(institution=make_institution(name="Élan; Créateurs, \\n"), ends_on=days(30))
    make_agreement(object="Over for long", starts_on=days(-900), ends_on=days(-500))
    address = made_address(client)
    stranger = Client()
    answer = stranger.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not answer.cookies
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "Agreement ends: Élan; Créateurs, \\n"
    assert event.decoded("dtstart") == agreement.ends_on
    assert len(event.walk("VALARM")) == 2
    another = made_address(client)
    assert stranger.get(address).status_code == 404
    assert stranger.get(another).status_code == 200
    client.post(reverse("partners:reminders_revoke"))
    assert stranger.get(another).status_code == 404
    assert ExpiryFeed.objects.count() == 0


@pytest.mark.thorough
def test_the_calendar_ends_with_the_account_and_with_the_role(signed_in):
    client = signed_in("partnership")
    address = made_address(client)
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in str(list(ExpiryFeed.objects.values()))
    client.user.roles = ["reception"]
    client.user.save()
    assert Client().get(address).status_code == 404
    client.user.roles, client.user.is_active = ["director"], False
    client.user.save()
    assert Client().get(address).status_code == 404


@pytest.mark.many_cases
@pytest.mark.parametrize("name", ["agreement_list", "reminders"])
def test_a_list_costs_the_same_whatever_its_length(signed_in, name):
    client = signed_in("partnership")
    make_agreement(ends_on=days(20))
    client.get(reverse(f"partners:{name}"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"partners:{name}"))
    make_agreement(ends_on=days(21)), make_agreement(ends_on=days(22))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(f"partners:{name}"))
    assert len(three) == len(one)


def test_the_list_leaves_out_what_has_ended_until_it_is_asked_for(signed_in):
    client = signed_in("partnership")
    for number, name in [(-1, "Over"), (0, "Last day"), (400, "Long")]:
        make_agreement(object=name, starts_on=days(-700), ends_on=days(number))
    make_agreement(object="To come", starts_on=days(30), ends_on=None)

    def shown(**asked):
        page = client.get(reverse("partners:agreement_list"), asked).content.decode()
        return {name for name in ("Over", "Last day", "Long", "To come") if name in page}

    assert shown() == {"Last day", "Long", "To come"}
    assert shown(state="all") == {"Over", "Last day", "Long", "To come"}
    assert shown(state="ended") == {"Over"}


def test_the_form_stands_beside_what_is_known_of_the_institution(signed_in):
    client, institution = signed_in("partnership"), make_institution(name="Mission locale", since=days(-900))
    make_professional(institution=institution)
    make_agreement(institution=institution, object="Desk sessions", starts_on=days(-10), ends_on=days(10))
    make_agreement(institution=institution, object="Long over", starts_on=days(-90), ends_on=days(-80))
    page = page_of(client, "agreement_add", institution.pk)
    assert "Desk sessions" in page
    assert "Long over" not in page
    assert "<dt>People lent</dt><dd>1</dd>" in page


def test_an_agreement_without_the_charter_is_one_click_from_noting_it(signed_in):
    client = signed_in("partnership")
    institution = make_institution(roles=["desk_partner"])
    agreement = make_agreement(
        institution=institution, starts_on=days(-10), ends_on=days(400), charter_accepted_on=None
    )
    assert "Note the charter" in page_of(client, "reminders")
    assert reverse("partners:agreement_edit", args=[agreement.pk]) in page_of(client, "reminders")
    assert "Note the charter" not in page_of(signed_in("events"), "reminders")
