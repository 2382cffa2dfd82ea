"""Doors that are closed unless marked open, and what people, programs and logs get when something goes wrong."""

import json
import logging

import pytest
from bs4 import BeautifulSoup
from django.core import checks as django_checks
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils.html import escape
from django.utils.translation import gettext, override

from citedesmetiers import access, checks
from citedesmetiers.factories import make_user
from citedesmetiers.logs import JsonFormatter, WithoutVisitorData
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
# path, status, code for programs, heading
FAULTS = [
    ("suspicious/", 400, "bad_request", "This request could not be read"),
    ("denied/", 403, "forbidden", "This page is not for your role"),
    ("no-such-page/", 404, "not_found", "There is nothing at this address"),
    ("takes-forms/", 405, "method_not_allowed", "There is nothing to read here"),
    ("too-large/", 413, "too_large", "This is too large"),
    ("disk-full/", 503, "disk_full", "The disk of the server is full"),
    ("broken/", 500, "server_error", "Something broke on our side"),
    ("database-away/", 503, "database_away", "The database is away for a moment"),
]


@pytest.fixture
def faulty():
    """A client that gets error pages, as people do, instead of the exception."""
    client = StrictClient(raise_request_exception=False)
    with override_settings(ROOT_URLCONF="tests.test_citedesmetiers.urls_that_fail"):
        yield client


# ── Marks ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_project_has_no_view_without_a_mark():
    assert checks.every_view_is_marked(None) == []


@override_settings(ROOT_URLCONF="tests.test_citedesmetiers.urls_that_fail")
def test_a_view_without_a_mark_is_an_error_of_the_system_check():
    (error,) = [error for error in django_checks.run_checks() if error.id == "house.E001"]
    assert error.msg.startswith("unmarked/:")


def test_a_view_without_a_mark_answers_nobody(faulty, centre):
    for user in (None, make_user(roles=list(access.Role.values))):
        if user:
            faulty.force_login(user)
        response = faulty.get("/unmarked/")
        assert response.status_code == 403
        assert b"nobody should read this" not in response.content


def test_an_unknown_act_is_a_slip_of_the_programmer():
    with pytest.raises(KeyError):
        access.allow("edit_everything")


def test_roles_add_up():
    both = make_user(roles=["events", "admin"])
    assert access.may(both, "edit_events")
    assert access.may(both, "edit_users")
    assert not access.may(both, "see_figures")


# ── The door ─────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_sent_to_the_sign_in_page_with_the_page_asked_for(faulty, centre):
    assert faulty.get("/fr/for-the-administrator/?a=1").url == "/fr/sign-in/?next=/fr/for-the-administrator/%3Fa%3D1"


def test_a_fragment_asked_for_after_sign_out_reloads_the_page(faulty, centre):
    response = faulty.get("/for-the-administrator/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (401, "true")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_program_is_told_to_sign_in(faulty, centre, method):
    response = getattr(faulty, method)("/for-the-administrator/", headers=JSON)
    assert (response.status_code, response.json()) == (401, {"error": "sign_in"})


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_program_is_told_that_the_role_does_not_allow_it(faulty, centre, method):
    faulty.force_login(make_user(roles=["director"]))
    response = getattr(faulty, method)("/for-the-administrator/", headers=JSON)
    assert (response.status_code, response.json()) == (403, {"error": "forbidden"})


@pytest.mark.thorough
def test_what_is_for_staff_is_kept_by_no_cache(faulty, centre):
    centre.demonstration = True
    centre.save()
    for user in (None, make_user(roles=["events"]), make_user(roles=["admin"])):
        if user:
            faulty.force_login(user)
        assert "no-store" in faulty.get("/for-the-administrator/").headers["Cache-Control"]


# ── When something goes wrong ────────────────────────────────────────────────────────────────────────


@pytest.mark.many_cases
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("path", "status", "code", "heading"), FAULTS)
def test_an_error_page_says_in_the_reader_s_language_what_happened(faulty, language, path, status, code, heading):
    response = faulty.get(f"/{language}/{path}")
    page = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in page
    with override(language):
        assert escape(gettext(heading)) in page
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_visitor_who_is_lost_is_led_to_the_public_pages_and_staff_to_theirs(faulty, centre):
    assert ways_on(faulty.get("/it/no-such-page/")) == ["/it/"]
    faulty.force_login(make_user(roles=["events"]))
    assert ways_on(faulty.get("/en/no-such-page/")) == ["/en/today/", "/en/"]


def ways_on(response):
    """The addresses to which an error page leads."""
    return [link["href"] for link in BeautifulSoup(response.content, "html.parser").select(".actions a")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_that_waited_too_long_says_so(centre, language):
    response = StrictClient(enforce_csrf_checks=True).post(f"/{language}/sign-in/", {"username": "a@example.org"})
    assert response.status_code == 403
    with override(language):
        assert escape(gettext("This form waited too long")) in response.content.decode()


@pytest.mark.parametrize(("path", "status", "code", "heading"), FAULTS)
def test_a_program_gets_the_error_as_json(faulty, path, status, code, heading):
    response = faulty.get(f"/{path}", headers=JSON)
    assert (response.status_code, response.json()) == (status, {"error": code})


def test_the_page_of_an_absent_database_offers_to_try_again_and_never_reloads_by_itself(
    faulty, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = faulty.get("/en/database-away/?day=1")
    assert response.headers["Retry-After"] == "5"
    assert ways_on(response) == ["/en/database-away/?day=1", "/en/"]
    assert "http-equiv" not in response.text
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/today/", "/sign-in/", "/reception/"])
def test_every_page_says_so_when_the_database_is_away(faulty, centre, path):
    def away(execute, sql, params, many, context):
        raise OperationalError("the connection is closed")

    faulty.force_login(make_user())
    with connection.execute_wrapper(away):
        response = faulty.get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_who_acts_on_what_a_colleague_took_away_is_told_and_led_back(faulty):
    page = faulty.post("/en/no-such-row/5/", headers={"Referer": "http://testserver/en/loans/?card=7"})
    assert page.status_code == 404
    assert "It is no longer there" in page.text
    assert ways_on(page) == ["/en/loans/?card=7"]


@pytest.mark.parametrize(
    "referer",
    [
        "", "https://elsewhere.example/en/loans/", "//elsewhere.example/", "http://testserver//elsewhere.example/",
        "http://[broken/", "http://testserver/en/no-such-row/5/",
    ],
)  # fmt: skip
def test_nobody_is_led_back_to_another_site_or_to_what_is_gone(faulty, referer):
    page = faulty.post("/en/no-such-row/5/", headers={"Referer": referer})
    assert (page.status_code, ways_on(page)) == (404, ["/en/"])


def test_a_fault_shows_nothing_of_the_program(faulty):
    page = faulty.get("/broken/?q=meningitis").content.decode()
    for inner in ("ZeroDivisionError", "Traceback", "meningitis", ".py"):
        assert inner not in page


def test_an_error_page_has_the_headers_of_every_page(faulty):
    for path, *_rest in FAULTS:
        headers = faulty.get(f"/{path}").headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path


# ── Logs ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def logged(faulty):
    """A function: the lines that a request leaves in the log, as they are written."""

    class Lines(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    def ask(path, **extra):
        faulty.get(path, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Curious/7.1"} | extra)
        return lines

    lines, handler = [], Lines()
    handler.setFormatter(JsonFormatter())
    handler.addFilter(WithoutVisitorData())
    logging.getLogger().addHandler(handler)
    yield ask
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(("path", "status", "level"), [("/no-such-page/", 404, "WARNING"), ("/broken/", 500, "ERROR")])
def test_a_fault_of_a_public_page_is_one_line_without_a_trace_of_the_visitor(logged, path, status, level):
    (line,) = logged(f"{path}?q=meningitis", Cookie="sessionid=abc", Referer="https://search.example/?q=secret")
    said = json.loads(line)
    assert (said["level"], said["method"], said["path"], said["status_code"]) == (level, "GET", path, status)
    assert said["time"].endswith("+00:00")
    for trace in ("203.0.113.77", "Curious", "sessionid", "search.example"):
        assert trace not in line
    assert "?" not in said["path"] + said["message"]
    assert "q=" not in line


def test_a_refused_host_is_one_line_without_the_way_it_took_through_our_code(logged, settings):
    settings.ALLOWED_HOSTS = ["centre.example"]
    lines = [json.loads(line) for line in logged("/", Host="scanner.example")]
    refused = [said for said in lines if said["logger"] == "django.security.DisallowedHost"]
    assert [("scanner.example" in said["message"], "trace" in said) for said in refused] == [(True, False)]


def test_a_page_that_works_leaves_no_line(logged, centre):
    assert logged("/?q=meningitis") == []


def test_the_log_is_written_by_that_formatter_and_filter(settings):
    """The test above uses them itself; this one sees that the installation does."""
    (handler,) = settings.LOGGING["root"]["handlers"]
    written = settings.LOGGING["handlers"][handler]
    assert settings.LOGGING["formatters"][written["formatter"]]["()"] == "citedesmetiers.logs.JsonFormatter"
    assert [settings.LOGGING["filters"][name]["()"] for name in written["filters"]] == [
        "citedesmetiers.logs.WithoutVisitorData"
    ]
