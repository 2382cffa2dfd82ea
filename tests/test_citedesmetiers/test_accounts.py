"""Signing in and out, sessions that end, one's own account."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_centre, make_user
from citedesmetiers.models import User
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db

PASSWORD = "seven herons over the mill"
WRONG_WORDS = "This address and password do not go together, or the account is closed."


@pytest.fixture
def throttle(settings):
    settings.AXES_ENABLED = True


def sign_in(client, email, password=PASSWORD, next="", **extra):
    return client.post("/en/sign-in/", {"username": email, "password": password, "next": next}, **extra)


def is_signed_in(client):
    return client.get("/en/account/").status_code == 200


def make_account(**fields):
    return make_user(password=PASSWORD, **{"email": "ana@example.org"} | fields)


def test_signing_in_leads_to_the_today_page(client, centre):
    make_account()
    assert sign_in(client, "ana@example.org").url == "/en/today/"
    assert is_signed_in(client)


def test_the_address_may_be_typed_in_any_case(client, centre):
    make_account()
    sign_in(client, " Ana@Example.ORG ")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("account", "email", "password"),
    [
        ({}, "ana@example.org", "not the password"),
        ({}, "nobody@example.org", PASSWORD),
        ({"is_active": False}, "ana@example.org", PASSWORD),
        ({"expires_on": timezone.now().date() - timedelta(days=2)}, "ana@example.org", PASSWORD),
    ],
    ids=["wrong password", "no such account", "closed", "last day over"],
)
def test_the_refusal_says_the_same_whatever_the_reason(client, centre, account, email, password):
    make_account(**account)
    response = sign_in(client, email, password)
    assert response.status_code == 200
    assert response.content.decode().count(WRONG_WORDS) == 1
    assert email in response.content.decode(), "what was typed stays"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/reception/?site=2", "/reception/?site=2"),
        ("https://evil.example/", "/en/today/"),
        ("//evil.example/", "/en/today/"),
        ("/\\evil.example", "/en/today/"),
        ("javascript:alert(1)", "/en/today/"),
        ("http://testserver/today/", "http://testserver/today/"),
    ],
)
def test_only_our_own_pages_are_gone_on_to(client, centre, target, lands):
    make_account()
    assert sign_in(client, "ana@example.org", next=target).url == lands


def test_the_page_asked_for_is_gone_on_to(client, centre):
    make_account()
    page = client.get("/en/account/?from=mail")
    assert page.url == "/en/sign-in/?next=/en/account/%3Ffrom%3Dmail"
    assert b'value="/en/account/?from=mail"' in client.get(page.url).content


def test_signing_out_after_the_session_ended_leads_to_the_sign_in_page(client, centre):
    assert client.post("/sign-out/", headers={"referer": "http://testserver/en/account/"}).url == "/sign-in/"


def test_whoever_sent_a_form_after_the_session_ended_is_told_and_comes_back_to_the_form(client, centre):
    make_account()
    sent = client.post("/en/account/password/", headers={"referer": "http://testserver/en/account/?a=1"})
    page = client.get(sent.url)
    assert "what you just sent is not saved" in page.text
    assert sign_in(client, "ana@example.org", next=page.context["next"]).url == "/en/account/?a=1"


@pytest.mark.parametrize("referer", ["", "http://elsewhere.example/en/account/", "not an address"])
def test_a_form_from_elsewhere_is_not_gone_back_to(client, centre, referer):
    assert client.post("/en/account/password/", headers={"referer": referer}).url == "/en/sign-in/"


def test_the_session_gets_a_new_key(client, centre):
    make_account()
    session = client.session
    session["site"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "ana@example.org")
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_session_ends_after_twelve_hours_whatever_is_done_in_it(client, centre):
    make_account()
    sign_in(client, "ana@example.org")
    end = Session.objects.get().expire_date
    session = client.session
    session["site"] = 3
    session.save()
    assert Session.objects.get().expire_date == end
    assert timedelta(hours=11, minutes=59) < end - timezone.now() <= timedelta(hours=12)


def test_signing_out_ends_the_session(client, centre):
    make_account()
    sign_in(client, "ana@example.org")
    client.post("/sign-out/")
    assert not is_signed_in(client)
    assert not Session.objects.exists()


# ── The throttle ─────────────────────────────────────────────────────────────────────────────────────


def try_often(client, email="ana@example.org", times=6, **extra):
    for _number in range(times):
        response = sign_in(client, email, "wrong", **extra)
    return response


def test_the_sixth_wrong_password_locks_out_and_says_how_long(client, centre, throttle):
    make_account()
    assert try_often(client, times=5).status_code == 200
    response = try_often(client, times=1)
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()
    assert response.headers["Retry-After"] == "900"
    assert sign_in(client, "ana@example.org").status_code == 429, "the right password does not help now"


@pytest.mark.thorough
def test_an_address_without_an_account_is_locked_out_alike(client, centre, throttle):
    make_account()
    unknown, known = try_often(client, "nobody@example.org"), try_often(client)
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)


def test_case_and_blanks_do_not_bring_more_tries(client, centre, throttle):
    make_account()
    for email in ("ana@example.org", "ANA@example.org", "Ana@Example.org", " ana@example.org", "aNa@example.org"):
        sign_in(client, email, "wrong")
    assert sign_in(client, "anA@example.org", "wrong").status_code == 429


@pytest.mark.thorough
def test_a_colleague_behind_the_same_address_can_still_sign_in(client, centre, throttle):
    make_account()
    make_account(email="bea@example.org")
    try_often(client)
    sign_in(client, "bea@example.org")
    assert is_signed_in(client)


@pytest.mark.thorough
def test_the_owner_can_still_sign_in_from_elsewhere(client, centre, throttle):
    make_account()
    try_often(client, REMOTE_ADDR="203.0.113.9")
    sign_in(client, "ana@example.org")
    assert is_signed_in(client)


@pytest.mark.thorough
def test_signing_in_works_again_after_a_quarter_of_an_hour_though_somebody_went_on_trying(client, centre, throttle):
    make_account()
    try_often(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=50))
    assert try_often(client, times=3).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(seconds=11))
    sign_in(client, "ana@example.org")
    assert is_signed_in(client)


def test_the_throttle_keeps_no_password(client, signed_in, throttle):
    client = signed_in("reception", password=PASSWORD)
    client.post(
        "/account/password/",
        {"password": "my typing slip", "new_password1": "a future secret", "new_password2": "a future secret"},
    )
    kept = AccessAttempt.objects.get().post_data
    assert "slip" not in kept
    assert "future" not in kept


@pytest.mark.thorough
def test_behind_a_proxy_the_address_noted_by_the_proxy_counts(client, centre, throttle, settings):
    settings.BEHIND_PROXY = True
    make_account()
    for number in range(6):
        sign_in(client, "ana@example.org", "wrong", headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"})
    assert [attempt.ip_address for attempt in AccessAttempt.objects.all()] == ["203.0.113.9"]
    sign_in(client, "ana@example.org", headers={"X-Forwarded-For": "198.51.100.7"})
    assert is_signed_in(client)


# ── Sessions end ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"roles": ["reception", "director"]},
        {"roles": []},
        {"expires_on": timezone.now().date() - timedelta(days=2)},
    ],
    ids=["closed", "one role more", "no role left", "last day over"],
)
def test_a_change_of_rights_ends_the_session_for_good(client, centre, change):
    user = make_account()
    sign_in(client, user.email)
    before = {name: getattr(user, name) for name in change}
    User.objects.filter(pk=user.pk).update(**change)
    assert client.get("/account/").status_code == 302
    User.objects.filter(pk=user.pk).update(**before)
    assert client.get("/account/").status_code == 302, "taking the change back does not bring the session back"
    assert sign_in(client, user.email).status_code == 302


def test_a_secret_that_is_replaced_ends_no_session(client, centre, settings):
    user = make_account()
    sign_in(client, user.email)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next secret of this installation, long enough to be one"
    assert is_signed_in(client)


def test_other_sessions_can_be_ended(client, centre):
    make_centre_demonstration(centre)
    user, elsewhere, another = make_account(), StrictClient(), StrictClient()
    make_account(email="bea@example.org")
    sign_in(client, user.email)
    sign_in(elsewhere, user.email)
    sign_in(another, "bea@example.org")
    assert "You are signed in on 1 other computer." in client.get("/en/account/").content.decode()
    page = client.post("/en/account/sessions/end/", follow=True).content.decode()
    assert "1 other session is ended." in page
    assert (is_signed_in(client), is_signed_in(elsewhere), is_signed_in(another)) == (True, False, True)


def make_centre_demonstration(centre):
    centre.demonstration = True
    centre.save(update_fields=["demonstration"])


# ── My account ───────────────────────────────────────────────────────────────────────────────────────


def test_name_and_language_are_one_s_own(signed_in):
    client = signed_in("reception", email="ana@example.org")
    page = client.get("/en/account/").content.decode()
    assert "ana@example.org" in page
    assert client.post("/account/", {"name": "Ana at the door", "language": "fr", "email": "x@example.org"}).url
    client.user.refresh_from_db()
    assert (client.user.name, client.user.language, client.user.email) == ("Ana at the door", "fr", "ana@example.org")


def test_an_empty_name_is_refused_beside_the_field(signed_in):
    client = signed_in("reception", name="Ana")
    page = client.post("/en/account/", {"name": " ", "language": "en"}).content.decode()
    assert 'id="id_name_error1"' in page
    client.user.refresh_from_db()
    assert client.user.name == "Ana"


def test_a_language_that_the_centre_does_not_offer_is_refused(signed_in):
    client = signed_in("reception")
    assert "id_language_error" in client.post("/en/account/", {"name": "Ana", "language": "pt"}).content.decode()


def test_whoever_is_signed_in_is_not_asked_to_sign_in(signed_in):
    assert signed_in("reception").get(reverse("sign_in")).url == "/today/"


def test_an_account_without_a_password_cannot_sign_in(client, db):
    make_centre()
    make_user(email="ana@example.org")
    for password in ("", "!", PASSWORD):
        assert sign_in(client, "ana@example.org", password).status_code == 200


def test_the_log_says_which_account_came_in_which_was_refused_and_what_it_may_not(client, centre, caplog):
    caplog.set_level("INFO", "citedesmetiers.accounts")
    user = make_account(roles=["reception"])
    sign_in(client, "ana@example.org", "a wrong one")
    sign_in(client, "nobody@example.org", "a wrong one")
    sign_in(client, "typed\0in", "a wrong one")
    sign_in(client, "Ana@example.org")
    client.get("/settings/users/")
    client.post("/sign-out/")
    said = [record.getMessage() for record in caplog.records if record.name == "citedesmetiers.accounts"]
    assert said == [
        f"sign-in refused for account {user.pk}",
        "sign-in refused for an unknown account",
        "sign-in refused for an unknown account",
        f"account {user.pk} signed in with its password",
        f"account {user.pk} may not edit_users",
        f"account {user.pk} signed out",
    ]
    assert "example.org" not in caplog.text
    assert "a wrong one" not in caplog.text
