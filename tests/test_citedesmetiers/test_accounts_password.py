"""Changing a password, forgetting it, and the links with which one is chosen."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override

from citedesmetiers import invitations
from citedesmetiers.factories import make_user
from citedesmetiers.models import User
from tests.strict import StrictClient
from tests.test_citedesmetiers.test_accounts import PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

NEW = "nine otters under the bridge"


@pytest.fixture
def mail_server(settings):
    """A mail server, and tasks that run at once."""
    settings.EMAIL_HOST = "mail.example.org"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def change(client, password=PASSWORD, new=NEW, again=None):
    return client.post(
        "/en/account/password/", {"password": password, "new_password1": new, "new_password2": again or new}
    )


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body).group(1)


def ask(client, email):
    return client.post("/en/account/password/forgotten/", {"email": email})


# ── Changing it ──────────────────────────────────────────────────────────────────────────────────────


def test_a_new_password_keeps_this_session_and_ends_the_others(client, centre):
    user, elsewhere = make_user(password=PASSWORD), StrictClient()
    sign_in(client, user.email)
    sign_in(elsewhere, user.email)
    assert change(client).url == "/en/account/"
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert sign_in(elsewhere, user.email, PASSWORD).status_code == 200
    assert sign_in(elsewhere, user.email, NEW).status_code == 302


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"password": "not mine"}, "password", "This is not the password of your account."),
        ({"again": "nine otters under the brigde"}, "new_password2", "match"),
        ({"new": "too short"}, "new_password1", "12 characters"),
        ({"new": "password1234"}, "new_password1", "common"),
        ({"new": "citedesmetiers"}, "new_password1", "obvious word"),
        ({"new": "ana.dupont@example.org"}, "new_password1", "similar"),
        ({"new": "ana marie dupont"}, "new_password1", "similar"),
    ],
)
def test_a_password_that_does_not_do_is_refused_beside_its_field(signed_in, typed, field, words):
    client = signed_in("reception", password=PASSWORD, email="ana.dupont@example.org", name="Ana Marie Dupont")
    page = change(client, **typed).content.decode()
    error = re.search(rf'id="id_{field}_error1">(.*?)</p>', page, re.DOTALL)
    assert error, page
    assert words in error.group(1)
    assert User.objects.get().check_password(PASSWORD)


def test_a_long_sentence_is_taken_whole(signed_in):
    client = signed_in("reception", password=PASSWORD)
    sentence = "the quick brown fox jumps over the lazy dog and runs home through the rain, twice a day" * 3
    change(client, new=sentence)
    user = User.objects.get()
    assert user.check_password(sentence)
    assert not user.check_password(sentence[:-1])


@pytest.mark.thorough
def test_guessing_at_the_password_form_is_throttled_like_sign_in(signed_in, settings):
    settings.AXES_ENABLED = True
    client = signed_in("reception", password=PASSWORD)
    for _number in range(6):
        response = change(client, "guess")
    assert response.status_code == 429
    assert change(client).status_code == 429


# ── Forgetting it ────────────────────────────────────────────────────────────────────────────────────


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, centre, mail_server):
    user, elsewhere = make_user(password=PASSWORD, email="ana@example.org", language="fr"), StrictClient()
    sign_in(elsewhere, user.email)
    ask(client, " ANA@example.org ")
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    link = link_in(message)
    assert link.startswith("/fr/")
    assert client.get(link).status_code == 200
    response = client.post(link, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert response.redirect_chain == [("/fr/sign-in/", 302)]
    with override("fr"):
        assert escape(gettext("Your password is chosen. Sign in with it.")) in response.content.decode()
    assert not is_signed_in(elsewhere)
    assert client.get(link).status_code == 404
    sign_in(client, user.email, NEW)
    assert is_signed_in(client)


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(client, centre, mail_server):
    make_user(password=PASSWORD, email="ana@example.org")
    make_user(password=PASSWORD, email="closed@example.org", is_active=False)
    answers = {ask(client, email).content for email in ("ana@example.org", "x@example.org", "closed@example.org")}
    assert len(answers) == 1
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


def test_many_requests_bring_one_mail_in_five_minutes(client, centre, settings):
    settings.EMAIL_HOST = "mail.example.org"  # the queue in the database, as in real life
    make_user(password=PASSWORD, email="ana@example.org")
    make_user(password=PASSWORD, email="bea@example.org")
    for email in ("ana@example.org", "ana@example.org", "bea@example.org", "Ana@example.org"):
        ask(client, email)
    queued = invitations.DBTaskResult.objects.all()
    assert queued.count() == 2
    queued.update(enqueued_at=timezone.now() - timedelta(minutes=5, seconds=1))
    ask(client, "ana@example.org")
    assert queued.count() == 3


def test_the_queue_holds_no_link(client, centre, settings):
    settings.EMAIL_HOST = "mail.example.org"
    user = make_user(password=PASSWORD, email="ana@example.org")
    ask(client, "ana@example.org")
    assert invitations.DBTaskResult.objects.get().args_kwargs["args"] == [user.pk, "forgotten", "http://testserver/"]


def test_without_a_mail_server_the_page_names_who_can_help(client, centre, settings):
    settings.EMAIL_HOST = ""
    make_user(password=PASSWORD, email="ana@example.org")
    assert "Ask the person who manages accounts" in client.get("/en/account/password/forgotten/").content.decode()
    ask(client, "ana@example.org")
    assert mail.outbox == []
    assert not invitations.DBTaskResult.objects.exists()


def test_what_is_no_address_is_refused_beside_the_field(client, centre, mail_server):
    page = ask(client, "ana at example").content.decode()
    assert 'id="id_email_error1"' in page
    assert "ana at example" in page


# ── The links ────────────────────────────────────────────────────────────────────────────────────────


def open_link(client, user, kind, *, age=timedelta(0), monkeypatch):
    """The status of a link of `kind` that was made `age` ago."""
    now = datetime.now() - age  # noqa: DTZ005 -- Django's token generator counts in local time without a zone
    with monkeypatch.context() as patch:
        patch.setattr(type(invitations.KINDS[kind]), "_now", lambda self: now)
        link = invitations.link_for(user, kind, "http://testserver/")
    return client.get(link.removeprefix("http://testserver")).status_code


@pytest.mark.parametrize(
    ("kind", "age", "status"),
    [
        ("forgotten", timedelta(hours=1, minutes=58), 200),
        ("forgotten", timedelta(hours=2, minutes=1), 404),
        ("invitation", timedelta(days=6, hours=23), 200),
        ("invitation", timedelta(days=7, minutes=1), 404),
    ],
)
def test_a_link_ends_with_its_time(client, centre, monkeypatch, kind, age, status):
    user = make_user()
    assert open_link(client, user, kind, age=age, monkeypatch=monkeypatch) == status


def test_a_link_ends_with_a_sign_in(client, centre, monkeypatch):
    user = make_user(password=PASSWORD)
    link = invitations.link_for(user, "forgotten", "http://testserver/").removeprefix("http://testserver")
    assert client.get(link).status_code == 200
    sign_in(client, user.email)
    client.post("/sign-out/")
    assert client.get(link).status_code == 404


def test_a_link_ends_when_the_account_is_closed(client, centre, monkeypatch):
    user = make_user(is_active=False)
    assert open_link(client, user, "invitation", monkeypatch=monkeypatch) == 404


@pytest.mark.many_cases
@pytest.mark.parametrize("uid", ["MQ", "!!!", "OTk5OTk5", "8J-YgA", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
@pytest.mark.parametrize("token", ["x", "set-password", "abc-0123456789"])
def test_a_made_up_link_is_no_fault_of_the_program(client, centre, uid, token):
    assert client.get(f"/account/password/choose/{uid}/{token}/").status_code == 404


def test_a_link_of_one_person_does_not_open_for_another(client, centre):
    ana, bea = make_user(), make_user()
    a, b = (invitations.link_for(user, "invitation", "/").strip("/").split("/") for user in (ana, bea))
    assert client.get("/" + "/".join([*a[1:-2], b[-2], a[-1]]) + "/").status_code == 404


@pytest.mark.thorough
def test_choosing_a_password_lifts_the_lock_out(client, centre, settings):
    settings.AXES_ENABLED = True
    user = make_user(password=PASSWORD)
    for _number in range(6):
        sign_in(client, user.email, "forgotten it")
    link = invitations.link_for(user, "forgotten", "http://testserver/").removeprefix("http://testserver")
    client.post(link, {"new_password1": NEW, "new_password2": NEW})
    sign_in(client, user.email, NEW)
    assert is_signed_in(client)
