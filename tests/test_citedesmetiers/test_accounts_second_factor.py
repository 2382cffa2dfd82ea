"""The second factor: set up, asked for, recovery codes, taken away, lost."""

import re
import time
from base64 import b32decode
from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from citedesmetiers import second_factor
from citedesmetiers.factories import make_user
from tests.strict import StrictClient
from tests.test_citedesmetiers.test_accounts import PASSWORD, is_signed_in, make_centre_demonstration, sign_in

pytestmark = pytest.mark.django_db

SECRET = "3132333435363738393031323334353637383930"
SET_UP, ASK, CODES = (
    "/en/account/second-factor/set-up/",
    "/en/account/second-factor/",
    "/en/account/second-factor/codes/",
)


def code_of(secret=SECRET, *, steps=0):
    """The six digits that an app with `secret` shows, `steps` times 30 seconds from now."""
    totp = TOTP(bytes.fromhex(secret))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def make_account(*, roles=("counsellor",), with_factor=True, **fields):
    user = make_user(password=PASSWORD, roles=roles, **fields)
    if with_factor:
        TOTPDevice.objects.create(user=user, key=SECRET, name="app")
    return user


def text(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def secret_on(page):
    """The secret that the set-up page shows, in hexadecimal."""
    shown = BeautifulSoup(page.content, "html.parser").find("code").get_text()
    return b32decode(shown.replace(" ", "")).hex()


# ── Who is asked ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", ["director", "admin"])
def test_directors_and_administrators_must_set_one_up(client, centre, role):
    user = make_account(roles=[role], with_factor=False)
    sign_in(client, user.email)
    response = client.get("/en/account/", follow=True)
    assert response.redirect_chain == [(f"{ASK}?next=/en/account/", 302), (SET_UP, 302)]
    assert "after the password" in text(response)


@pytest.mark.many_cases
@pytest.mark.parametrize("role", ["reception", "counsellor", "documentation", "events", "partnership"])
def test_the_others_need_not(client, centre, role):
    sign_in(client, make_account(roles=[role], with_factor=False).email)
    assert is_signed_in(client)


@pytest.mark.parametrize("role", ["director", "admin"])
def test_the_demonstration_asks_nobody_and_offers_none(client, centre, role):
    make_centre_demonstration(centre)
    sign_in(client, make_account(roles=[role], with_factor=False).email)
    assert "Off in the demonstration" in text(client.get("/en/account/"))
    assert client.get(SET_UP).status_code == 404


def test_the_password_alone_opens_nothing(client, centre):
    user = make_account(roles=["counsellor"])
    assert sign_in(client, user.email).url == "/en/today/"
    assert client.get("/en/account/").url == f"{ASK}?next=/en/account/"
    assert client.get("/en/today/", headers={"Accept": "application/json"}).json() == {"error": "second_factor"}
    for path in (SET_UP, CODES, "/en/account/second-factor/remove/", "/en/account/password/"):
        assert client.get(path).status_code == 302, path
        assert client.post(path, {"password": PASSWORD, "code": code_of()}).status_code == 302, path
    assert TOTPDevice.objects.get().key == SECRET, "the second factor was not replaced either"
    assert StaticDevice.objects.count() == 0


def test_signing_out_is_possible_before_the_second_step(client, centre):
    sign_in(client, make_account().email)
    assert 'action="/en/sign-out/"' in client.get(ASK).content.decode()
    assert client.post("/en/sign-out/").url == "/en/"
    assert client.get("/en/account/").url.startswith("/en/sign-in/")


# ── The second step ──────────────────────────────────────────────────────────────────────────────────


def test_the_code_of_the_app_opens_the_page_asked_for(client, centre):
    sign_in(client, make_account().email)
    before = client.session.session_key
    page = client.get(client.get("/en/account/").url)
    assert 'value="/en/account/"' in page.content.decode()
    typed = code_of()
    response = client.post(ASK, {"code": f" {typed[:3]} {typed[3:]}", "next": "/en/account/"})
    assert response.url == "/en/account/"
    assert is_signed_in(client)
    assert client.session.session_key != before


def test_the_second_step_leads_to_no_other_site(client, centre):
    sign_in(client, make_account().email)
    assert client.post(ASK, {"code": code_of(), "next": "https://evil.example/"}).url == "/en/today/"


def test_a_clock_may_be_half_a_minute_off(client, centre):
    sign_in(client, make_account().email)
    assert client.post(ASK, {"code": code_of(steps=1)}).status_code == 302


@pytest.mark.many_cases
@pytest.mark.parametrize("typed", ["000000", "", "abcdefgh", "１２３４５６", "1" * 20, "-12345", "12 34"])
def test_a_wrong_code_is_refused_beside_the_field(client, centre, typed):
    sign_in(client, make_account().email)
    response = client.post(ASK, {"code": typed})
    assert response.status_code == 200
    assert 'id="id_code_error1"' in response.content.decode()
    assert client.get("/en/account/").status_code == 302


def test_a_code_of_a_minute_ago_is_refused(client, centre):
    sign_in(client, make_account().email)
    assert client.post(ASK, {"code": code_of(steps=-2)}).status_code == 200


def test_a_code_works_once(client, centre):
    user, elsewhere = make_account(), StrictClient()
    typed = code_of(steps=1)
    sign_in(client, user.email)
    client.post(ASK, {"code": typed})
    sign_in(elsewhere, user.email)
    assert elsewhere.post(ASK, {"code": typed}).status_code == 200
    assert not is_signed_in(elsewhere)


@pytest.mark.thorough
def test_wrong_codes_make_one_wait_longer_and_longer_and_say_so(client, centre):
    user = make_account()
    sign_in(client, user.email)
    waits = []
    for _number in range(5):
        waits.append(re.search(r"Wait (a|\d+) seconds?, then", text(client.post(ASK, {"code": "000000"}))).group(1))
        # time passes, until just after the wait
        TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=20))
    assert waits == ["a", "2", "4", "8", "16"]
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=3))
    page = text(client.post(ASK, {"code": code_of()}))
    assert re.search(r"Wait 1[0-3] seconds", page), "the right code does not help now"
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=17))
    assert client.post(ASK, {"code": code_of()}).status_code == 302


# ── Setting up ───────────────────────────────────────────────────────────────────────────────────────


def set_up(client):
    page = client.get(SET_UP)
    response = client.post(SET_UP, {"code": code_of(secret_on(page))}, follow=True)
    return re.findall(r"\b[a-z2-7]{4}-[a-z2-7]{4}\b", text(response))


def test_setting_up_hands_over_a_secret_and_shows_recovery_codes_once(client, centre):
    user = make_account(roles=["director"], with_factor=False)
    sign_in(client, user.email)
    page = client.get(SET_UP)
    picture = BeautifulSoup(page.content, "html.parser").find("img")
    assert picture["src"].startswith("data:image/svg+xml")
    assert picture["alt"]
    assert secret_on(page) == secret_on(client.get(SET_UP)), "a reload keeps the secret that the phone has taken"
    codes = set_up(client)
    assert len(set(codes)) == 10
    assert is_signed_in(client)
    assert codes[0] not in text(client.get(CODES))
    assert "10 recovery codes are left" in text(client.get(CODES))


@pytest.mark.thorough
def test_each_person_gets_another_secret(client, centre):
    elsewhere = StrictClient()
    sign_in(client, make_account(roles=["director"], with_factor=False).email)
    sign_in(elsewhere, make_account(roles=["admin"], with_factor=False).email)
    assert secret_on(client.get(SET_UP)) != secret_on(elsewhere.get(SET_UP))


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret(client, centre):
    sign_in(client, make_account(roles=["director"], with_factor=False).email)
    secret = secret_on(client.get(SET_UP))
    wrong = client.post(SET_UP, {"code": "000000"})
    assert 'id="id_code_error1"' in wrong.content.decode()
    assert secret_on(wrong) == secret
    assert not TOTPDevice.objects.exists()


@pytest.mark.thorough
def test_setting_up_ends_the_sessions_that_know_only_the_password(client, centre):
    user, elsewhere = make_account(with_factor=False), StrictClient()
    sign_in(client, user.email)
    sign_in(elsewhere, user.email)
    set_up(client)
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)


@pytest.mark.thorough
def test_the_code_typed_to_set_up_opens_no_door_any_more(client, centre):
    user, elsewhere = make_account(roles=["director"], with_factor=False), StrictClient()
    sign_in(client, user.email)
    typed = code_of(secret_on(client.get(SET_UP)), steps=1)
    assert client.post(SET_UP, {"code": typed}).url == CODES
    sign_in(elsewhere, user.email)
    assert elsewhere.post(ASK, {"code": typed}).status_code == 200


@pytest.mark.thorough
def test_another_phone_needs_the_password_and_takes_the_place_of_the_old_one(client, centre):
    user = make_account()
    sign_in(client, user.email)
    client.post(ASK, {"code": code_of()})
    secret = secret_on(client.get(SET_UP))
    refused = client.post(SET_UP, {"code": code_of(secret), "password": "not mine"})
    assert 'id="id_password_error1"' in refused.content.decode()
    assert TOTPDevice.objects.get().key == SECRET
    assert client.post(SET_UP, {"code": code_of(secret), "password": PASSWORD}).url == CODES
    assert TOTPDevice.objects.get().key == secret
    assert is_signed_in(client)


# ── Recovery codes ───────────────────────────────────────────────────────────────────────────────────


def test_a_recovery_code_opens_the_second_step_once(client, centre):
    user, elsewhere = make_account(), StrictClient()
    code, *_others = second_factor.new_recovery_codes(user)
    sign_in(client, user.email)
    page = client.post(ASK, {"code": code.upper().replace("-", " "), "next": "/en/today/"}, follow=True)
    assert "That was a recovery code; 9 are left." in text(page)
    assert "9 recovery codes left" in text(client.get("/en/account/"))
    sign_in(elsewhere, user.email)
    assert elsewhere.post(ASK, {"code": code}).status_code == 200
    assert not is_signed_in(elsewhere)


def test_a_recovery_code_of_somebody_else_opens_nothing(client, centre):
    code, *_others = second_factor.new_recovery_codes(make_account())
    sign_in(client, make_account().email)
    assert client.post(ASK, {"code": code}).status_code == 200


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(client, centre):
    user = make_account()
    old = second_factor.new_recovery_codes(user)
    sign_in(client, user.email)
    client.post(ASK, {"code": code_of()})
    assert 'id="id_password_error1"' in client.post(CODES, {"password": "not mine"}).content.decode()
    page = text(client.post(CODES, {"password": PASSWORD}, follow=True))
    new = re.findall(r"\b[a-z2-7]{4}-[a-z2-7]{4}\b", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert second_factor.check(user, old[0])[0] is None
    assert second_factor.recovery_codes_left(user) == 10


# ── Taking it away ───────────────────────────────────────────────────────────────────────────────────

REMOVE = "/en/account/second-factor/remove/"


@pytest.mark.thorough
def test_it_can_be_removed_with_the_password(client, centre):
    user, elsewhere = make_account(), StrictClient()
    second_factor.new_recovery_codes(user)
    sign_in(client, user.email)
    client.post(ASK, {"code": code_of()})
    assert "10 recovery codes stop working" in text(client.get(REMOVE))
    client.post(REMOVE, {"password": "not mine"})
    assert second_factor.is_set_up(user)
    client.post(REMOVE, {"password": PASSWORD})
    assert is_signed_in(client)
    sign_in(elsewhere, user.email)
    assert is_signed_in(elsewhere)


def test_it_cannot_be_removed_where_it_is_mandatory(client, centre):
    user = make_account(roles=["director"])
    sign_in(client, user.email)
    client.post(ASK, {"code": code_of()})
    assert REMOVE not in client.get("/en/account/").content.decode()
    assert client.post(REMOVE, {"password": PASSWORD}).url == "/en/account/"
    assert second_factor.is_set_up(user)


def test_the_command_for_a_lost_phone_removes_it_says_so_and_logs_it(client, centre, caplog):
    user = make_account(roles=["director"], email="dora@example.org")
    second_factor.new_recovery_codes(user)
    sign_in(client, user.email)
    client.post(ASK, {"code": code_of()})
    out = StringIO()
    call_command("lost_second_factor", "Dora@example.org", stdout=out)
    assert "dora@example.org are removed" in out.getvalue()
    assert "Sessions ended: 1" in out.getvalue()
    assert not second_factor.is_set_up(user)
    assert second_factor.recovery_codes_left(user) == 0
    assert f"second factor of account {user.pk} removed from the command line" in caplog.text
    sign_in(client, user.email)
    assert client.get(ASK).url == SET_UP


def test_the_command_changes_nothing_for_an_unknown_address(client, centre):
    user = make_account(email="dora@example.org")
    with pytest.raises(CommandError, match="no account"):
        call_command("lost_second_factor", "dara@example.org")
    assert second_factor.is_set_up(user)
    second_factor.remove(user)
    with pytest.raises(CommandError, match="no second factor"):
        call_command("lost_second_factor", "dora@example.org")
