"""The heaviest page of each room of the demonstration, with years of rows behind it, is light on its first load."""

import pytest
from django.test import Client
from django.urls import reverse

from citedesmetiers.models import Site, User
from tests.demonstration import UNTIL
from tests.first_load import MOST_BYTES, weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_demonstration"), pytest.mark.thorough]

PAGES = {  # who opens it, and what its address needs
    "today": ("director", None),
    "handbook": ("director", lambda: {"role": "director"}),
    "reception:counter": ("reception", None),
    "reception:calendar": ("director", None),
    "counselling:roster": ("director", None),
    "counselling:roster_month": ("director", None),
    "documentation:holdings": ("documentation", None),
    "events:calendar": ("events", None),
    "partners:institution_list": ("partners", None),
    "reports:key_figures": ("director", None),
    "reports:assessment_criterion": ("director", lambda: {"year": UNTIL.year, "code": "1.1"}),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_first_load_of_a_heavy_page_is_light(name):
    role, of = PAGES[name]
    client = Client()
    client.force_login(User.objects.get(email=f"{role}@demo.example"))
    session = client.session
    session["site"] = Site.objects.order_by("pk").first().pk
    session.save()
    assert weight(client.get(reverse(name, kwargs=of() if of else {}), follow=True)) < MOST_BYTES
