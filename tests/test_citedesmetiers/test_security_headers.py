"""Headers and cookies: what every page sends, what public pages never send, and what holds behind TLS."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.urls import reverse

from citedesmetiers.factories import make_centre, make_site
from tests.strict import StrictClient
from tests.test_urls_by_role import TABLE

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Pages of the public face that take a form, so that they need a cookie against forged ones; and answers of the moment.
WITH_A_FORM = {"sign_in", "password_forgotten", "password_choose"}
OF_THE_MOMENT = {"health_live", "health_ready", "questions:ask", "questions:read"}  # a question is nobody else's
ASKED_FOR_EACH_TIME = {"reception:service_worker", "counselling:worker"}  # kept, but a new one must take over at once
PUBLIC = [
    name for name, line in TABLE.items() if line.mark == "public" and not line.of and line.status not in (404, 405)
]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "path", ["/", "/accessibility/", "/sign-in/", "/today/", "/account/", "/robots.txt", "/no-page/"]
)
def test_every_answer_carries_the_headers(signed_in, path):
    make_site()
    headers = signed_in("director").get(path).headers
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert {part.strip() for part in headers["Content-Security-Policy"].split(";")} == CSP
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_program_and_its_version_are_not_named(client, centre):
    assert {"Server", "X-Powered-By", "X-Generator"}.isdisjoint(client.get("/").headers)


@pytest.mark.many_cases
@pytest.mark.parametrize("name", [name for name in PUBLIC if name not in WITH_A_FORM])
def test_a_public_page_reads_no_session_and_sets_no_cookie(client, centre, name):
    client.cookies["sessionid"] = "a-session-of-before"
    response = client.get(reverse(name))
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "name", [name for name in PUBLIC if name not in WITH_A_FORM | OF_THE_MOMENT | ASKED_FOR_EACH_TIME]
)
def test_a_public_page_may_be_kept_by_caches(client, centre, name):
    said = client.get(reverse(name)).headers["Cache-Control"]
    assert "public" in said
    assert "max-age=" in said
    assert "max-age=0" not in said


@pytest.mark.parametrize("name", sorted(WITH_A_FORM - {"password_choose"} | OF_THE_MOMENT))
def test_the_other_public_pages_are_kept_by_none(client, centre, name):
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/accessibility/"])
def test_a_cache_keeps_the_languages_apart(client, centre, path):
    assert client.get(path).headers["Vary"] == "Accept-Language"
    french, english = client.get(f"/fr{path}"), client.get(f"/en{path}")
    assert "Vary" not in french.headers
    assert (french.headers["Content-Language"], english.headers["Content-Language"]) == ("fr", "en")


@pytest.mark.parametrize("path", ["/today/", "/account/", "/account/password/", "/settings/users/"])
def test_a_staff_page_is_kept_nowhere(signed_in, path):
    said = signed_in("admin").get(path).headers["Cache-Control"]
    assert "no-store" in said
    assert "private" in said


def test_without_tls_the_cookies_are_out_of_reach_of_scripts_and_other_sites(client, centre):
    cookie = client.get("/sign-in/").cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")


# ── Behind TLS ───────────────────────────────────────────────────────────────────────────────────────

PRODUCTION = {
    "HTTPS": "1",
    "ALLOWED_HOSTS": "example.org",
    "SECRET_KEY": "a-secret-of-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "PYTHONWARNINGS": "ignore",
}
# Runs in a process of its own, for the settings are read once; leaves nothing in the database.
SIGN_IN = """
import json
from citedesmetiers.loading import set_up
set_up()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.db import transaction
from django.test import Client
from citedesmetiers.factories import make_user

client = Client(SERVER_NAME="example.org")
with transaction.atomic():
    make_user(email="ana@example.org", password="seven herons over the mill")
    plain = client.get("/sign-in/")
    alive = client.get("/health/live")
    page = client.get("/sign-in/", secure=True)
    done = client.post(
        "/sign-in/", {"username": "ana@example.org", "password": "seven herons over the mill"}, secure=True
    )
    transaction.set_rollback(True)
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "alive": alive.status_code,
    "transport": page["Strict-Transport-Security"],
    "signed_in": done.status_code,
    "cookies": {
        name: {key: cookie[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
        for name, cookie in (page.cookies | done.cookies).items()
    },
}))
"""


def in_production(*command, **variables):
    """The result of a command of its own process, with production variables and the test's database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    environ = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "DATA", "LANG", "VIRTUAL_ENV")
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environ
        | PRODUCTION
        | variables
        | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "citedesmetiers.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.thorough
def test_the_deployment_check_has_nothing_to_say():
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.fixture(scope="module")
def behind_tls(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        done = in_production("-c", SIGN_IN)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.thorough
def test_behind_tls_the_cookies_are_bound_to_host_and_transport(behind_tls):
    flags = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert behind_tls["signed_in"] == 302
    assert behind_tls["cookies"] == {"__Host-csrftoken": flags, "__Host-sessionid": flags}


@pytest.mark.thorough
def test_behind_tls_there_is_no_way_back_to_plain_text(behind_tls):
    assert behind_tls["plain"] == [301, "https://example.org/sign-in/"]
    assert behind_tls["transport"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.thorough
def test_behind_tls_a_supervisor_may_ask_in_plain_text_on_this_machine(behind_tls):
    assert behind_tls["alive"] == 200


DJANGO_ADMIN = """
import json
from citedesmetiers.loading import set_up
set_up()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.db import transaction
from django.test import Client
from citedesmetiers.factories import make_centre, make_user
from citedesmetiers.models import Centre

def answer(client):
    got = client.get("/django-admin/jsi18n/", secure=True)  # asks no table of its own
    return [got.status_code, got.get("Location", "")]

with transaction.atomic():
    make_centre()
    nobody, director, admin = (Client(SERVER_NAME="example.org") for _number in range(3))
    director.force_login(make_user(roles=["director"]))
    admin.force_login(make_user(roles=["admin"]))
    said = [answer(nobody), answer(director), answer(admin)]
    Centre.objects.update(demonstration=True)
    said.append(answer(admin))
    transaction.set_rollback(True)
print(json.dumps(said))
"""


@pytest.mark.thorough
def test_django_s_own_admin_stands_behind_the_same_door(django_db_setup):
    done = in_production("-c", DJANGO_ADMIN, ADMIN_SITE="1")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        [302, "/sign-in/?next=/django-admin/jsi18n/"],
        [403, ""],
        [302, "/account/second-factor/?next=/django-admin/jsi18n/"],
        [200, ""],
    ]


def test_django_s_own_admin_is_off(client, centre):
    assert client.get("/django-admin/").status_code == 404


def test_another_host_name_is_refused():
    make_centre()
    client = StrictClient(raise_request_exception=False)
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
