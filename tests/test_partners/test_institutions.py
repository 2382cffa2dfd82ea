"""The list of institutions, its search and filters, and the page that tells the whole relation."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from partners import relations
from partners.factories import (
    make_agreement,
    make_contact,
    make_institution,
    make_institution_kind,
    make_meeting,
    make_presence,
    make_professional,
)
from partners.models import Contact, Institution, Presence

pytestmark = pytest.mark.django_db
LIST = "/partners/"
today = timezone.localdate  # asked anew by each test: a run may go over midnight


def names(client, **asked):
    """The names in the list, in its order."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(client.get(LIST, asked).content, "html.parser")
    return [link.get_text() for link in page.select("tbody th a")]


@pytest.mark.thorough
def test_search_takes_parts_of_name_and_municipality_whatever_the_accents(signed_in):
    client = signed_in("partnership")
    make_institution(name="Élan Créateurs", municipality="Vaurenne")
    make_institution(name="Point Bilan", municipality="Pont-de-Lisse")
    assert names(client, q="elan crea") == ["Élan Créateurs"]
    assert names(client, q="BILAN lisse") == ["Point Bilan"]
    assert names(client, q="%") == []
    assert "No institution answers to this" in client.get(LIST, {"q": "%_'\"); --"}).content.decode()


@pytest.mark.thorough
def test_filters_narrow_the_list(signed_in):
    client, site = signed_in("partnership"), make_site()
    chamber = make_institution_kind(name_en="Chamber", name_fr="Chambre")
    one = make_institution(name="One", kind=chamber, roles=["desk_partner", "funder"], country="IT")
    make_presence(institution=one, site=site)
    make_agreement(institution=one, ends_on=today() + timedelta(days=20))
    make_presence(institution=make_institution(name="Gone from there"), site=site, until=date(2020, 1, 1))
    make_institution(name="Former", until=today() - timedelta(days=1))
    for asked in ({"kind": chamber.pk}, {"role": "funder"}, {"site": site.pk}, {"country": "IT"},
                  {"agreement": "in_force"}, {"agreement": "expiring"}, {"sort": "partners"}):  # fmt: skip
        assert names(client, **asked) == ["One"], asked
    assert names(client, agreement="none") == ["Gone from there"]
    assert names(client, state="former") == ["Former"]
    assert len(names(client, state="all")) == 3
    assert client.get(LIST, {"kind": "nonsense", "state": "x", "page": "-1"}).status_code == 200


@pytest.mark.thorough
def test_companies_and_schools_are_counted_apart_from_partners(signed_in):
    client = signed_in("partnership")
    for roles in (["company"], ["company"], ["school"], ["company", "occasional"], ["desk_partner"]):
        make_institution(roles=roles)
    assert "2 partners, 2 companies, 1 other (school)" in client.get(LIST).content.decode()
    assert len(names(client, sort="companies")) == 2


def test_names_sort_without_regard_to_accents(signed_in):
    for name in ("Zénith", "Élan", "eau", "Fil"):
        make_institution(name=name)
    assert names(signed_in("partnership")) == ["eau", "Élan", "Fil", "Zénith"]


def test_the_csv_holds_what_the_list_shows_and_no_formula(signed_in):
    client = signed_in("partnership")
    make_institution(name="=HYPERLINK(1)", roles=["company"])
    make_institution(name="Other", roles=["funder"])
    answer = client.get(reverse("partners:institution_csv"), {"role": "company"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.many_cases
@pytest.mark.parametrize("name", ["institution_list", "professional_list", "onboarding"])
def test_a_list_costs_the_same_whatever_its_length(signed_in, name):
    client, address = signed_in("partnership"), reverse(f"partners:{name}")

    def one_more():
        institution = make_institution()
        make_agreement(institution=institution)
        make_presence(institution=institution)
        make_professional(institution=institution, sites=[make_site()])

    one_more()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    one_more(), one_more()
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_an_institution_is_added_with_what_is_known_of_it(signed_in):
    client, kind = signed_in("partnership"), make_institution_kind()
    form = {"name": "Élan Créateurs", "kind": kind.pk, "roles": ["desk_partner", "funder"], "country": "fr"}
    assert client.post(reverse("partners:institution_add"), form).status_code == 302
    made = Institution.objects.get()
    assert (made.code, made.country, made.roles) == ("elan-createurs", "FR", ["desk_partner", "funder"])
    again = client.post(reverse("partners:institution_add"), form | {"name": "Elan createurs"})
    assert "There is an institution of this name" in again.content.decode()
    bad = {
        "name": "X",
        "kind": 999,
        "roles": ["king"],
        "country": "France",
        "since": "2026-01-02",
        "until": "2026-01-01",
    }
    page = client.post(reverse("partners:institution_add"), bad).content.decode()
    assert "Not saved: 4 points to look at" in page
    remarks = {"remarks": "Appeler Mme X au 06 12 34 56 78"}
    assert "a telephone number" in client.post(reverse("partners:institution_add"), form | remarks).content.decode()


def test_a_double_of_old_may_be_put_right_and_becomes_none_anew(signed_in):
    client = signed_in("partnership")
    one, other = make_institution(name="Élan"), make_institution(name="Elan")
    form = {"name": other.name, "kind": other.kind_id, "roles": ["funder"], "country": "FR"}
    address = reverse("partners:institution_edit", args=[other.pk])
    assert client.post(address, form | {"remarks": "See the other one"}).status_code == 302
    page = client.post(address, form | {"name": one.name}).content.decode()
    assert "There is an institution of this name" in page


def test_contacts_and_places_are_added_changed_and_erased(signed_in):
    client, institution, site = signed_in("partnership"), make_institution(), make_site()
    add = reverse("partners:contact_add", args=[institution.pk])
    assert "Visitors are never entered here." in client.get(add).content.decode()
    assert "Give a name, an e-mail" in client.post(add, {"function": "Direction"}).content.decode()
    client.post(add, {"function": "Direction", "email": "direction@exemple.fr"})
    contact = Contact.objects.get()
    client.post(reverse("partners:contact_edit", args=[contact.pk]), {"function": "Accueil", "phone": "01"})
    assert "Accueil" in client.get(reverse("partners:institution", args=[institution.pk])).content.decode()
    client.post(reverse("partners:contact_delete", args=[contact.pk]))
    assert not Contact.objects.exists()
    place = reverse("partners:presence_add", args=[institution.pk])
    client.post(place, {"site": site.pk, "since": "2020-01-01"})
    refused = client.post(place, {"site": site.pk, "since": "2024-01-01"}).content.decode()
    assert "noted at this place for these days already" in refused
    assert "The end lies before" in client.post(
        place, {"site": site.pk, "since": "2019-01-02", "until": "2019-01-01"}
    ).content.decode()  # fmt: skip
    assert Presence.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        make_presence(institution=institution, site=site, until=date(2020, 1, 1))


def test_the_page_tells_the_whole_relation_and_what_ends_first(signed_in):
    client, institution = signed_in("partnership"), make_institution(name="Le Fil", roles=["desk_partner"])
    make_agreement(institution=institution, object="Médiation", ends_on=today() + timedelta(days=40))
    make_professional(institution=institution, name="Maé Roquesorne", fte="0.25")
    make_contact(institution=institution, function="Présidence")
    make_presence(institution=institution, site=make_site(name_en="Main hall", name_fr="Halle"))
    make_meeting(title="Bilan", institutions=[institution])
    page = client.get(reverse("partners:institution", args=[institution.pk])).content.decode()
    for words in ("Maé Roquesorne", "0.25", "Présidence", "Main hall", "Bilan", "in 40 days", '<svg class="chart"'):
        assert words in page, words
    assert page.index("To look at now") < page.index('<svg class="chart"') < page.index("People lent")
    assert "Charter signed, Awareness day" in page


def test_a_room_above_adds_its_part(signed_in, monkeypatch):
    monkeypatch.setattr(relations, "_relations", [])
    for act, title in (("see_partners", "Seen"), ("edit_users", "Hidden")):
        relations.register_relation(
            title=title, template="partners/_part_places.html", rank=1, act=act,
            context=lambda institution, request: {"presences": institution.presences.all()},
        )  # fmt: skip
    page = signed_in("partnership").get(reverse("partners:institution", args=[make_institution().pk]))
    assert ("Seen" in page.content.decode(), "Hidden" in page.content.decode()) == (True, False)


def test_what_has_left_traces_is_ended_and_not_deleted(signed_in):
    client, used = signed_in("partnership"), make_institution()
    make_agreement(institution=used)
    answer = client.post(reverse("partners:institution_delete", args=[used.pk]), follow=True)
    assert "has left 1 trace" in answer.content.decode()
    mistaken = make_institution()
    make_contact(institution=mistaken)
    assert "1 contact goes with it." in client.get(
        reverse("partners:institution_delete", args=[mistaken.pk])
    ).content.decode()  # fmt: skip
    client.post(reverse("partners:institution_delete", args=[mistaken.pk]))
    assert list(Institution.objects.all()) == [used]


def test_events_organisers_read_and_change_nothing(signed_in):
    client, institution = signed_in("events"), make_institution()
    page = client.get(reverse("partners:institution", args=[institution.pk])).content.decode()
    assert "New agreement" not in page
    assert client.post(reverse("partners:institution_delete", args=[institution.pk])).status_code == 403


@pytest.mark.parametrize(("days", "state"), [(90, "state-wait"), (91, "state-ok")])
def test_the_list_marks_whose_last_agreement_ends_within_ninety_days(signed_in, days, state):
    institution = make_institution()
    make_agreement(institution=institution, ends_on=today() + timedelta(days=10))
    make_agreement(institution=institution, object="Another", ends_on=today() + timedelta(days=days))
    page = signed_in("partnership").get(LIST).content.decode()
    marks = [each for each in ("state-wait", "state-ok") if f'class="state {each}"' in page]
    assert marks == [state]


def test_an_empty_form_names_each_field_that_lacks_and_nothing_else(signed_in):
    page = signed_in("partnership").post(reverse("partners:institution_add"), {"country": "FR"}).content.decode()
    assert "Not saved: 3 points to look at" in page
    assert "This field cannot be blank" not in page
