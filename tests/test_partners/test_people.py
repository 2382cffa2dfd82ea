"""People: onboarding, trainings, accounts that close by themselves; meetings and their decisions."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_site, make_user
from citedesmetiers.models import User
from partners.factories import (
    make_attendance,
    make_body,
    make_institution,
    make_institution_kind,
    make_meeting,
    make_meeting_kind,
    make_professional,
    make_target_tag,
    make_training,
    make_training_kind,
)
from partners.models import Attendance, Decision, InstitutionKind, Meeting, Professional, Training

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew by each test: a run may go over midnight
ENDS = today() + timedelta(days=60)


def page_of(client, name, *arguments, **asked):
    return client.get(reverse(f"partners:{name}", args=arguments), asked).content.decode()


def send(client, page, /, *arguments, **form):
    return client.post(reverse(f"partners:{page}", args=arguments), form)


def invite(client, person, **form):
    sites = [site.pk for site in person.sites.all()]
    return send(
        client,
        "professional_invite",
        person.pk,
        **{"email": "Noa@Exemple.fr", "roles": ["counsellor"], "sites": sites, "language": "fr"} | form,
    )


def test_who_lacks_what_stands_in_one_list(signed_in):
    client = signed_in("partnership")
    steps = {step: make_training_kind(step=step) for step in ("awareness", "resources", "shadowing")}
    done = make_professional(name="Done", charter_signed_on=today())
    half = make_professional(name="Half")
    for person, attended in ((done, steps), (half, ["awareness"])):
        for step in attended:
            make_attendance(professional=person, training=make_training(kind=steps[step]))
    make_professional(name="Host", functions=["host_contact"])
    make_professional(name="Left", active_until=today() - timedelta(days=1))
    assert list(Professional.objects.lacking(today())) == [half]
    assert [str(step) for step in Professional.objects.lacking(today()).get().missing_steps()] == [
        "charter", "resources", "shadowing",
    ]  # fmt: skip
    page = page_of(client, "onboarding")
    assert [name in page for name in ("Half", "Done", "Host", "Left")] == [True, False, False, False]
    assert "Done" in page_of(client, "onboarding", lacks="all")
    assert "Half" not in page_of(client, "onboarding", lacks="awareness")


def test_a_step_is_noted_from_the_list_in_one_form(signed_in):
    client = signed_in("partnership")
    kind, person = make_training_kind(step="shadowing", half_days=2), make_professional()
    address = reverse("partners:training_add") + f"?kind={kind.pk}&person={person.pk}"
    client.post(address, {"kind": kind.pk, "starts_on": today()})
    training = Training.objects.get()
    assert (training.half_days, training.ends_on, Attendance.objects.get().professional) == (2, today(), person)
    assert client.get(reverse("partners:training_add") + "?kind=x&person=99999999999999999").status_code == 200


def test_the_attendance_sheet_says_what_is_wrong_and_keeps_what_was_typed(signed_in):
    client, training, person = signed_in("partnership"), make_training(), make_professional()
    form = {f"half_days_{person.pk}": "many", f"beginner_{person.pk}": "on"}
    page = send(client, "training_attendance", training.pk, **form).content.decode()
    assert "Write a number of half-days" in page
    assert 'value="many"' in page
    assert not Attendance.objects.exists()
    send(client, "training_attendance", training.pk, **{f"beginner_{person.pk}": "on"})
    assert Attendance.objects.get().beginner
    send(client, "training_attendance", training.pk)
    assert not Attendance.objects.exists()


def test_an_invited_person_gets_an_account_that_ends_with_their_work(signed_in):
    client = signed_in("partnership")
    person = make_professional(name="Noa Berthelas", sites=[make_site()], active_until=ENDS)
    assert 'value="counsellor" id="id_roles_1" checked' in page_of(client, "professional_invite", person.pk)
    shown = client.get(invite(client, person).url).content.decode()
    assert "/password/" in shown or "http" in shown
    user = User.objects.get(email="noa@exemple.fr")
    assert (user.name, user.roles, user.expires_on, user.has_usable_password()) == (
        "Noa Berthelas", ["counsellor"], ENDS, False,
    )  # fmt: skip
    later = ENDS + timedelta(days=30)
    form = {"institution": person.institution_id, "name": person.name, "contract": "employee"}
    send(client, "professional_edit", person.pk, **form, active_until=later)
    user.refresh_from_db()
    assert user.expires_on == later
    send(client, "professional_edit", person.pk, **form)
    user.refresh_from_db()
    assert user.expires_on is None


def test_a_partnership_manager_gives_no_power_over_the_centre(signed_in):
    client = signed_in("partnership")
    person = make_professional(sites=[make_site()])
    make_user(email="director@exemple.fr", roles=["director"])
    assert "Select a valid choice" in invite(client, person, roles=["admin"]).content.decode()
    taken = invite(client, person, email="DIRECTOR@exemple.fr").content.decode()
    assert "There is an account with this address already" in taken
    colleague = make_user(email="noa@exemple.fr", roles=["counsellor"])
    assert invite(client, person).status_code == 302
    person.refresh_from_db()
    assert person.user == colleague
    other = make_professional(sites=[make_site()])
    assert "the account of another person" in invite(client, other).content.decode()


def test_the_account_of_the_last_administrator_lasts(signed_in):
    client = signed_in("partnership")
    admin = make_user(roles=["admin"], password="a long enough password")
    person = make_professional(user=admin)
    form = {"institution": person.institution_id, "name": "x", "contract": "employee", "active_until": ENDS}
    assert "This is the last administrator" in send(client, "professional_edit", person.pk, **form).content.decode()


@pytest.mark.thorough
def test_nobody_is_entered_twice_at_one_institution(signed_in):
    client = signed_in("partnership", language="en")
    there = make_professional(name="Jean-Baptiste Lefèvre")
    form = {"institution": there.institution_id, "name": "JEAN-BAPTISTE LEFEVRE", "contract": "employee"}
    page = send(client, "professional_add", **form).content.decode()
    assert "This institution has somebody of this name in the list already." in page
    assert send(client, "professional_add", **form | {"institution": make_institution().pk}).status_code == 302
    assert send(client, "professional_edit", there.pk, **form | {"name": there.name}).status_code == 302
    Professional.objects.filter(pk=there.pk).update(active_until=timezone.localdate() - timedelta(days=1))
    assert send(client, "professional_add", **form).status_code == 302  # who left may come back


@pytest.mark.thorough
def test_another_person_of_the_same_name_is_entered_once_somebody_says_so(signed_in):
    client = signed_in("partnership", language="en")
    there = make_professional(name="Camille Martin")
    form = {"institution": there.institution_id, "name": "camille martin", "contract": "employee"}
    page = send(client, "professional_add", **form).content.decode()
    assert "This is another person of that name" in page
    [box] = re.findall(r'<input[^>]*name="anyway"[^>]*>', page)
    assert "checked" not in box
    assert send(client, "professional_add", **form | {"anyway": "on"}).status_code == 200  # no tick of this box
    accepted = form | {"anyway": re.search(r'value="([^"]+)"', box)[1]}
    assert send(client, "professional_add", **accepted).status_code == 302
    assert Professional.objects.filter(institution=there.institution).count() == 2
    second = Professional.objects.get(name="camille martin")
    assert send(client, "professional_edit", second.pk, **form).status_code == 302  # it is not asked again


def test_working_time_survives_an_edit_in_french(signed_in):
    client = signed_in("partnership", language="fr")
    person = make_professional(fte="0.13")
    assert 'value="0,13"' in page_of(client, "professional_edit", person.pk)
    form = {"institution": person.institution_id, "name": person.name, "contract": "employee", "fte": "0,13"}
    assert send(client, "professional_edit", person.pk, **form).status_code == 302
    person.refresh_from_db()
    assert person.fte == Decimal("0.13")


def test_wrong_numbers_and_dates_are_refused_beside_their_field(signed_in):
    client, institution = signed_in("partnership"), make_institution()
    form = {"institution": institution.pk, "name": "A", "contract": "employee"}
    wrong = {"fte": "1.5", "active_from": "2026-02-01", "active_until": "2026-01-01", "languages": ["xx"]}
    page = send(client, "professional_add", **form | wrong).content.decode()
    assert "Not saved: " in page
    for words in ("less than or equal to 1", "The end lies before", "xx is not one of the available choices"):
        assert words in page, words
    assert send(client, "professional_add", institution="x", name="A" * 500).status_code == 200


def test_decisions_are_followed_and_name_nobody(signed_in):
    client, meeting = signed_in("partnership"), make_meeting(day=today() - timedelta(days=100))
    refused = send(client, "decision_add", meeting.pk, text="Rappeler M. X au 06 12 34 56 78").content.decode()
    assert "a telephone number (06 12 34 56 78)" in refused
    form = {"text": "Open on Saturdays", "by_function": "director", "due_on": today() - timedelta(days=1)}
    send(client, "decision_add", meeting.pk, **form)
    decision = Decision.objects.get()
    assert "overdue" in page_of(client, "meeting", meeting.pk)
    assert "Open on Saturdays" in page_of(client, "meeting_list")
    send(client, "decision_done", decision.pk)
    assert "Open on Saturdays" not in page_of(client, "meeting_list")
    assert "overdue" not in page_of(client, "meeting", meeting.pk)


def test_a_meeting_needs_a_kind_or_a_body_and_minutes_come_after_it(signed_in):
    client, kind = signed_in("partnership"), make_meeting_kind()
    assert "Choose a kind, or the body that met." in send(client, "meeting_add", day="2026-03-02").content.decode()
    wrong = {"kind": kind.pk, "day": "2026-03-02", "minutes_on": "2026-03-01", "people": "-4"}
    page = send(client, "meeting_add", **wrong).content.decode()
    assert "The minutes lie before the meeting." in page or "greater than or equal to 0" in page
    assert not Meeting.objects.exists()


def test_a_meeting_to_come_asks_for_nobody_who_came(signed_in):
    manager, today = signed_in("partnership"), timezone.localdate()
    coming = make_meeting(day=today + timedelta(days=1), institutions=[make_institution(name="CIO")])
    over = make_meeting(day=today, people=9)
    page = manager.get(reverse("partners:meeting", args=[coming.pk])).content.decode()
    assert "Who is expected" in page
    assert "It has not taken place yet." in page
    assert "CIO" in page
    assert "Minutes of" not in page
    page = manager.get(reverse("partners:meeting", args=[over.pk])).content.decode()
    assert "Who came" in page
    assert "<dd>9</dd>" in page


def test_the_form_of_a_meeting_says_that_a_kind_or_a_body_is_needed(signed_in):
    client, body = signed_in("partnership"), make_body()

    def is_optional(page, field):
        return "optional" in page.split(f'for="id_{field}"')[1].split("</label>")[0]

    page = page_of(client, "meeting_add")
    assert not is_optional(page, "kind")
    assert is_optional(page, "body")
    assert "or only the body" in page
    send(client, "meeting_add", day="2026-03-02", body=body.pk)
    assert Meeting.objects.get().kind == body.kind


def test_a_body_met_last_when_it_met_and_not_when_it_will(signed_in):
    body = make_body()
    for number in (-40, -10, 30):
        make_meeting(body=body, kind=body.kind, day=today() + timedelta(days=number))
    page = page_of(signed_in("partnership"), "body_list")
    assert "2 meetings" in page
    assert date_format(today() - timedelta(days=10)) in page
    assert date_format(today() + timedelta(days=30)) not in page


def test_the_today_page_shows_what_waits(signed_in):
    client = signed_in("partnership")
    make_professional(name="Maé Roquesorne")
    make_meeting(title="Comité de pilotage", day=today() + timedelta(days=3))
    page = client.get(reverse("today")).content.decode()
    assert "Maé Roquesorne" in page
    assert "Comité de pilotage" in page
    client.force_login(make_user(roles=["events"]))
    assert "Maé Roquesorne" not in client.get(reverse("today")).content.decode()


@pytest.mark.thorough
def test_the_lists_are_the_centre_s_own(signed_in):
    client = signed_in("partnership")
    starting_lists.load()
    send(client, "kind_add", "institutions", name_fr="Tiers-lieu", name_en="Third place", ownership="private")
    kind = InstitutionKind.objects.get(code="tiers-lieu")
    send(client, "kind_move", "institutions", kind.pk, direction="up")
    send(client, "kind_edit", "institutions", kind.pk, name_fr="Tiers-lieux", ownership="mixed")
    kind.refresh_from_db()
    assert (kind.name_fr, kind.ownership) == ("Tiers-lieux", "mixed")
    make_institution(kind=kind)
    used = client.post(reverse("partners:kind_delete", args=["institutions", kind.pk]), follow=True)
    assert "is used 1 times and stays" in used.content.decode()
    assert client.get(reverse("partners:list_kinds", args=["nonsense"])).status_code == 404


def test_two_bodies_do_not_share_a_name(signed_in):
    client, body = signed_in("partnership"), make_body(name="Comité de pilotage")
    form = {"name": "COMITÉ DE PILOTAGE", "kind": body.kind.pk}
    answer = client.post(reverse("partners:body_add"), form)
    assert answer.context["form"].errors == {"name": ["Another body has this name."]}
    assert 'value="COMITÉ DE PILOTAGE"' in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("institutions", make_institution_kind),
        ("trainings", make_training_kind),
        ("meetings", make_meeting_kind),
        ("targets", make_target_tag),
    ],
)
def test_every_list_shows_what_stands_in_it(signed_in, code, make):
    kind = make(name="One of ours")
    page = signed_in("director", language="en").get(reverse("partners:list_kinds", args=[code]))
    assert kind.name in page.content.decode()
