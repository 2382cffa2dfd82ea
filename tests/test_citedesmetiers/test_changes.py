"""The audit trail: who changed agreements, people and accounts, from what to what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from citedesmetiers import audit
from citedesmetiers.factories import make_user
from citedesmetiers.models import User
from partners.factories import make_agreement, make_institution
from partners.models import Agreement
from tests.test_anonymity import ABOUT_VISITORS

pytestmark = pytest.mark.django_db


def trail(client, **asked):
    """The page's text without tags, its white space folded."""
    from bs4 import BeautifulSoup

    page = client.get(reverse("changes"), asked)
    table = BeautifulSoup(page.content, "html.parser").find("tbody")
    return [" ".join(row.get_text(" ").split()) for row in table.find_all("tr")] if table else []


def edit(client, agreement, **changed):
    form = {"object": agreement.object, "starts_on": agreement.starts_on, "ends_on": agreement.ends_on or ""}
    return client.post(reverse("partners:agreement_edit", args=[agreement.pk]), form | changed)


def test_a_change_on_a_page_is_noted_with_its_author_and_both_values(signed_in):
    client = signed_in("director", name="Camille Orvessan")
    agreement = make_agreement(
        institution=make_institution(name="Élan Créateurs"), object="Appui", ends_on=date(2026, 6, 30)
    )
    assert edit(client, agreement, ends_on="2027-06-30").status_code == 302
    newest = trail(client, kind="partners.Agreement")[0]  # of one table: in a test all happens at the same time
    assert "Camille Orvessan" in newest
    assert "Agreement: Élan Créateurs: Appui" in newest
    assert "To: 30 June 2026 → 30 June 2027" in newest


def test_what_the_software_does_by_itself_names_nobody(signed_in):
    client = signed_in("director")
    make_agreement(institution=make_institution(name="Le Fil numérique"), object="Médiation")
    assert any("the software" in line and "Le Fil numérique" in line and "added" in line for line in trail(client))


def test_bulk_updates_and_deletions_are_noted_too(signed_in):
    client = signed_in("director")
    agreement = make_agreement(object="Hébergement")
    Agreement.objects.filter(pk=agreement.pk).update(renewal_waived=True)
    Agreement.objects.all().delete()
    lines = trail(client, kind="partners.Agreement")
    assert len(lines) == 3
    assert "deleted" in lines[0]
    assert "Not to be renewed: no → yes" in lines[1]


def test_the_trail_keeps_neither_password_nor_sign_in(signed_in):
    client = signed_in("director")
    user = make_user(name="Noa Berthelas")
    before = user.events.count()
    user.set_password("another long password")
    user.save()
    User.objects.filter(pk=user.pk).update(last_login="2026-11-01T10:00Z")
    assert user.events.count() == before
    assert {"password", "last_login"}.isdisjoint(field.name for field in user.events.model._meta.fields)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "May sign in: yes → no" in trail(client, kind="citedesmetiers.User")[0]


def test_it_filters_by_person_and_period(signed_in):
    client = signed_in("director", name="Camille Orvessan")
    other = make_user(roles=["partnership"], name="Dominique Brévant")
    agreement = make_agreement(object="Appui")
    edit(client, agreement, object="Conseil")
    client.force_login(other)
    edit(client, agreement, object="Aide")
    client.force_login(client.user)
    [line] = trail(client, person=other.pk)
    assert "Dominique Brévant" in line
    assert "Conseil → Aide" in line
    assert trail(client, until="2001-01-01") == []
    assert client.get(reverse("changes"), {"since": "yesterday"}).status_code == 200


@pytest.mark.thorough
def test_the_page_costs_the_same_whatever_its_length(signed_in):
    client = signed_in("director")
    make_agreement(object="One")
    client.get(reverse("changes"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("changes"))
    for number in range(3):
        edit(client, make_agreement(), object=f"Changed {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("changes"))
    assert len(many) == len(few)


def test_only_the_director_reads_it(signed_in):
    assert signed_in("partnership", "admin").get(reverse("changes")).status_code == 403


def test_nothing_about_visitors_is_ever_tracked():
    tracked = set(audit.tracked_models())
    assert {"citedesmetiers.User", "partners.Agreement", "partners.AgreementCommitment"} <= tracked
    assert tracked & ABOUT_VISITORS == set()


def test_entries_of_the_counter_carry_no_context(rf, centre):
    import pghistory

    seen = []

    def view(request):
        seen.append(hasattr(pghistory.runtime._tracker, "value"))

    middleware = audit.acting_user(view)
    middleware(rf.post("/any/", "{}", content_type="application/json"))
    middleware(rf.get("/any/"))
    middleware(rf.post("/any/", {"a": "form"}))
    assert seen == [False, False, True]
