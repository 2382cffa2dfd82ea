"""The rows that `make screenshots` adds to the demonstration: each lets a screen be shown that nothing leads to."""

from datetime import datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from citedesmetiers.models import User
from docs import screens, states
from tests.demonstration import UNTIL
from tests.test_urls_by_role import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_demonstration"), pytest.mark.thorough]


@pytest.fixture
def _then(monkeypatch):
    """The afternoon of the demonstration's last day."""
    moment = timezone.make_aware(datetime.combine(UNTIL, time(14)))
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.usefixtures("_then")
def test_every_state_leads_to_the_screen_that_it_is_made_for():
    answers, found = {}, states.addresses()
    for name, (role, address) in found.items():
        client = Client()
        if role:
            client.force_login(User.objects.get(email=f"{role}@demo.example"))
        answers[name] = client.get(address).status_code
    assert {name: status for name, status in answers.items() if status != 200} == {}
    assert found.keys() <= TABLE.keys()
    assert {name: screens.name_of(address) for name, (_role, address) in found.items()} == {
        name: name for name in found
    }
