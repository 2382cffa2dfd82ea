"""The administrator's screens: list, new account, invitation, changes, closing."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from citedesmetiers import access
from citedesmetiers.factories import make_site, make_user
from citedesmetiers.models import User
from citedesmetiers.models.user import Role
from tests.strict import StrictClient
from tests.test_citedesmetiers.test_accounts import PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

LIST, NEW = "/en/settings/users/", "/en/settings/users/new/"


@pytest.fixture
def admin(signed_in):
    """A client signed in as the only administrator; the other accounts of a test come from make_user."""
    return signed_in("admin", name="Zoé", email="zoe@example.org", password=PASSWORD)


def page_of(user):
    return f"{LIST}{user.pk}/"


def names_on(response):
    return [head.get_text() for head in BeautifulSoup(response.content, "html.parser").select("tbody th a")]


def text(response):
    return re.sub(r"\s+", " ", BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True))


def filled(**fields):
    """What the form of an account sends."""
    form = {"email": "ana@example.org", "name": "Ana", "roles": ["director"], "sites": [], "language": "en"}
    return form | {"expires_on": ""} | fields


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_everybody_with_roles_places_and_state(admin):
    lyon = make_site(name="Upper town")
    make_user(name="Ana", roles=["counsellor", "events"], sites=[lyon], password=PASSWORD)
    make_user(name="Bea", is_active=False)
    make_user(name="Carl", expires_on=timezone.localdate() - timedelta(days=1))
    make_user(name="Dora", roles=["director"])
    page = text(admin.get(LIST))
    assert names_on(admin.get(LIST)) == ["Ana", "Bea", "Carl", "Dora", "Zoé"]
    assert "Counsellor, Events organiser Upper town no Open" in page
    assert "Director all no Invited, no password yet" in page
    assert "Last day over" in page
    assert "5 accounts" in page


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=AN", ["Ana", "Dan"]),
        ("q=@one.example", ["Bea"]),
        ("role=events", ["Ana", "Bea"]),
        ("role=admin", ["Zoé"]),
        ("state=open", ["Ana", "Zoé"]),
        ("state=invited", ["Dan"]),
        ("state=closed", ["Bea"]),
        ("state=ended", ["Carl"]),
        ("role=events&state=closed", ["Bea"]),
        ("role=no-such-role", ["Ana", "Bea", "Carl", "Dan", "Zoé"]),
        ("q=%00", ["Ana", "Bea", "Carl", "Dan", "Zoé"]),
        ("page=99", ["Ana", "Bea", "Carl", "Dan", "Zoé"]),
    ],
)
def test_the_list_is_filtered(admin, query, names):
    make_user(name="Ana", roles=["events", "counsellor"], password=PASSWORD)
    make_user(name="Bea", roles=["events"], is_active=False, email="x@one.example", password=PASSWORD)
    make_user(name="Carl", expires_on=timezone.localdate() - timedelta(days=1), password=PASSWORD)
    make_user(name="Dan", roles=["counsellor"], expires_on=timezone.localdate())
    assert names_on(admin.get(f"{LIST}?{query}")) == names


def test_the_list_is_filtered_by_place(admin):
    here, there = make_site(), make_site()
    make_user(name="Ana", sites=[here])
    make_user(name="Bea", sites=[here, there])
    assert names_on(admin.get(f"{LIST}?site={there.pk}")) == ["Bea"]


def test_a_filter_that_nobody_answers_to_says_what_to_do(admin):
    page = text(admin.get(f"{LIST}?q=nobody"))
    assert "No account answers to this" in page
    assert "All accounts" in page


def test_the_list_costs_the_same_whatever_its_length(admin):
    costs = []
    for rows in (1, 2):
        for _number in range(rows):
            make_user(sites=[make_site(), make_site()])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            admin.get(LIST)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.thorough
def test_a_long_list_has_pages(admin):
    for number in range(51):
        make_user(name=f"Person {number:02}")
    assert len(names_on(admin.get(f"{LIST}?role=reception"))) == 50
    assert names_on(admin.get(f"{LIST}?role=reception&page=2")) == ["Person 50"]
    assert 'href="?role=reception&amp;page=2"' in admin.get(f"{LIST}?role=reception").content.decode()


# ── A new account ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_without_a_mail_server_the_link_is_shown_once_to_hand_over(admin, settings):
    settings.EMAIL_HOST = ""
    site, person = make_site(), StrictClient()
    sent = filled(roles=["reception", "events"], sites=[site.pk], email="Ana@Example.org", language="fr")
    page = admin.post(NEW, sent, follow=True)
    user = User.objects.get(email="ana@example.org")
    assert (user.name, user.roles, list(user.sites.all()), user.language) == (
        "Ana",
        ["reception", "events"],
        [site],
        "fr",
    )
    link = BeautifulSoup(page.content, "html.parser").find(id="link")["value"]
    assert link.startswith("http://testserver/fr/account/password/choose/")
    assert "choose/" not in admin.get(page_of(user)).content.decode()
    person.post(
        link.removeprefix("http://testserver"),
        {"new_password1": "nine otters under the bridge", "new_password2": "nine otters under the bridge"},
    )
    sign_in(person, "ana@example.org", "nine otters under the bridge")
    assert is_signed_in(person)


def test_with_a_mail_server_the_link_goes_to_the_person_only(admin, settings):
    settings.EMAIL_HOST = "mail.example.org"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    page = admin.post(NEW, filled(), follow=True)
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "for 7 days" in message.body
    assert "on its way to ana@example.org" in text(page)
    assert "/choose/" not in page.content.decode()


def test_another_link_can_be_made(admin, settings):
    settings.EMAIL_HOST = ""
    user = make_user()
    assert "/account/password/choose/" in admin.post(f"{page_of(user)}link/", follow=True).content.decode()


def test_a_closed_account_gets_no_link(admin):
    assert admin.post(f"{page_of(make_user(is_active=False))}link/").status_code == 404


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "ana"}, "email"),
        ({"email": "ZOE@example.org"}, "email"),
        ({"name": ""}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"roles": ["reception"], "sites": []}, "sites"),
        ({"sites": ["999"]}, "sites"),
        ({"sites": ["x"]}, "sites"),
        ({"language": "de"}, "language"),
        ({"expires_on": "31/02/2027"}, "expires_on"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
    ],
)
def test_what_does_not_do_is_refused_beside_its_field_and_stays(admin, wrong, field):
    sent = filled(**wrong)
    page = admin.post(NEW, sent).content.decode()
    assert f'id="id_{field}_error1"' in page
    assert User.objects.count() == 1
    if field not in ("email", "name"):
        assert 'value="ana@example.org"' in page


# ── Changes ──────────────────────────────────────────────────────────────────────────────────────────


def test_other_roles_hold_at_once_and_end_the_sessions_of_before(admin):
    site, person = make_site(), StrictClient()
    user = make_user(roles=["reception"], sites=[site], password=PASSWORD, email="ana@example.org")
    sign_in(person, user.email)
    admin.post(page_of(user), filled(roles=["documentation"], sites=[site.pk]))
    assert not is_signed_in(person)
    user.refresh_from_db()
    assert user.roles == ["documentation"]
    assert user.check_password(PASSWORD)


def test_another_name_ends_no_session(admin):
    site, person = make_site(), StrictClient()
    user = make_user(roles=["reception"], sites=[site], password=PASSWORD, email="ana@example.org")
    sign_in(person, user.email)
    admin.post(page_of(user), filled(name="Anna", roles=["reception"], sites=[site.pk]))
    assert is_signed_in(person)
    assert User.objects.get(pk=user.pk).name == "Anna"


def test_a_place_that_has_closed_stays_with_the_account(admin):
    closed = make_site(name="Old mill", closed_on=timezone.localdate() - timedelta(days=3))
    user = make_user(sites=[closed])
    assert "Old mill" in text(admin.get(page_of(user)))
    assert "Old mill" not in text(admin.get(NEW))


def test_an_account_past_its_last_day_can_be_saved_and_prolonged(admin):
    over = timezone.localdate() - timedelta(days=3)
    user = make_user(expires_on=over, email="ana@example.org")
    assert admin.post(page_of(user), filled(expires_on=over.isoformat())).status_code == 302
    assert admin.post(page_of(user), filled(expires_on=timezone.localdate().isoformat())).status_code == 302
    assert not User.objects.get(pk=user.pk).has_expired


def test_the_last_administrator_stays_one(admin):
    make_user(roles=["admin"], is_active=False, password=PASSWORD)
    make_user(roles=["admin"], expires_on=timezone.localdate() + timedelta(days=30), password=PASSWORD)
    make_user(roles=["admin"])  # invited: may never come
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = admin.post(
        page_of(admin.user), filled(email="zoe@example.org", roles=["director"], expires_on=tomorrow)
    ).content.decode()
    assert 'id="id_roles_error1"' in page
    assert 'id="id_expires_on_error1"' in page
    assert User.objects.get(pk=admin.user.pk).roles == ["admin"]


@pytest.mark.parametrize("way", ["", "close/"])
def test_two_administrators_cannot_resign_at_once(admin, way):
    """The second waits for the first, and then sees that it is the last one."""
    other = make_user(roles=["admin"], password=PASSWORD)
    with CaptureQueriesContext(connection) as queries:
        admin.post(page_of(other) + way)
    assert any("FOR UPDATE" in query["sql"] and "roles" in query["sql"] for query in queries)


def test_an_administrator_may_step_back_when_there_is_another(admin):
    make_user(roles=["admin"], password=PASSWORD)
    response = admin.post(page_of(admin.user), filled(email="zoe@example.org", roles=["director"]))
    assert response.url == "/en/today/"
    assert admin.get("/en/today/").status_code == 200, "the own session goes on"
    assert admin.get(LIST).status_code == 403


# ── Closing ──────────────────────────────────────────────────────────────────────────────────────────


def test_closing_says_how_many_sessions_end_and_ends_them(admin):
    person, elsewhere = StrictClient(), StrictClient()
    user = make_user(password=PASSWORD, email="ana@example.org")
    sign_in(person, user.email)
    sign_in(elsewhere, user.email)
    assert "2 open sessions end at once." in text(admin.get(f"{page_of(user)}close/"))
    assert is_signed_in(person), "asking closes nothing"
    admin.post(f"{page_of(user)}close/")
    assert not is_signed_in(person)
    assert User.objects.get(pk=user.pk).state == User.State.CLOSED
    admin.post(f"{page_of(user)}reopen/")
    assert not is_signed_in(elsewhere), "a session does not come back"
    sign_in(person, user.email)
    assert is_signed_in(person)


def test_nobody_closes_the_own_account(admin):
    make_user(roles=["admin"], password=PASSWORD)
    assert f"{page_of(admin.user)}close/" not in admin.get(page_of(admin.user)).content.decode()
    admin.post(f"{page_of(admin.user)}close/")
    assert User.objects.get(pk=admin.user.pk).is_active


def test_changes_are_logged_by_number_without_a_name(admin, caplog, settings):
    settings.EMAIL_HOST = ""
    with caplog.at_level("INFO", "citedesmetiers.accounts"):
        admin.post(NEW, filled())
        user = User.objects.get(email="ana@example.org")
        admin.post(f"{page_of(user)}close/")
    assert f"account {user.pk} made by account {admin.user.pk}" in caplog.messages
    assert f"account {user.pk} closed by account {admin.user.pk}" in caplog.messages
    assert "ana@" not in caplog.text


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────


def test_every_act_has_words():
    assert set(access.WORDS) == set(access.ACTS)


def test_the_page_says_what_each_role_may_do(admin):
    soup = BeautifulSoup(admin.get(NEW).content, "html.parser")
    said = {
        item.summary.get_text(strip=True): item.ul.get_text(" ", strip=True) for item in soup.select("details.facets")
    }
    assert list(said) == [str(role.label) for role in Role]
    assert "Manage accounts" in said["Administrator"]
    assert "Count visits" not in said["Administrator"]
    assert "Record interviews" in said["Counsellor"]
    assert "Record interviews" not in said["Director"]
