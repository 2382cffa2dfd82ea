"""Sessions read in plain SQL are Django's own: one that is over, unknown or tampered with lets nobody in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from citedesmetiers.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    session = SessionStore()
    session["colour"] = "ochre"
    session.save()
    return session.session_key


def test_what_one_store_keeps_the_other_reads(key):
    assert SessionStore(key)["colour"] == db.SessionStore(key)["colour"] == "ochre"


def test_a_session_that_is_over_is_empty_and_has_no_key(key):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    session = SessionStore(key)
    assert (session.get("colour"), session.session_key) == (None, None)


def test_an_unknown_key_is_not_taken_over(key):
    session = SessionStore(key[::-1])
    assert (session.get("colour"), session.session_key) == (None, None)


def test_what_is_not_signed_by_us_is_empty(key):
    Session.objects.update(session_data="eyJjb2xvdXIiOiJyZWQifQ:1vNotOurs:nobody")
    assert SessionStore(key).get("colour") is None


def test_an_ended_session_lets_nobody_count(signed_in):
    client = signed_in("reception")
    Session.objects.all().delete()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    answer = client.post("/reception/entries/", {"entries": []}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (401, {"error": "sign_in"})
