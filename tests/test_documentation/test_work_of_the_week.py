"""An information officer's Monday: settle, find again, look for what a round missed, merge, note wishes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from documentation import factories as make
from documentation.forms.lists import ShelfForm, WishForm
from documentation.forms.resource import ResourceForm
from documentation.models import Copy, Resource
from documentation.searches import with_answers

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def on_list(client, code):
    """The ids on a list of work."""
    return [row.pk for row in client.get(reverse("documentation:freshness_list", args=[code])).context["page"]]


def apply(client, code, action, *rows):
    url = reverse("documentation:freshness_apply", args=[code])
    return client.post(url, {"action": action, "pk": [row.pk for row in rows]}, follow=True)


def test_what_visitors_reported_is_settled_from_its_list(signed_in):
    client = signed_in("documentation")
    one, other = make.make_report(), make.make_report(kind="outdated")
    apply(client, "reported", "verify", one.resource)
    assert sorted(on_list(client, "reported")) == sorted(
        [one.resource_id, other.resource_id]
    )  # looking is not settling
    assert "1 report is settled." in words(apply(client, "reported", "settle", one.resource))
    assert on_list(client, "reported") == [other.resource_id]


@pytest.mark.thorough
def test_a_list_stays_as_it_was_narrowed_after_something_was_done(signed_in):
    client = signed_in("documentation")
    old, older = (make.make_resource(year=timezone.localdate().year - age) for age in (6, 30))
    url = f"{reverse('documentation:freshness_apply', args=['old'])}?years=20"
    assert url in words(client.get(reverse("documentation:freshness_list", args=["old"]), {"years": 20}))
    page = client.post(url, {"action": "verify", "pk": [older.pk]}, follow=True)
    assert [row.pk for row in page.context["page"]] == [older.pk]
    asked = client.post(url, {"action": "weed", "pk": [older.pk]})
    assert url in words(asked)
    page = client.post(url, {"action": "weed", "pk": [older.pk], "reason": "outdated"}, follow=True)
    assert list(page.context["page"]) == []
    assert Resource.objects.kept().get() == old


@pytest.mark.thorough
def test_a_missing_copy_that_turns_up_is_found_from_its_list_at_ones_own_places_only(signed_in):
    here, there = make_site(), make_site()
    mine, theirs = (make.make_copy(site=site, state="missing") for site in (here, there))
    client = signed_in("documentation", sites=[here])
    page = apply(client, "missing", "found", mine.resource, theirs.resource)
    assert "1 copy stands on the shelf again." in words(page)
    assert [Copy.objects.get(pk=copy.pk).state for copy in (mine, theirs)] == ["shelf", "missing"]
    answer = client.get("/catalogue/", {"q": mine.resource.title, "format": "json"}).json()
    assert answer["results"][0]["copies"][0]["on_shelf"]


def test_a_closed_round_says_what_is_missing_still(signed_in):
    site = make_site()
    client = signed_in("documentation", sites=[site])
    make.make_copy(site=site, barcode="1")
    gone = make.make_copy(site=site, barcode="2", resource=make.make_resource(title="Disparu"))
    found = make.make_inventory(site=site)
    url = reverse("documentation:inventory", args=[found.pk])
    client.post(url, {"codes": "1"})
    client.post(reverse("documentation:inventory_finish", args=[found.pk]))
    page = words(client.get(url))
    assert "Still missing" in page
    assert reverse("documentation:resource", args=[gone.resource_id]) in page
    apply(client, "missing", "found", gone.resource)
    page = words(client.get(url))
    assert "Disparu" not in page
    assert "Nothing of this round is missing any more." in page


@pytest.mark.thorough
def test_either_of_two_doubles_may_be_the_one_that_stays_and_is_told_apart(signed_in):
    client = signed_in("documentation")
    poor = make.make_resource(title="Soudeur", publisher="Le Pont", year=2024, isbn="", source_id="A-1")
    rich = make.make_resource(title="Soudeur", publisher="Le Pont", year=2024, isbn="", source_id="B-2")
    page = words(client.get(reverse("documentation:duplicates")))
    keep_rich = reverse("documentation:duplicates_merge", args=[rich.pk, poor.pk])
    assert keep_rich in page
    assert reverse("documentation:duplicates_merge", args=[poor.pk, rich.pk]) in page
    asked = words(client.get(keep_rich))
    assert "“Soudeur, Le Pont, 2024, B-2” stays" in asked
    assert "“Soudeur, Le Pont, 2024, A-1” is weeded" in asked
    client.post(keep_rich)
    assert list(Resource.objects.kept().values_list("pk", flat=True)) == [rich.pk]
    assert "0 groups" not in words(client.get(reverse("documentation:duplicates")))


@pytest.mark.thorough
def test_copies_from_a_list_without_barcodes_are_numbered_and_scanned(signed_in):
    here, there = make_site(), make_site()
    client = signed_in("documentation", sites=[here])
    make.make_copy(site=there, barcode="20260007", state="withdrawn")
    make.make_copy(site=there, barcode="9782900012109")  # of a library: no number to go on from
    second = make.make_copy(site=here, shelf_mark="F10")
    first = make.make_copy(site=here, shelf_mark="E12")
    bare = make.make_copy(site=here, shelf_mark="")
    other = make.make_copy(site=there, shelf_mark="E12")
    url = reverse("documentation:labels")
    assert "3 copies without a barcode" in words(client.get(url, {"site": here.pk, "first": 1}))
    assert "barcode" not in words(client.get(url)).split("</h1>")[1]
    number = f"{reverse('documentation:labels_number')}?site={here.pk}&first=1"
    page = words(client.post(number, follow=True))
    assert "3 copies have a barcode now." in page
    assert "without a barcode" not in page
    codes = dict(Copy.objects.values_list("pk", "barcode"))
    assert [codes[copy.pk] for copy in (bare, first, second, other)] == ["20260008", "20260009", "20260010", ""]
    client.post(number)
    assert dict(Copy.objects.values_list("pk", "barcode")) == codes  # what has one keeps it
    round_of_shelves = make.make_inventory(site=here)
    client.post(reverse("documentation:inventory", args=[round_of_shelves.pk]), {"codes": "20260009"})
    assert round_of_shelves.scans.get().copy == first


@pytest.mark.parametrize("query", ["", "?site=x&first=1", "?site=999999&first=1"])
def test_nothing_is_numbered_when_nothing_was_chosen(signed_in, query):
    copy = make.make_copy()
    signed_in("documentation", sites=[copy.site]).post(f"{reverse('documentation:labels_number')}{query}")
    copy.refresh_from_db()
    assert copy.barcode == ""


def test_a_wish_that_is_written_as_a_title_answers_the_question(db):
    make.make_wish(title="Devenir chauffeur de taxi ou de VTC")
    rows = with_answers([{"question": "chauffeur taxi"}, {"question": "chauffeur livreur"}])
    assert [row["wish"] for row in rows] == [True, False]


def test_documents_stand_under_purposes_that_have_a_door(centre):
    door, counter = make_purpose(code="training"), make_purpose(code="computer", is_door=False)
    over = make_purpose(code="old", valid_until=timezone.localdate() - timezone.timedelta(days=1))
    resource = make.make_resource(purposes=[over])
    offered = [
        ResourceForm(centre=centre).fields["purposes"].queryset,
        WishForm(centre=centre).fields["purpose"].queryset,
        ShelfForm(centre=centre).fields["purpose"].queryset,
    ]
    assert [list(each) for each in offered] == [[door]] * 3
    kept = ResourceForm(instance=resource, centre=centre).fields["purposes"].queryset
    assert set(kept) == {door, over}  # what it has is not taken away by saving something else
    assert counter not in kept
