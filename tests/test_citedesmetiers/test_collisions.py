"""Two people who save at one moment and wait for each other: neither loses what they typed without being told."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.test import override_settings
from django.urls import path

from citedesmetiers import urls
from citedesmetiers.access import public
from citedesmetiers.factories import make_site
from citedesmetiers.models import Site
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db(transaction=True)


def house_at(code, host):
    Site.objects.filter(code=code).update(host=host)


class House:
    """The URLs of a house in which a form says who houses two places, and what came between its two steps.

    meanwhile: called after the first step with the number of the try.
    """

    handler500 = staticmethod(urls.handler500)

    def __init__(self, meanwhile):
        self.meanwhile, self.tries = meanwhile, 0
        first_steps = {
            "form": lambda request: None,
            "after-a-first-step": lambda request: house_at("hills", "Mine"),
            "after-a-word": lambda request: messages.success(request, "Saved."),
        }
        self.urlpatterns = [
            *(path(f"{name}/", self.view(first_step)) for name, first_step in first_steps.items()),
            *urls.urlpatterns,
        ]

    def view(self, first_step):
        @public
        def view(request):
            self.tries += 1
            first_step(request)
            with transaction.atomic():
                self.meanwhile(request, self.tries)
                house_at("valley", "Mine")
            return JsonResponse({}) if request.content_type == "application/json" else redirect("/done/")

        return view


def colleagues(most):
    """What House wants: up to `most` tries meet a colleague, who changes the row that was read just now."""

    def meanwhile(_request, tried):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        hosts("valley")
        if tried <= most:
            theirs = connection.copy()
            with theirs.cursor() as cursor:
                cursor.execute("UPDATE citedesmetiers_site SET host = 'Theirs' WHERE code = 'valley'")
            theirs.close()

    return meanwhile


@pytest.fixture
def opened(db):
    """A function `opened(meanwhile)` → (House, client that gets error pages)."""
    with contextlib.ExitStack() as stack:

        def opened(meanwhile):
            house = House(meanwhile)
            stack.enter_context(override_settings(ROOT_URLCONF=house))
            return house, StrictClient(raise_request_exception=False)

        for code in ("town", "valley", "hills"):
            make_site(code=code, name=code)
        yield opened


def hosts(*codes):
    return [Site.objects.get(code=code).host for code in codes]


def test_of_two_forms_that_wait_for_each_other_both_are_stored_by_themselves(opened):
    have_one = threading.Barrier(2, timeout=10)

    def meanwhile(request, tried):
        house_at(request.POST["first"], "Mine")
        if tried <= 2:
            have_one.wait()
        house_at(request.POST["second"], "Mine")

    def send(order):
        try:
            return StrictClient().post("/en/form/", dict(zip(("first", "second"), order, strict=True))).status_code
        finally:
            connection.close()

    house, _client = opened(meanwhile)
    with ThreadPoolExecutor(2) as people:
        assert list(people.map(send, [("town", "hills"), ("hills", "town")])) == [302, 302]
    assert house.tries > 2
    assert hosts("town", "hills", "valley") == ["Mine"] * 3


@pytest.mark.parametrize("times", [1, 2])
def test_a_form_that_was_broken_off_is_tried_again_twice(opened, times):
    house, client = opened(colleagues(times))
    assert client.post("/en/form/").status_code == 302
    assert (house.tries, hosts("valley")) == (times + 1, ["Mine"])


def test_who_is_broken_off_three_times_reads_that_nothing_is_stored_and_where_what_they_typed_is(opened):
    house, client = opened(colleagues(3))
    page = client.post("/en/form/")
    assert (page.status_code, page.headers["Retry-After"], house.tries) == (503, "1", 3)
    assert "Somebody else was saving the same at this moment" in page.text
    assert "Nothing of what you sent was stored. Go back: what you typed is still there." in page.text
    assert hosts("valley") == ["Theirs"]


def test_what_is_stored_in_part_is_not_done_twice_and_the_page_says_so(opened):
    house, client = opened(colleagues(1))
    page = client.post("/en/after-a-first-step/")
    assert (page.status_code, house.tries) == (503, 1)
    assert "A part of what you sent is stored, the rest is not." in page.text
    assert hosts("hills") == ["Mine"]


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("after-a-word/", {}),
        ("form/", {"data": {"file": SimpleUploadedFile("plan.txt", b"read once")}}),
        ("form/", {"data": "{}", "content_type": "application/json", "headers": {"Accept": "application/json"}}),
    ],
)
def test_what_may_have_left_something_behind_or_comes_again_by_itself_is_not_tried_again(opened, address, sent):
    house, client = opened(colleagues(1))
    answer = client.post(f"/en/{address}", **sent)
    assert (answer.status_code, house.tries) == (503, 1)
    if "headers" in sent:
        assert answer.json() == {"error": "collision"}
    else:
        assert "Nothing of what you sent was stored." in answer.text
