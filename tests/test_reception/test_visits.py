"""Corrections: the entries of a day, seen, put right and taken back."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from partners.factories import make_institution, make_institution_kind
from reception.factories import make_group_visit, make_visit
from reception.models import Visit
from reception.today import people_by_hour

LIST = "/reception/visits/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def site(db):
    return make_site(profile_lists=["gender", "age_band"])


def edit(row):
    return reverse("reception:visit_edit", args=[row.pk])


def typed(visit, **changed):
    """What the form sends for `visit`, with changes."""
    return {"hour": visit.hour, "people": visit.people, "purpose": visit.purpose_id or ""} | changed


def rows(response, heading="visits-title"):
    section = BeautifulSoup(response.content, "html.parser").find("section", attrs={"aria-labelledby": heading})
    return [" ".join(row.get_text(" ").split()) for row in section.select("tbody tr")] if section else []


def test_reception_sees_what_every_counter_counted_today_and_nothing_else(signed_in, site, today):
    job = make_purpose(name="Find a job", key=2)
    make_visit(site=site, day=today, hour=10, people=3, purpose=job)
    make_visit(site=site, day=today, hour=9, people=1, undone=True)
    make_visit(site=site, day=today - timedelta(days=1), hour=11, purpose=job)
    make_visit(site=make_site(), day=today, hour=12, purpose=job)
    school = make_institution(name="Collège de la Halle")
    make_group_visit(site=site, day=today, hour=14, people=24, institution=school)
    response = signed_in("reception", sites=[site]).get(LIST)
    assert rows(response) == [
        "10:00 , Find a job 3 2 Find a job – counted",
        "9:00 , not stated 1 not stated – taken back",
    ]
    assert "Collège de la Halle" in rows(response, "groups-title")[0]
    assert "27 people counted" in response.content.decode()


def test_what_never_arrived_is_not_there_to_be_put_back(signed_in, site, today):
    make_visit(site=site, day=today, undone=True, received_on=today)
    response = signed_in("reception", sites=[site]).get(LIST)
    assert rows(response) == []
    assert "Nothing counted on this day" in response.content.decode()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hour=10", ["10:00", "10:00"]),
        ("undone=yes", ["9:00"]),
        ("undone=no", ["10:00", "10:00"]),
        ("kind=groups", []),
        ("kind=visits", ["10:00", "10:00", "9:00"]),
        ("hour=ten", []),
    ],
)
def test_the_list_is_narrowed_by_the_address(signed_in, site, today, query, found):
    for hour, undone in ((10, False), (10, False), (9, True)):
        make_visit(site=site, day=today, hour=hour, undone=undone)
    make_group_visit(site=site, day=today, hour=11)
    response = signed_in("reception", sites=[site]).get(f"{LIST}?{query}")
    assert [row.split(" ,")[0] for row in rows(response)] == found


def test_a_further_purpose_is_found_too(signed_in, site, today):
    job, training = make_purpose(), make_purpose()
    make_visit(site=site, day=today, hour=9, purpose=job, further_purposes=[training.pk])
    make_visit(site=site, day=today, hour=10, purpose=job)
    make_group_visit(site=site, day=today, hour=11, purposes=[training.pk])
    make_group_visit(site=site, day=today, hour=12, purposes=[job.pk])
    response = signed_in("reception", sites=[site]).get(f"{LIST}?purpose={training.pk}")
    assert [row[:4] for row in rows(response)] == ["9:00"]
    assert len(rows(response, "groups-title")) == 1


@pytest.mark.thorough
def test_earlier_days_are_for_the_director(signed_in, site, today):
    yesterday = today - timedelta(days=1)
    visit = make_visit(site=site, day=yesterday, hour=16)
    client = signed_in("reception", "partnership", sites=[site])
    assert rows(client.get(f"{LIST}?day={yesterday}")) == []
    assert client.get(edit(visit)).status_code == 403
    assert client.post(edit(visit), typed(visit, people=9)).status_code == 403
    assert client.post(reverse("reception:visit_take_back", args=[visit.pk])).status_code == 403
    visit.refresh_from_db()
    assert (visit.people, visit.undone) == (1, False)
    director = signed_in("director")
    assert len(rows(director.get(f"{LIST}?day={yesterday}"))) == 1
    director.post(edit(visit), typed(visit, people=9))
    visit.refresh_from_db()
    assert visit.people == 9


def test_a_visit_of_another_place_is_not_found(signed_in, site, today):
    visit = make_visit(site=make_site(), day=today)
    client = signed_in("reception", sites=[site])
    assert client.get(edit(visit)).status_code == 404
    for name in ("visit_edit", "visit_take_back", "visit_put_back"):
        assert client.post(reverse(f"reception:{name}", args=[visit.pk]), typed(visit, people=9)).status_code == 404
    assert Visit.objects.get(pk=visit.pk).people == 1


def test_everything_noted_can_be_put_right(signed_in, site, today):
    job, training = make_purpose(is_door=True), make_purpose(is_door=True)
    woman, young = make_profile_value(list="gender"), make_profile_value(list="age_band")
    chamber = make_institution_kind()
    visit = make_visit(site=site, day=today, hour=10, purpose=training, gender=make_profile_value(list="gender"))
    changed = {
        "hour": 11, "people": 2, "purpose": job.pk, "further_purposes": [training.pk],
        "gender": woman.pk, "age_band": young.pk, "sent_to": ["documentation"], "sent_to_kind": chamber.pk,
    }  # fmt: skip
    client = signed_in("reception", sites=[site])
    response = client.post(edit(visit), changed, follow=True)
    assert "The figures of the day follow" in response.content.decode()
    visit.refresh_from_db()
    assert (visit.hour, visit.people, visit.purpose, visit.further_purposes) == (11, 2, job, [training.pk])
    assert (visit.gender, visit.age_band, visit.sent_to_kind) == (woman, young, chamber)
    assert visit.sent_to == ["documentation", "institution"]
    assert people_by_hour(site, today) == {11: 2}


def test_saving_without_touching_anything_changes_nothing(signed_in, site, today):
    level = make_profile_value(list="level")  # switched off at the place since
    woman = make_profile_value(list="gender")
    visit = make_visit(site=site, day=today, purpose=make_purpose(), gender=woman, level=level, sent_to=["desk"])
    client = signed_in("reception", sites=[site])
    form = BeautifulSoup(client.get(edit(visit)).content, "html.parser").select_one("main form")
    sent = {field["name"]: field["value"] for field in form.select("input[type=radio][checked], input[type=number]")}
    sent |= {select["name"]: select.select_one("option[selected]")["value"] for select in form.select("select")}
    sent["sent_to"] = [box["value"] for box in form.select("input[type=checkbox][checked]")]
    client.post(edit(visit), sent)
    kept = Visit.objects.get(pk=visit.pk)
    assert (kept.gender, kept.level, kept.sent_to, kept.purpose) == (woman, level, ["desk"], visit.purpose)


@pytest.mark.many_cases
@pytest.mark.parametrize(("field", "value"), [("people", "0"), ("people", "501"), ("people", "many"), ("hour", "24")])
def test_wrong_input_stays_and_is_explained(signed_in, site, today, field, value):
    visit = make_visit(site=site, day=today, hour=10)
    response = signed_in("reception", sites=[site]).post(edit(visit), typed(visit, **{field: value}))
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(f"#div_id_{field} .field-error")
    if field == "people":
        assert page.select_one("#id_people")["value"] == value
    visit.refresh_from_db()
    assert (visit.people, visit.hour) == (1, 10)


def test_a_value_of_another_list_is_refused(signed_in, site, today):
    visit = make_visit(site=site, day=today)
    age = make_profile_value(list="age_band")
    make_profile_value(list="gender")
    response = signed_in("reception", sites=[site]).post(edit(visit), typed(visit, gender=age.pk))
    assert BeautifulSoup(response.content, "html.parser").select_one("#div_id_gender .field-error")
    visit.refresh_from_db()
    assert visit.gender is None


def test_taking_back_and_putting_back_say_what_they_do_and_the_figures_follow(signed_in, site, today):
    visit = make_visit(site=site, day=today, hour=10, people=4)
    make_visit(site=site, day=today, hour=10)
    client = signed_in("reception", sites=[site])
    assert "4 people less on" in client.get(edit(visit)).content.decode()
    client.post(reverse("reception:visit_take_back", args=[visit.pk]))
    assert people_by_hour(site, today) == {10: 1}
    assert "it adds 4 people to" in client.get(edit(visit)).content.decode()
    client.post(reverse("reception:visit_put_back", args=[visit.pk]))
    assert people_by_hour(site, today) == {10: 5}


@pytest.mark.thorough
def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(
    signed_in, site, today, django_assert_num_queries
):
    client = signed_in("reception", sites=[site])
    make_visit(site=site, day=today, purpose=make_purpose(), gender=make_profile_value(list="gender"))
    make_group_visit(site=site, day=today, institution=make_institution())
    client.get(LIST)
    with django_assert_num_queries(11) as first:
        client.get(LIST)
    for _number in range(2):
        make_visit(site=site, day=today, purpose=make_purpose(), gender=make_profile_value(list="gender"))
        make_group_visit(site=site, day=today, institution=make_institution())
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(LIST)


@pytest.mark.thorough
def test_a_page_holds_fifty_visits(signed_in, site, today):
    for _number in range(51):
        make_visit(site=site, day=today)
    client = signed_in("reception", sites=[site])
    assert len(rows(client.get(LIST))) == 50
    assert len(rows(client.get(f"{LIST}?page=2"))) == 1


def test_somebody_without_a_place_is_told_who_can_help(signed_in):
    make_site()
    assert "No place to count at" in signed_in("reception").get(LIST).content.decode()


def test_a_single_past_visit_is_added_once_with_its_profile(signed_in, site, today):
    woman, yesterday = make_profile_value(list="gender"), today - timedelta(days=1)
    client = signed_in("reception", sites=[site])
    page = client.get(f"/reception/visits/add/?day={yesterday}")
    uid = BeautifulSoup(page.content, "html.parser").select_one("[name=uid]")["value"]
    sent = {"uid": uid, "day": yesterday, "hour": 15, "people": 2, "purpose": "", "gender": woman.pk}
    for _time in range(2):
        response = client.post("/reception/visits/add/", sent, follow=True)
    assert "was stored already" in response.content.decode()
    visit = Visit.objects.get()
    assert (visit.day, visit.hour, visit.people, visit.gender, visit.site) == (yesterday, 15, 2, woman, site)


@pytest.mark.many_cases
@pytest.mark.parametrize("day", ["2999-01-01", "1066-10-14", "soon"])
def test_a_day_that_cannot_be_is_refused(signed_in, site, day):
    client = signed_in("reception", sites=[site])
    sent = {"uid": "0f5f3d1e-6a69-4f0c-9d1e-0d5a2f5b7c11", "day": day, "hour": 15, "people": 2}
    response = client.post(f"/reception/visits/add/?day={day}", sent)
    assert BeautifulSoup(response.content, "html.parser").select_one("#div_id_day .field-error")
    assert not Visit.objects.exists()
