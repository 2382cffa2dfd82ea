"""Who gets which page: one table of all URLs, held against the code and tried out for every role.

A new URL gets one line in TABLE:

    "name": page("act"),                          a page for whoever may do the act of citedesmetiers.access.ACTS
    "name": page("staff"), page("public")         for anyone signed in, for anyone at all
    "name": page("act", post_only=True)           answers a GET with 405
    "name": page("act", of=one(make_site))        needs an object; a made-up key is a 404
    "name": page("act", status=302, query="?x=1") what a GET by somebody who may answers, when it is not 200
    "name": page("act", json=True)                for programs alone: refused in JSON whoever asks
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import access, checks
from citedesmetiers.factories import make_centre, make_site, make_user
from citedesmetiers.models import Site
from citedesmetiers.models.user import Role
from counselling.factories import make_desk, make_interview, make_theme
from partners.factories import make_professional
from partners.models import Institution
from tests.role_matrix import ROLES, matrix
from tests.strict import StrictClient
from tests.test_citedesmetiers import urls as house
from tests.test_counselling import urls as counselling
from tests.test_documentation import urls as documentation
from tests.test_events import urls as events
from tests.test_partners import urls as partners
from tests.test_partners import urls_programmes as programmes
from tests.test_reception import urls as reception
from tests.test_reports import urls as reports
from tests.test_reports import urls_figures as figures

ROOMS = [counselling, documentation, events]
EVERYBODY = [None, *ROLES]


@dataclass(frozen=True)
class Page:
    """What a line of the table says: see `page`."""

    mark: str
    post_only: bool
    status: int
    of: object
    query: str
    json: bool


def page(mark, *, post_only=False, status=200, of=None, query="", json=False):
    """mark: "public", "staff" or an act.  status: of a GET by somebody who may.  of: makes the kwargs."""
    return Page(mark, post_only, 405 if post_only else status, of, query, json)


def one(make, **fields):
    """A function that makes one object and gives its key."""
    return lambda: {"pk": make(**fields).pk}


def the_place():
    """The key of the place of `people`; a new one where nobody is there yet."""
    return {"pk": (Site.objects.order_by("pk").first() or make_site()).pk}


def an_interview():
    """The key of an interview of today at the place of `people`."""
    desk = make_desk(site=Site.objects.order_by("pk").first())
    return {"uid": make_interview(desk=desk, day=timezone.localdate()).uid}


def a_theme():
    return {"which": "themes", "pk": make_theme().pk}


JSON = {"Accept": "application/json"}

TABLE = {
    # Desks
    "counselling:desks": page("see_desks"),
    "counselling:board": page("see_desks", status=302),  # to the desks, while none is chosen
    "counselling:board_waiting": page("see_desks", status=302),  # a part of it, which htmx alone asks for
    "counselling:institution_choose": page("record_interviews", post_only=True),
    "counselling:begin": page("record_interviews", post_only=True),
    "counselling:ticket_take": page("record_interviews", post_only=True, of=an_interview),
    "counselling:ticket_take_over": page("record_interviews", post_only=True, of=an_interview),
    "counselling:ticket_put_back": page("record_interviews", post_only=True, of=an_interview),
    "counselling:ticket_call_off": page("record_interviews", post_only=True, of=an_interview),
    "counselling:ticket_leave": page("record_interviews", post_only=True, of=an_interview),
    "counselling:ticket_send_on": page("record_interviews", post_only=True, of=an_interview),
    "counselling:record": page("record_interviews", post_only=True, of=an_interview),
    "counselling:interviews": page("record_interviews"),
    "counselling:paper": page("record_interviews"),
    "counselling:interview_edit": page("record_interviews", of=an_interview),
    "counselling:interview_delete": page("record_interviews", of=an_interview),
    "counselling:desk_list": page("edit_sites"),
    "counselling:desk_add": page("edit_sites"),
    "counselling:desk_edit": page("edit_sites", of=one(make_desk)),
    "counselling:desk_end": page("edit_sites", of=one(make_desk)),
    "counselling:desk_resume": page("edit_sites", post_only=True, of=one(make_desk)),
    "counselling:entry_lists": page("edit_lists"),
    "counselling:entry_list": page("edit_lists", of=lambda: {"which": "themes"}),
    "counselling:entry_add": page("edit_lists", of=lambda: {"which": "themes"}),
    "counselling:entry_edit": page("edit_lists", of=a_theme),
    "counselling:entry_move": page("edit_lists", post_only=True, of=a_theme),
    "counselling:entry_retire": page("edit_lists", of=a_theme),
    "counselling:entry_resume": page("edit_lists", post_only=True, of=a_theme),
    # Reports
    "reports:roster_week_pdf": page("see_roster", of=the_place),
    "reports:roster_month_pdf": page("see_roster", of=the_place),
    "reports:key_figures": page("see_figures"),
    "reports:key_figures_of_rooms": page("see_figures"),
    "reports:key_figures_pdf": page("see_figures"),
    "reports:key_figures_csv": page("see_figures"),
    **house.lines(page, one),
    **reception.lines(page, one),
    **partners.lines(page, one),
    **programmes.lines(page, one),
    **figures.lines(page, one),
    **reports.lines(page, one),
    **reports.public_lines(page, one),
    # One file a room
    **{name: line for room in (counselling, documentation, events) for name, line in room.lines(page, one).items()},
    **{
        name: line
        for room in (counselling, documentation, events)
        for name, line in room.public_lines(page, one).items()
    },
}

# {name: view} of the code, Django's admin left out (off unless ADMIN_SITE=1).
VIEWS = {name: view for name, _route, view in checks.views() if hasattr(view, "access")}


def may(line, role):
    return line.mark in ("public", "staff") or role in matrix()[line.mark]


# Take JSON without a token; another site cannot send that unasked, and the test below sees that they ask where from.
WITHOUT_TOKEN = {"reception:entries", "counselling:entries"}


@pytest.fixture(scope="module")
def sessions(rows_of_the_module):
    """{role: (an account with this role alone, the cookies of its session)} in a centre with one place.

    The centre asks nobody for a second factor, which has tests of its own.
    """
    make_centre(demonstration=True)
    site = make_site()
    return {role: signed_in(roles=[role], sites=[site]) for role in ROLES} | {"all": signed_in(roles=ROLES)}


def signed_in(**fields):
    user, client = make_user(**fields), Client()
    client.force_login(user)
    return user, client.cookies


class People(dict):
    """{role: a browser of its account}, and None for nobody; each opened when it is first needed.

    The counsellor is lent by the first institution, where the page has made one.
    """

    def __init__(self, sessions):
        self.sessions = sessions

    def __missing__(self, role):
        self[role] = StrictClient()
        if role:
            user, cookies = self.sessions[role]
            if role == "counsellor" and (lender := Institution.objects.order_by("pk").first()):
                make_professional(institution=lender, user=user)
            self[role].cookies.load(cookies.output(header="", sep=";"))
        return self[role]


@pytest.fixture
def people(db, sessions):
    return People(sessions)


@pytest.fixture
def somebody(db, sessions):
    """A browser of somebody who may do everything, which minds where a form comes from as a real one's server does."""
    client = Client(enforce_csrf_checks=True)
    _user, cookies = sessions["all"]
    client.cookies.load(cookies.output(header="", sep=";"))
    return client


def address(name, **changed):
    line = TABLE[name]
    kwargs = line.of() if line.of else {}
    return reverse(name, kwargs=kwargs | changed) + line.query


def refusal(line, role):
    """The status that somebody who may not gets: the way to the sign-in page, or "not for your role"."""
    if role is None:
        return 401 if line.json else 302
    return 403


# ── The table is whole ───────────────────────────────────────────────────────────────────────────────


def test_every_url_has_a_line_in_the_table():
    assert sorted(set(VIEWS) - set(TABLE)) == []


def test_every_line_of_the_table_has_a_url():
    assert sorted(set(TABLE) - set(VIEWS)) == []


def test_url_names_are_used_once():
    names = [name for name, _route, view in checks.views() if hasattr(view, "access")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("name", TABLE)
def test_the_mark_in_the_code_is_the_one_in_the_table(name):
    assert VIEWS[name].access == TABLE[name].mark


def test_the_matrix_of_roles_is_the_one_that_was_decided():
    assert {act: {str(role) for role in roles} for act, roles in access.ACTS.items()} == matrix()
    assert list(Role.values) == ROLES


# ── It holds ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
@pytest.mark.parametrize("name", TABLE)
def test_a_page_answers_to_whom_it_is_for_and_to_nobody_else(people, name):
    """Pages, forms and programs."""
    line, path = TABLE[name], address(name)
    expected = {role: line.status if may(line, role) else 403 for role in ROLES}
    expected[None] = line.status if line.mark == "public" else refusal(line, None)
    if name == "sign_in":
        expected |= dict.fromkeys(ROLES, 302)  # signed in already
    answers = {role: people[role].get(path) for role in EVERYBODY}
    assert {role: answer.status_code for role, answer in answers.items()} == expected
    if line.mark == "public":
        return
    if expected[None] == 302:
        assert answers[None].url == f"/sign-in/?next={path}"
    refused = {role for role in EVERYBODY if role is None or not may(line, role)}
    forms = {role: people[role].post(path).status_code for role in refused}
    assert forms == {role: refusal(line, role) for role in refused}, "a form of somebody who may not"
    for role in refused:  # a program is refused in JSON and never sent to a form
        for answer in (people[role].get(path, headers=JSON), people[role].post(path, headers=JSON)):
            assert (answer.status_code, answer.headers["Content-Type"]) == (403 if role else 401, "application/json")


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(set(TABLE) - WITHOUT_TOKEN))
def test_a_form_from_elsewhere_is_refused_even_to_whom_may(somebody, name):
    path = address(name)
    assert somebody.post(path).status_code == 403
    answer = somebody.post(path, headers=JSON)
    assert (answer.status_code, answer.json()) == (403, {"error": "csrf"})


@pytest.mark.parametrize("name", sorted(WITHOUT_TOKEN))
def test_what_takes_no_token_takes_json_of_our_own_pages_alone(somebody, name):
    path = address(name)
    assert somebody.post(path, {"a": "form"}).status_code == 415
    assert somebody.post(path, "{}", content_type="text/plain").status_code == 415
    for elsewhere in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert somebody.post(path, {}, content_type="application/json", headers=elsewhere).status_code == 403


def made_up_like(value):
    if isinstance(value, UUID):
        return uuid4()
    return 999_999 if isinstance(value, int) else "made-up"


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name, line in TABLE.items() if line.of])
def test_a_made_up_key_is_not_found(people, name):
    made_up = {key: made_up_like(value) for key, value in TABLE[name].of().items()}
    path = address(name, **{key: value for key, value in made_up.items() if key != "period"})
    role = next(role for role in ROLES if may(TABLE[name], role))
    ask = people[role].post if TABLE[name].post_only else people[role].get
    # A form without a cookie is taken from our own pages alone; the key is looked at after that.
    assert ask(path, headers={"Origin": "http://testserver"}).status_code == 404
