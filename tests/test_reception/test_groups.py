"""Groups: one entry, a number, marginals, and never a person."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from partners.factories import make_institution, make_institution_kind
from partners.models import Institution
from reception.factories import make_group_marginal, make_group_visit, make_visit
from reception.models import GroupVisit, Visit
from reception.today import people_by_hour

ADD = "/reception/groups/add/"
UID = "8c1f0d3a-5a0e-4bb0-8f4e-0a4e2a0c9d55"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def site(db):
    return make_site(profile_lists=["gender", "age_band", "territory"])


@pytest.fixture
def girls(db):
    return make_profile_value(list="gender", name="Girls")


@pytest.fixture
def boys(db):
    return make_profile_value(list="gender", name="Boys")


def typed(today, **changed):
    return {"uid": UID, "day": today, "hour": 10, "people": 24, "classes": "", "institution": ""} | changed


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def edit(group):
    return reverse("reception:group_edit", args=[group.pk])


def marginals(group):
    return dict(group.marginals.values_list("value__name", "people"))


def test_a_class_is_one_entry_with_its_marginals(signed_in, site, today, girls, boys):
    school, job = make_institution(name="Collège de la Halle", roles=["school"]), make_purpose()
    sent = typed(
        today, classes=1, institution=school.pk, purposes=[job.pk], **{f"m-{girls.pk}": 13, f"m-{boys.pk}": 9}
    )
    signed_in("reception", sites=[site]).post(ADD, sent)
    group = GroupVisit.objects.get()
    assert (group.site, group.day, group.hour, group.people, group.classes) == (site, today, 10, 24, 1)
    assert (group.institution, group.purposes) == (school, [job.pk])
    assert marginals(group) == {"Girls": 13, "Boys": 9}
    assert not Visit.objects.exists()
    assert people_by_hour(site, today) == {10: 24}


def test_a_form_sent_twice_counts_one_group(signed_in, site, today, girls):
    client, sent = signed_in("reception", sites=[site]), typed(today, **{f"m-{girls.pk}": 5})
    client.post(ADD, sent)
    response = client.post(ADD, sent, follow=True)
    assert "was stored already; it counts once" in response.content.decode()
    group = GroupVisit.objects.get()
    assert (group.people, marginals(group)) == (24, {"Girls": 5})


@pytest.mark.parametrize("changed", [{"people": 30}, {"hour": 11}, {"girls": 7}])
def test_another_group_from_the_same_page_is_asked_about_and_counts_when_it_is_sent_again(
    signed_in, site, today, girls, changed
):
    client, share = signed_in("reception", sites=[site]), f"m-{girls.pk}"
    client.post(ADD, typed(today, **{share: 5}))
    number = changed.pop("girls", 5)
    page = soup(client.post(ADD, typed(today, **{share: number}, **changed)))
    assert "A group of 24 people was counted from this page already." in page.select_one(".error-summary").get_text()
    first = GroupVisit.objects.get()
    assert (first.people, first.hour, marginals(first)) == (24, 10, {"Girls": 5})
    assert page.select_one("#counted a")["href"].endswith(edit(first))
    assert page.select_one(f"[name={share}]")["value"] == str(number)
    client.post(ADD, typed(today, uid=page.select_one("[name=uid]")["value"], **{share: number}, **changed))
    assert GroupVisit.objects.count() == 2


def test_who_goes_back_to_a_new_group_finds_the_page_that_they_had(signed_in, site, today):
    """Without a script: the list leads to a page whose address has the key of the group."""
    client = signed_in("reception", sites=[site])
    address = soup(client.get("/reception/groups/")).select_one(f'a[href*="{ADD}"]')["href"]
    pages = [soup(client.get(address))]
    sent = typed(today, uid=pages[0].select_one("[name=uid]")["value"])
    client.post(address, sent)
    pages.append(soup(client.get(address)))  # pages of staff are never stored: going back asks for it anew
    assert pages[0].select_one("#counted") is None
    assert "24 people" in pages[1].select_one("#counted").get_text()
    assert pages[1].select_one("[name=uid]")["value"] == sent["uid"]
    assert "it counts once" in client.post(address, sent, follow=True).content.decode()
    assert GroupVisit.objects.count() == 1
    another = pages[1].select("#counted a")[-1]["href"]
    assert soup(client.get(another)).select_one("[name=uid]")["value"] != sent["uid"]


def test_what_was_taken_back_is_not_said_to_count(signed_in, site, today):
    client = signed_in("reception", sites=[site])
    client.post(ADD, typed(today))
    GroupVisit.objects.get().take_back()
    page = soup(client.post(ADD, typed(today)))
    assert "That group was taken back." in page.select_one("#counted").get_text()


@pytest.mark.parametrize("uid", ["", "no-key", "8c1f0d3a"])
def test_an_address_whose_key_cannot_be_read_opens_an_empty_form(signed_in, site, uid):
    page = soup(signed_in("reception", sites=[site]).get(ADD, {"uid": uid}))
    assert len(page.select_one("[name=uid]")["value"]) == 36


def test_more_than_the_group_is_refused_beside_the_list(signed_in, site, today, girls, boys):
    client = signed_in("reception", sites=[site])
    response = client.post(ADD, typed(today, **{f"m-{girls.pk}": 13, f"m-{boys.pk}": 12}))
    fieldset = soup(response).select_one("fieldset[data-list=gender]")
    assert "Gender: the numbers add up to 25, but 24 people came." in fieldset.get_text()
    assert fieldset.select_one(f"[name=m-{boys.pk}]")["value"] == "12"
    assert not GroupVisit.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people": "1"}, "people"),
        ({"people": "501"}, "people"),
        ({"people": "a class"}, "people"),
        ({"people": ""}, "people"),
        ({"classes": "25"}, "classes"),
        ({"classes": "0"}, "classes"),
        ({"hour": "24"}, "hour"),
        ({"day": "2999-01-01"}, "day"),
        ({"institution": "999999"}, "institution"),
        ({"new_municipality": "Vaurenne"}, "new_school"),
    ],
)
def test_wrong_input_is_explained_beside_its_field(signed_in, site, today, changed, field):
    page = soup(signed_in("reception", sites=[site]).post(ADD, typed(today, **changed)))
    assert page.select_one(f"#div_id_{field} .field-error")
    assert not GroupVisit.objects.exists()


def test_only_lists_that_the_place_notes_and_a_group_can_have_are_offered(signed_in, site):
    for name in ("gender", "age_band", "territory", "level", "heard_by"):
        make_profile_value(list=name)
    page = soup(signed_in("reception", sites=[site]).get(ADD))
    assert [fieldset["data-list"] for fieldset in page.select("fieldset[data-list]")] == ["gender", "age_band"]


def test_all_of_them_fills_one_value_and_stores_nothing(signed_in, site, today, girls, boys):
    sent = typed(today, all=girls.pk, **{f"m-{boys.pk}": 11})
    page = soup(signed_in("reception", sites=[site]).post(ADD, sent))
    assert page.select_one(f"[name=m-{girls.pk}]")["value"] == "24"
    assert page.select_one(f"[name=m-{boys.pk}]")["value"] == ""
    assert not GroupVisit.objects.exists()


def test_a_school_that_is_not_in_the_list_is_added_with_the_group(signed_in, site, today):
    make_institution_kind(code="school", name="School")
    client = signed_in("reception", sites=[site])
    client.post(ADD, typed(today, new_school="Lycée des Trois-Ponts", new_municipality="Vaurenne"))
    school = Institution.objects.get()
    assert (school.name, school.municipality, school.kind.code, school.roles) == (
        "Lycée des Trois-Ponts", "Vaurenne", "school", ["school"],
    )  # fmt: skip
    assert GroupVisit.objects.get().institution == school
    client.post(ADD, typed(today, uid="8c1f0d3a-5a0e-4bb0-8f4e-0a4e2a0c9d56",
                           new_school="lycée des trois-ponts", new_municipality="Vaurenne"))  # fmt: skip
    assert Institution.objects.count() == 1
    assert GroupVisit.objects.filter(institution=school).count() == 2


def test_schools_come_first_in_the_list(signed_in, site):
    make_institution(name="Agency", roles=["desk_partner"])
    make_institution(name="Zola school", roles=["school"])
    page = soup(signed_in("reception", sites=[site]).get(ADD))
    assert [group["label"] for group in page.select("#id_institution optgroup")] == ["Schools", "Institutions"]
    assert "Zola school" in page.select_one("#id_institution optgroup").get_text()


@pytest.mark.thorough
def test_a_group_is_put_right_with_its_marginals(signed_in, site, today, girls, boys):
    group = make_group_visit(site=site, day=today, people=24)
    make_group_marginal(group=group, value=girls, people=13)
    client = signed_in("reception", sites=[site])
    assert soup(client.get(edit(group))).select_one(f"[name=m-{girls.pk}]")["value"] == "13"
    client.post(edit(group), typed(today, uid=group.pk, people=22, hour=11, **{f"m-{boys.pk}": 12}))
    group.refresh_from_db()
    assert (group.people, group.hour, marginals(group)) == (22, 11, {"Boys": 12})
    assert GroupVisit.objects.count() == 1


def test_a_group_of_an_earlier_day_is_corrected_by_the_director_only(signed_in, site, today):
    group = make_group_visit(site=site, day=today - timedelta(days=1), people=24)
    client = signed_in("reception", sites=[site])
    assert client.get(edit(group)).status_code == 403
    assert client.post(edit(group), typed(today, uid=group.pk)).status_code == 403
    assert client.post(reverse("reception:group_take_back", args=[group.pk])).status_code == 403
    assert signed_in("director").get(edit(group)).status_code == 200


def test_reception_does_not_move_a_group_of_today_into_the_past(signed_in, site, today):
    group = make_group_visit(site=site, day=today, people=24)
    sent = typed(today - timedelta(days=3), uid=group.pk)
    page = soup(signed_in("reception", sites=[site]).post(edit(group), sent))
    assert page.select_one("#div_id_day .field-error")
    group.refresh_from_db()
    assert group.day == today


def test_a_group_of_another_place_is_not_found(signed_in, site, today):
    group = make_group_visit(site=make_site(), day=today)
    client = signed_in("reception", sites=[site])
    assert client.get(edit(group)).status_code == 404
    for name in ("group_edit", "group_take_back", "group_put_back"):
        assert client.post(reverse(f"reception:{name}", args=[group.pk]), typed(today)).status_code == 404
    group.refresh_from_db()
    assert not group.undone


def test_a_group_taken_back_no_longer_counts_and_can_be_put_back(signed_in, site, today):
    group = make_group_visit(site=site, day=today, hour=10, people=24)
    client = signed_in("reception", sites=[site])
    assert "24 people less on" in client.get(edit(group)).content.decode()
    client.post(reverse("reception:group_take_back", args=[group.pk]))
    assert people_by_hour(site, today) == {}
    client.post(reverse("reception:group_put_back", args=[group.pk]))
    assert people_by_hour(site, today) == {10: 24}


@pytest.mark.thorough
def test_the_list_is_narrowed_by_days_and_institution(signed_in, site):
    halle, ponts = make_institution(name="Halle"), make_institution(name="Ponts")
    make_group_visit(site=site, day=date(2026, 3, 3), people=20, institution=halle)
    make_group_visit(site=site, day=date(2026, 3, 20), people=21, institution=ponts)
    make_group_visit(site=site, day=date(2026, 4, 1), people=22, institution=halle)
    make_group_visit(site=make_site(), day=date(2026, 3, 3), people=23)
    client = signed_in("reception", sites=[site])

    def people(query):
        return [
            int(row.select("td")[1].get_text())
            for row in soup(client.get(f"/reception/groups/?{query}")).select("tbody tr")
        ]

    assert people("since=2026-03-01&until=2026-03-31") == [21, 20]
    assert people(f"since=2026-03-01&institution={halle.pk}") == [22, 20]
    assert people("since=soon") == []


def test_without_groups_the_list_names_the_last_one(signed_in, site):
    make_group_visit(site=site, day=date(2026, 2, 24), people=24, institution=make_institution(name="Les Tanneries"))
    make_visit(site=site)
    page = soup(signed_in("reception", sites=[site]).get("/reception/groups/?since=2026-03-01&until=2026-03-31"))
    assert "The last group came on 24 February 2026: 24 people, Les Tanneries." in page.select_one(".empty").get_text()
    assert page.select_one(".empty a[href$='?since=2026-02-01&until=2026-02-28']")


@pytest.mark.thorough
def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(
    signed_in, site, today, django_assert_num_queries
):
    client = signed_in("reception", sites=[site])
    make_group_visit(site=site, day=today, institution=make_institution())
    client.get("/reception/groups/")
    with django_assert_num_queries(9, exact=False) as first:
        client.get("/reception/groups/")
    for _number in range(2):
        make_group_visit(site=site, day=today, institution=make_institution())
    with django_assert_num_queries(len(first.captured_queries)):
        client.get("/reception/groups/")
