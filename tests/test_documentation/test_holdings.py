"""The holdings on the staff's screens: listed, added, put right, weeded, merged, kept fresh."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from documentation import factories as make
from documentation import freshness, weeding
from documentation.models import Copy, Inventory, LinkCheck, LoanCount, Reservation, Resource

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def typed(**fields):
    """A form for a new resource, filled in."""
    medium = fields.pop("medium", None) or make.make_medium()
    return {"title": "Le CV en clair", "medium": medium.pk, "language": "fr", "published": "on"} | fields


@pytest.mark.thorough
def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(signed_in):
    client = signed_in("documentation")
    counts = []
    for n in (1, 3):
        for _more in range(n):
            make.make_copy(resource=make.make_resource(purposes=[make_purpose()], subjects=["x"]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("documentation:holdings"))
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.thorough
def test_the_list_is_searched_by_words_isbn_shelf_mark_and_barcode(signed_in):
    client = signed_in("reception")
    wanted = make.make_resource(title="Devenir soudeur", creators=["Lou Marin"], isbn="9782900012109")
    make.make_copy(resource=wanted, shelf_mark="F30 MAR", barcode="0042")
    make.make_resource(title="Autre chose")
    for asked in ("soudeur devenir", "marin", "978-2-900012-10-9", "f30", "0042"):
        page = words(client.get(reverse("documentation:holdings"), {"q": asked}))
        assert "Devenir soudeur" in page, asked
        assert "Autre chose" not in page, asked
    for asked in ("a\0b", "%_\\'\"", "x" * 10_000):
        assert client.get(reverse("documentation:holdings"), {"q": asked}).status_code == 200


def test_a_resource_is_added_with_what_its_numbers_mean(signed_in):
    client = signed_in("documentation")
    data = typed(isbn="2-900012-10-4", price="12.90", creators="A\nB", subjects_typed="CV\nlettre", new_subjects="on")
    client.post(reverse("documentation:resource_add"), data)
    made = Resource.objects.get()
    assert (made.isbn, made.price_cents, made.creators) == ("9782900012109", 1290, ["A", "B"])
    assert sorted(subject.name for subject in made.subjects.all()) == ["CV", "lettre"]


def test_a_wrong_isbn_names_the_right_one_and_keeps_what_was_typed(signed_in):
    page = signed_in("documentation").post(reverse("documentation:resource_add"), typed(isbn="978-2-900012-10-8"))
    assert "Expected: 978-2-900012-10-9" in words(page)
    assert 'value="978-2-900012-10-8"' in page.content.decode()
    assert not Resource.objects.exists()


def test_unknown_subjects_are_asked_about_with_the_nearest_ones(signed_in):
    make.make_subject(name="boulangerie")
    data = typed(subjects_typed="boulangerrie")
    page = signed_in("documentation").post(reverse("documentation:resource_add"), data)
    assert "Perhaps: boulangerie" in words(page)


@pytest.mark.thorough
def test_a_double_is_asked_about_and_may_be_another_one_all_the_same(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Le CV en clair", isbn="9782900012109")
    data = typed(isbn="978-2-900012-10-9")
    assert "is in the catalogue already" in words(client.post(reverse("documentation:resource_add"), data))
    client.post(reverse("documentation:resource_add"), data | {"is_another": "on"})
    assert Resource.objects.count() == 2


def test_what_looks_alike_is_shown_while_typing(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Les métiers du bois", isbn="9782900012109")
    asked = reverse("documentation:resource_alike")
    assert "Les métiers du bois" in client.get(asked, {"isbn": "2900012104"}).content.decode()
    assert "Les métiers du bois" in client.get(asked, {"title": "métiers du bois"}).content.decode()
    assert client.get(asked, {"title": "Autre"}).content.decode().strip() == ""


def test_copies_are_added_several_at_a_time_on_the_shelf_that_their_mark_names(signed_in):
    site = make_site()
    shelf = make.make_node(code="E12")
    resource = make.make_resource()
    data = {"site": site.pk, "shelf_mark": "E12 CAR", "state": "shelf", "n": 3}
    signed_in("documentation", sites=[site]).post(reverse("documentation:copy_add", args=[resource.pk]), data)
    assert [copy.node for copy in resource.copies.all()] == [shelf] * 3


def test_a_barcode_belongs_to_one_copy(signed_in):
    site = make_site()
    make.make_copy(barcode="42")
    resource = make.make_resource()
    data = {"site": site.pk, "shelf_mark": "E12", "state": "shelf", "n": 1, "barcode": "42"}
    page = signed_in("director").post(reverse("documentation:copy_add", args=[resource.pk]), data)
    assert "Another copy has this barcode." in words(page)


def test_weeding_withdraws_the_copies_keeps_the_counts_and_can_be_undone(signed_in):
    client = signed_in("documentation")
    copy = make.make_copy()
    make.make_loan_count(resource=copy.resource)
    url = reverse("documentation:resource_weed", args=[copy.resource_id])
    assert "1 copy is withdrawn with it" in words(client.get(url))
    client.post(url, {"reason": "worn"})
    copy.refresh_from_db()
    assert (copy.state, copy.resource.weeded_because) == (Copy.State.WITHDRAWN, "worn")
    assert LoanCount.objects.count() == 1
    client.post(reverse("documentation:resource_unweed", args=[copy.resource_id]))
    copy.refresh_from_db()
    assert (copy.state, Resource.objects.get(pk=copy.resource_id).weeded_on) == (Copy.State.SHELF, None)


def test_what_is_on_loan_is_not_weeded(signed_in):
    loan = make.make_loan()
    url = reverse("documentation:resource_weed", args=[loan.copy.resource_id])
    page = signed_in("documentation").post(url, {"reason": "worn"}, follow=True)
    assert "1 copy is on loan. Take it back first." in words(page)


@pytest.mark.thorough
def test_what_somebody_waits_for_is_not_weeded_until_the_reservation_is_forgotten(signed_in):
    today, site = timezone.localdate(), make_site(name="Riverside")
    copy = make.make_copy(site=site, lendable=True)
    kept = make.make_reservation(
        resource=copy.resource, site=site, copy=copy, day=today, kept_until=today + timedelta(days=3)
    )
    make.make_reservation(resource=copy.resource, site=site, day=today)
    client = signed_in("documentation", sites=[site])
    url = reverse("documentation:resource_weed", args=[copy.resource_id])
    said = "2 reservations wait at Riverside. On the page of loans, lend or forget them first."
    assert said in words(client.post(url, {"reason": "worn"}, follow=True))
    many = {"pk": [copy.resource_id], "action": "weed", "reason": "worn"}
    page = client.post(reverse("documentation:freshness_apply", args=["never"]), many, follow=True)
    assert said in words(page)
    assert 'class="notice notice-wait"' in words(page).partition(said)[0].rpartition("<p")[2]
    assert Resource.objects.kept().count() == 1
    client.post(reverse("documentation:reservation_drop", args=[kept.pk]))  # the next one is served
    assert "1 reservation waits at Riverside." in words(client.post(url, {"reason": "worn"}, follow=True))
    client.post(reverse("documentation:reservation_drop", args=[Reservation.objects.get().pk]))
    client.post(url, {"reason": "worn"})
    copy.refresh_from_db()
    assert copy.state == Copy.State.WITHDRAWN


def test_what_nobody_came_for_in_time_keeps_no_document_from_being_weeded(signed_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    copy = make.make_copy(lendable=True)
    make.make_reservation(
        resource=copy.resource, site=copy.site, copy=copy, day=yesterday - timedelta(days=7), kept_until=yesterday
    )
    client = signed_in("documentation")
    client.post(reverse("documentation:resource_weed", args=[copy.resource_id]), {"reason": "worn"})
    assert not Resource.objects.kept().exists()
    assert not Reservation.objects.exists()


def test_two_documents_become_one_with_all_that_they_had():
    kept = make.make_copy(resource=make.make_resource(title="A", isbn="")).resource
    other = make.make_copy(resource=make.make_resource(title="a", isbn="9782900012109", source_id="X")).resource
    for resource in (kept, other):
        make.make_loan_count(resource=resource, site=kept.copies.get().site, n=2)
    make.make_opinion(resource=other)
    moved = weeding.merge(kept, [other])
    kept.refresh_from_db()
    other.refresh_from_db()
    assert moved == {"copies": 1, "opinions": 1}
    assert (kept.isbn, kept.source_id, kept.copies.count(), kept.loan_counts.get().n) == ("9782900012109", "X", 2, 4)
    assert (other.weeded_because, other.replaced_by) == ("duplicate", kept)
    assert kept.copies.filter(state=Copy.State.WITHDRAWN).count() == 0


@pytest.mark.thorough
def test_the_worklists_hold_what_wants_a_look_and_nothing_else():
    today = date(2026, 11, 21)
    fine = {"year": 2026, "verified_on": today, "acquired_on": today}
    rows = {
        "old": make.make_resource(**fine | {"year": 2021}),
        "never": make.make_resource(**fine | {"verified_on": None}),
        "due": make.make_resource(**fine | {"verified_on": date(2024, 11, 1)}),
        "unused": make.make_resource(**fine | {"acquired_on": date(2020, 1, 1)}),
        "links": make.make_resource(**fine, url="https://gone.example/"),
        "missing": make.make_resource(**fine),
        "reported": make.make_resource(**fine),
    }
    used = make.make_resource(**fine | {"acquired_on": date(2020, 1, 1), "year": 2022})
    make.make_consultation_count(resource=used, day=today)
    make.make_link_check(resource=rows["links"], url="https://gone.example/", verdict=LinkCheck.Verdict.DEAD)
    alive = make.make_resource(**fine, url="https://alive.example/")
    make.make_link_check(resource=alive, url="https://alive.example/")
    make.make_copy(resource=rows["missing"], state=Copy.State.MISSING)
    make.make_report(resource=rows["reported"])
    make.make_resource(year=1990, weeded_on=today, weeded_because="worn")
    for each in freshness.WORKLISTS:
        assert list(each.rows(today, 5, None)) == [rows[each.code]], each.code
    assert set(freshness.due(today, 5, today)) == {rows["due"]}


@pytest.mark.thorough
def test_many_are_verified_or_weeded_at_once_after_the_number_is_said(signed_in):
    client = signed_in("documentation")
    rows = [make.make_copy().resource for _each in range(3)]
    url = reverse("documentation:freshness_apply", args=["never"])
    client.post(url, {"pk": [rows[0].pk], "action": "verify"})
    assert Resource.objects.get(pk=rows[0].pk).verified_on == timezone.localdate()
    keys = {"pk": [row.pk for row in rows[1:]], "action": "weed"}
    page = client.post(url, keys)
    assert "Weed 2 documents?" in words(page)
    assert "2 copies are withdrawn" in words(page)
    assert Resource.objects.kept().count() == 3
    refused = client.post(url, keys | {"reason": "outdated", "replaced_by": rows[1].title})
    assert refused.status_code == 422
    assert "This one is weeded itself." in words(refused)
    client.post(url, keys | {"reason": "replaced", "replaced_by": rows[0].title})
    assert Resource.objects.kept().get() == rows[0]
    assert set(rows[0].replaces.all()) == set(rows[1:])


def test_an_old_address_leads_to_what_has_replaced_the_document(client):
    newer = make.make_resource()
    gone = make.make_resource(weeded_on=date(2026, 1, 5), weeded_because="replaced", replaced_by=newer)
    alone = make.make_resource(weeded_on=date(2026, 1, 5), weeded_because="worn")
    assert client.get(gone.get_absolute_url()).url == newer.get_absolute_url()
    assert client.get(alone.get_absolute_url()).status_code == 404
    Resource.objects.filter(pk=newer.pk).update(published=False)
    assert client.get(gone.get_absolute_url()).status_code == 404


def test_a_page_that_has_moved_gets_its_new_address(signed_in):
    resource = make.make_resource(url="https://old.example/")
    make.make_link_check(
        resource=resource,
        url="https://old.example/",
        verdict=LinkCheck.Verdict.MOVED,
        final_url="https://new.example/",
    )
    url = reverse("documentation:freshness_apply", args=["links"])
    signed_in("documentation").post(url, {"pk": [resource.pk], "action": "follow"})
    resource.refresh_from_db()
    assert resource.url == "https://new.example/"


@pytest.mark.thorough
def test_an_inventory_marks_what_is_absent_and_finds_again_what_was_missing(signed_in):
    site = make_site()
    client = signed_in("documentation", sites=[site])
    there, absent, back = (
        make.make_copy(site=site, barcode=code, state=state)
        for code, state in (("1", "shelf"), ("2", "shelf"), ("3", "missing"))
    )
    lent = make.make_copy(site=site, barcode="4", lendable=True)
    make.make_loan(copy=lent)
    client.post(reverse("documentation:inventory_add"), {"site": site.pk, "shelf": ""})
    found = Inventory.objects.get()
    url = reverse("documentation:inventory", args=[found.pk])
    client.post(url, {"codes": "1\n3\r\n1 999"})
    page = words(client.get(url))
    assert "2 of 3 found so far." in page
    assert "999" in page
    client.post(reverse("documentation:inventory_finish", args=[found.pk]))
    states = [Copy.objects.get(pk=copy.pk).state for copy in (there, absent, back, lent)]
    assert states == ["shelf", "missing", "shelf", "shelf"]
    found.refresh_from_db()
    assert (found.expected, found.found) == (3, 2)


def test_scans_on_the_tables_are_counted_and_unknown_ones_said(signed_in):
    site = make_site()
    client = signed_in("reception", sites=[site])
    copy = make.make_copy(site=site, barcode="1")
    page = client.post(reverse("documentation:consultations"), {"codes": "1\n1\n8"}, follow=True)
    assert "2 consultations are counted. No copy has the barcode 8." in words(page)
    count = copy.resource.consultation_counts.get()
    assert (count.n, count.site, count.day) == (2, site, timezone.localdate())


def test_a_bibliography_gets_documents_in_an_order(signed_in):
    client = signed_in("documentation")
    first, second = make.make_resource(title="Premier"), make.make_resource(title="Second")
    found = make.make_bibliography(resources=[first])
    page = client.get(reverse("documentation:bibliography", args=[found.pk]), {"q": "second"})
    assert "Second" in words(page)
    client.post(reverse("documentation:bibliography_item_add", args=[found.pk]), {"resource": second.pk})
    item = found.items.get(resource=second)
    client.post(reverse("documentation:bibliography_item_move", args=[item.pk]), {"direction": "up"})
    assert [item.resource for item in found.items.all()] == [second, first]
    for wrong in ("", "x", "9" * 40, "0"):
        url = reverse("documentation:bibliography_item_add", args=[found.pk])
        assert client.post(url, {"resource": wrong}).status_code == 404


def test_the_figures_page_shows_the_year(signed_in):
    make.make_copy(resource=make.make_resource(price_cents=1290, year=2025), added_on=date(2026, 3, 1))
    make.make_loan_count(day=date(2026, 3, 1), n=4)
    client = signed_in("director")
    page = words(client.get(reverse("documentation:figures"), {"year": "2026"}))
    assert "12.90 €" in page
    for wrong in ("x", "99999", "1", ""):
        assert client.get(reverse("documentation:figures"), {"year": wrong}).status_code == 200


def test_reports_by_visitors_are_settled(signed_in):
    report = make.make_report(day=timezone.localdate() - timedelta(days=1))
    client = signed_in("documentation")
    client.post(reverse("documentation:reports_settle", args=[report.resource_id]))
    report.refresh_from_db()
    assert report.settled_on == timezone.localdate()
