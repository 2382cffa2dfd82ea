"""Reserving what is out: by visitors on the public page, by staff for whoever stands before them."""

import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from documentation import factories as make
from documentation import loans
from documentation.models import Reservation

pytestmark = pytest.mark.django_db
FROM_HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def out(centre):
    """A copy that is lent, the only one of its title at its place."""
    copy = make.make_copy(site=make_site(name="Riverside"), lendable=True)
    make.make_loan(copy=copy, lent_on=timezone.localdate(), due_on=timezone.localdate() + timedelta(days=21))
    return copy


def reserve(client, copy, **headers):
    url = reverse("catalogue:reserve", args=[copy.resource.public_id])
    return client.post(url, {"site": copy.site_id}, **(headers or FROM_HERE))


@pytest.fixture
def _a_code_like_no_other_number(monkeypatch):
    """A code that is no year and no key: four digits at random stand on a page now and then."""
    monkeypatch.setattr(loans, "secrets", SimpleNamespace(randbelow=lambda _most: 613))


@pytest.mark.usefixtures("_a_code_like_no_other_number")
def test_a_visitor_reserves_without_a_name_or_a_cookie_and_reads_the_code_once(client, out):
    page = client.get(out.resource.get_absolute_url())
    assert "Reserve at Riverside" in page.content.decode()
    address = reserve(client, out)["Location"]
    answer = client.get(address)
    made = Reservation.objects.get()
    assert re.search(rf"<b>{made.code}</b>", answer.content.decode())
    assert (made.resource, made.site, made.copy) == (out.resource, out.site, None)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert str(made.code) not in client.get(out.resource.get_absolute_url()).content.decode()
    assert str(made.code) not in address


def test_the_page_with_the_code_can_be_loaded_anew_and_reserves_nothing(client, out):
    address = reserve(client, out)["Location"]
    assert client.get(address).content == client.get(address).content
    assert Reservation.objects.count() == 1


@pytest.mark.thorough
@pytest.mark.usefixtures("_a_code_like_no_other_number")
def test_the_code_is_shown_for_ten_minutes_and_of_one_document_only(client, out, monkeypatch):
    address = reserve(client, out)["Location"]
    code = str(Reservation.objects.get().code)
    other = make.make_resource()
    elsewhere = address.replace(out.resource.public_id, other.public_id)
    forged = reverse("catalogue:reserved", args=[out.resource.public_id, "x:y:z"])
    assert code in client.get(address).content.decode()
    answers = [client.get(elsewhere), client.get(forged)]
    later = time.time() + 601
    monkeypatch.setattr(signing, "time", SimpleNamespace(time=lambda: later))
    for answer in [*answers, client.get(address)]:
        assert answer.status_code == 410
        assert code not in answer.content.decode()
        assert "What was reserved stays reserved" in answer.content.decode()


@pytest.mark.thorough
def test_what_stands_on_the_shelf_or_is_read_here_is_not_reserved(client, centre):
    for fields in ({"lendable": True}, {"lendable": False}):
        copy = make.make_copy(**fields)
        assert "Reserve at" not in client.get(copy.resource.get_absolute_url()).content.decode()
        assert reserve(client, copy).status_code == 302
    assert not Reservation.objects.exists()


def test_another_site_cannot_reserve_through_its_visitors(client, out):
    assert reserve(client, out, HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert not Reservation.objects.exists()


@pytest.mark.thorough
def test_a_queue_that_is_too_long_is_said_and_not_joined(client, out):
    for _number in range(loans.MOST_WAITING):
        assert reserve(client, out).status_code == 302
    answer = reserve(client, out)
    assert answer.status_code == 409
    assert "Too many people wait" in answer.content.decode()
    assert Reservation.objects.count() == loans.MOST_WAITING


@pytest.mark.thorough
def test_staff_reserve_at_their_place_and_are_told_the_code(signed_in, out):
    client = signed_in("documentation", sites=[out.site])
    page = reverse("documentation:resource", args=[out.resource_id])
    assert "Reserve for whoever waits" in client.get(page).content.decode()
    answer = client.post(reverse("documentation:reservation_add", args=[out.resource_id]), follow=True)
    assert str(Reservation.objects.get().code) in answer.content.decode()


@pytest.mark.thorough
def test_staff_are_not_offered_to_reserve_where_a_copy_is_in(signed_in, out):
    here = make_site(name="Hilltop")
    make.make_copy(resource=out.resource, site=here, lendable=True)
    client = signed_in("documentation", sites=[here])
    page = client.get(reverse("documentation:resource", args=[out.resource_id])).content.decode()
    assert "Reserve for whoever waits" not in page


@pytest.mark.thorough
def test_every_page_of_the_catalogue_stays_on_the_kiosk(client, out):
    """Its body carries the mark by which the screen goes home; what forms answer carries it on."""
    record = out.resource.get_absolute_url()
    reading = make.make_bibliography()
    addresses = [reverse("catalogue:search"), record, reverse("catalogue:label", args=[out.resource.public_id]),
                 reverse("catalogue:bibliographies"), reading.get_absolute_url()]  # fmt: skip
    for address in addresses:
        assert 'class="kiosk" data-home=' in client.get(f"{address}?kiosk=1").content.decode(), address
        assert 'class="kiosk"' not in client.get(address).content.decode(), address
    answer = client.post(f"{record}reserve/", {"site": out.site_id, "kiosk": 1}, follow=True, **FROM_HERE)
    assert 'class="kiosk"' in answer.content.decode()
    assert client.post(f"{record}reserve/", {"kiosk": 1}, **FROM_HERE)["Location"] == f"{record}?kiosk=1#where"
    assert client.post(f"{record}tell/", {"kind": "missing", "kiosk": 1}, **FROM_HERE)["Location"] == (
        f"{record}?told=1&kiosk=1#tell"
    )


def test_what_is_online_is_taken_along_from_the_kiosk_and_not_opened_on_it(client, centre):
    resource = make.make_resource(url="https://example.org/leaflet")
    address = resource.get_absolute_url()
    assert 'href="https://example.org/leaflet"' in client.get(address).content.decode()
    page = client.get(f"{address}?kiosk=1").content.decode()
    assert 'href="https://example.org/leaflet"' not in page
    assert "qr.svg" in page


def test_staff_read_how_to_start_the_screen(signed_in, centre):
    page = signed_in("documentation").get(reverse("documentation:holdings")).content.decode()
    assert "http://testserver/catalogue/?kiosk=1" in page
