"""The guided set-up of an empty installation, and the command that does the same."""

import io
from dataclasses import replace
from datetime import time

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from citedesmetiers.factories import make_centre, make_user
from citedesmetiers.models import Centre, ProfileValue, Purpose, Site, User
from tests.strict import StrictClient
from tests.test_citedesmetiers.test_settings_centre import errors, soup

pytestmark = pytest.mark.django_db
PASSWORD = "bleu carafe ondule vite"
ACCOUNT = {"name": "Camille", "email": "Camille@Example.org", "password": PASSWORD, "again": PASSWORD}
CENTRE = {
    "name": "Cité des métiers du Pays de Vaurenne",
    "area_name": "Pays de Vaurenne",
    "country": "fr",
    "default_language": "fr",
    "languages": ["en"],
}
PLACE = {
    "name": "Site de Vaurenne",
    "address": "12, place de la Halle-aux-Grains",
    "valid_from": "2026-01-01",
    "closed_on_public_holidays": "on",
    "opens_0_0": "9",
    "closes_0_0": "17h30",
}


@pytest.fixture
def client():
    return StrictClient(headers={"accept-language": "en"})


def purposes(client, **changes):
    """The data of the fourth step as the browser would send it back unchanged, with `changes`; None leaves out."""
    fields = soup(client.get(reverse("set_up_purposes"))).select("main form input:not([type=hidden])")
    data = {
        field["name"]: field.get("value", "on")
        for field in fields
        if field.get("type") != "checkbox" or field.has_attr("checked")
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def go_through(client, until=5):
    """Take the first `until` steps."""
    steps = [
        ("set_up_account", lambda: ACCOUNT),
        ("set_up_centre", lambda: CENTRE),
        ("set_up_place", lambda: PLACE),
        ("set_up_purposes", lambda: purposes(client)),
        ("set_up_done", dict),
    ]
    for name, data in steps[:until]:
        response = client.post(reverse(name), data())
        assert response.status_code == 302, errors(response)
    return response


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_an_empty_installation_to_a_centre_in_five_steps(client, language):
    client = StrictClient(headers={"accept-language": language})
    assert client.get("/").url == reverse("set_up")
    page = client.get("/", follow=True)
    for name in ("set_up_account", "set_up_centre", "set_up_place", "set_up_purposes", "set_up_done"):
        assert page.redirect_chain[-1][0] == reverse(name)
        assert page.status_code == 200
        data = {
            "set_up_account": ACCOUNT,
            "set_up_centre": CENTRE,
            "set_up_place": PLACE,
            "set_up_purposes": purposes(client) if name == "set_up_purposes" else {},
            "set_up_done": {},
        }[name]
        page = client.post(reverse(name), data, follow=name != "set_up_done")
    assert page.url == reverse("today")
    centre, site, user = Centre.objects.get(), Site.objects.get(), User.objects.get()
    assert centre.set_up_at
    assert not centre.demonstration
    assert (centre.name_fr, centre.languages, centre.country) == (CENTRE["name"], ["fr", "en"], "FR")
    assert (site.kind, site.name_fr, site.country) == ("main_site", "Site de Vaurenne", "FR")
    hours = site.opening_hours.get()
    assert (hours.weekday, hours.opens, hours.closes) == (0, time(9), time(17, 30))
    assert (user.email, user.roles, user.language) == ("camille@example.org", ["admin"], language)
    assert Purpose.objects.count() == 9
    assert ProfileValue.objects.count() == 59


def test_a_step_that_is_done_says_so_in_a_word_that_agrees_with_any_step():
    client = StrictClient(headers={"accept-language": "fr"})
    done = soup(client.get(go_through(client, until=2).url)).select(".steps .state-ok")
    assert [state.get_text(strip=True) for state in done] == ["Terminé", "Terminé"]
    assert all(state.svg for state in done)


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/today/", "/fr/", "/fr/sign-in/"])
def test_every_door_of_an_empty_installation_leads_to_the_set_up_and_no_cache_keeps_that(client, address):
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].endswith(reverse("set_up_account"))
    assert "no-store" in response.headers["Cache-Control"]
    assert "no-store" in client.get("/").headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/sign-in/"])
def test_a_centre_that_stands_already_has_its_ordinary_doors(client, address):
    make_centre()
    assert client.get(address).status_code == 200


@pytest.mark.thorough
def test_everything_is_closed_for_good_when_it_is_done(client):
    go_through(client)
    stranger = StrictClient()
    for visitor in (client, stranger):
        for name in ("set_up", "set_up_account"):
            assert visitor.get(reverse(name)).status_code == 404
        assert visitor.post(reverse("set_up_account"), ACCOUNT | {"email": "eve@example.org"}).status_code == 404
    for name in ("set_up_centre", "set_up_place", "set_up_purposes", "set_up_done"):
        assert stranger.get(reverse(name)).url.startswith("/sign-in/")
    centre = Centre.objects.get()
    centre.demonstration = True  # a second factor would stand in front
    centre.save()
    for name in ("set_up_centre", "set_up_place", "set_up_purposes", "set_up_done"):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), CENTRE).status_code == 404
    assert User.objects.count() == 1


def test_a_second_person_cannot_take_over_once_the_first_account_exists(client):
    go_through(client, until=1)
    eve = StrictClient()
    response = eve.post(reverse("set_up_account"), ACCOUNT | {"email": "eve@example.org"})
    assert response.url == reverse("set_up_centre")
    assert User.objects.count() == 1
    assert eve.get(reverse("set_up_centre")).url.startswith("/sign-in/")
    assert eve.post(reverse("set_up_centre"), CENTRE).status_code == 302
    assert not Centre.objects.exists()
    colleague = StrictClient()
    colleague.force_login(make_user(roles=["director"]))
    assert colleague.post(reverse("set_up_centre"), CENTRE).status_code == 403


def test_it_is_left_and_continued_by_signing_in(client):
    go_through(client, until=2)
    later = StrictClient(headers={"accept-language": "en"})
    assert later.get("/").url == reverse("set_up"), "whoever comes back begins where the first page began"
    assert later.get(reverse("set_up")).url == reverse("set_up_place")
    assert later.get(reverse("set_up_place")).url.startswith("/sign-in/")
    response = later.post("/sign-in/", {"username": "camille@example.org", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("set_up_place")
    assert later.get(reverse("set_up_done")).url == reverse("set_up_place"), "no step is jumped"
    assert later.post(reverse("set_up_done")).url == reverse("set_up_place")
    assert not Centre.objects.get().set_up_at


@pytest.mark.thorough
def test_earlier_steps_can_be_corrected_on_the_way(client):
    go_through(client, until=4)
    page = soup(client.get(reverse("set_up_centre")))
    assert page.select_one("[name=area_name]")["value"] == "Pays de Vaurenne"
    client.post(reverse("set_up_centre"), CENTRE | {"area_name": "Vaurenne et alentours"})
    page = soup(client.get(reverse("set_up_place")))
    assert page.select_one("[name=closes_0_0]")["value"] == "17:30"
    client.post(reverse("set_up_place"), PLACE | {"name": "Grande halle", "closes_0_0": "18"})
    assert Centre.objects.get().area_name == "Vaurenne et alentours"
    assert Site.objects.get().name_fr == "Grande halle"
    assert Site.objects.get().opening_hours.get().closes == time(18)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"password": "short", "again": "short"}, "password", "at least 12"),
        ({"password": "motdepasse123", "again": "motdepasse123"}, "password", "obvious word"),
        ({"password": "camille@example", "again": "camille@example"}, "password", "too similar"),
        ({"again": "something else entirely"}, "again", "not the same"),
        ({"email": "camille"}, "email", "valid email"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_the_first_account_has_a_good_password(client, changes, field, words):
    response = client.post(reverse("set_up_account"), ACCOUNT | changes)
    assert list(errors(response)) == [field]
    assert words in errors(response)[field]
    assert not User.objects.exists()
    assert PASSWORD not in response.content.decode()


def test_who_also_directs_the_centre_is_both(client):
    client.post(reverse("set_up_account"), ACCOUNT | {"is_director": "on"})
    assert User.objects.get().roles == ["admin", "director"]


@pytest.mark.many_cases
@pytest.mark.parametrize("change", ["host", "name", "https", "proxy"])
def test_where_others_could_be_first_the_code_of_the_installation_is_asked_for(client, settings, tmp_path, change):
    here = replace(settings.INSTALLATION, data=tmp_path / "data")
    settings.INSTALLATION = replace(here, host="0.0.0.0") if change == "host" else here
    settings.ALLOWED_HOSTS = ["testserver", "cite.example.org"] if change == "name" else ["testserver"]
    settings.HTTPS = change == "https"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if change == "proxy" else None
    address = reverse("set_up_account")
    assert soup(client.get(address)).select_one("[name=code]")
    code = (tmp_path / "data" / "set-up-code").read_text().strip()
    assert len(code) == 14
    for wrong in ("", "aaaa-bbbb-cccc", "é"):
        response = client.post(address, ACCOUNT | {"code": wrong})
        assert list(errors(response)) == ["code"]
    assert not User.objects.exists()
    assert code not in response.content.decode()
    client.post(address, ACCOUNT | {"code": f" {code.upper()} "})
    assert User.objects.exists()


def test_on_this_machine_alone_no_code_is_asked_for(client):
    assert not soup(client.get(reverse("set_up_account"))).select_one("[name=code]")


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("step", "data", "changes", "field"),
    [
        (1, CENTRE, {"name": ""}, "name"),
        (1, CENTRE, {"country": "F"}, "country"),
        (1, CENTRE, {"country": "12"}, "country"),
        (1, CENTRE, {"default_language": "de"}, "default_language"),
        (2, PLACE, {"name": ""}, "name"),
        (2, PLACE, {"valid_from": "one day"}, "valid_from"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, step, data, changes, field):
    go_through(client, until=step)
    response = client.post(reverse(["", "set_up_centre", "set_up_place"][step]), data | changes)
    assert list(errors(response)) == [field]


@pytest.mark.thorough
def test_the_week_may_wait_but_what_is_written_must_be_right(client):
    go_through(client, until=2)
    wrong = client.post(reverse("set_up_place"), PLACE | {"closes_0_0": "8"})
    assert "The closing time must come after the opening time." in wrong.content.decode()
    assert not Site.objects.exists()
    client.post(reverse("set_up_place"), PLACE | {"opens_0_0": "", "closes_0_0": ""})
    client.post(reverse("set_up_purposes"), purposes(client))
    assert "without opening hours for now" in client.get(reverse("set_up_done")).content.decode()


@pytest.mark.thorough
def test_purposes_are_renamed_or_switched_off(client):
    go_through(client, until=3)
    data = purposes(client, on_career_change=None, name_business_fr="Créer sa boîte")
    client.post(reverse("set_up_purposes"), data)
    off, renamed = Purpose.objects.get(code="career_change"), Purpose.objects.get(code="business")
    assert off.valid_until
    assert (renamed.name_fr, renamed.name_en, renamed.valid_until) == ("Créer sa boîte", "Create a business", None)
    done = client.get(reverse("set_up_done")).content.decode()
    assert "Change job" not in done
    client.post(reverse("set_up_purposes"), purposes(client, on_career_change="on"))
    assert Purpose.objects.get(code="career_change").valid_until is None


def test_one_purpose_stays_and_each_has_a_name(client):
    go_through(client, until=3)
    response = client.post(reverse("set_up_purposes"), purposes(client, name_business_fr=""))
    assert errors(response) == {"name_business_fr": "Write a name, or switch the purpose off."}
    codes = ("orientation", "employment", "training", "career_change", "business")
    none = client.post(reverse("set_up_purposes"), purposes(client, **{f"on_{code}": None for code in codes}))
    assert "Keep at least one purpose" in errors(none)[""]
    assert not Purpose.objects.exists()


@pytest.mark.thorough
def test_a_centre_in_another_language_than_french_works_without_it(client):
    go_through(client, until=1)
    client.post(reverse("set_up_centre"), CENTRE | {"default_language": "it", "languages": [], "country": "it"})
    client.post(reverse("set_up_place"), PLACE)
    assert not soup(client.get(reverse("set_up_purposes"))).select_one("[name=name_business_fr]")
    client.post(reverse("set_up_purposes"), purposes(client, name_business_it="Mettersi in proprio"))
    client.post(reverse("set_up_done"))
    assert "Mettersi in proprio" in StrictClient(headers={"accept-language": "it"}).get("/").content.decode()
    assert Site.objects.get().name_it == "Site de Vaurenne"


# The command


def run(monkeypatch, *arguments, password=PASSWORD, **changes):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    options = {
        "--name": CENTRE["name"],
        "--site": "Site de Vaurenne",
        "--language": "fr",
        "--admin-email": "Camille@example.org",
    } | changes
    said = io.StringIO()
    words = [word for pair in options.items() for word in pair]
    call_command("setup", "--admin-password-stdin", *words, *arguments, stdout=said)
    return said.getvalue()


def test_the_command_makes_the_same_centre(monkeypatch, client):
    said = run(monkeypatch, "--area", "Pays de Vaurenne", "--country", "it", "--further-language", "en")
    centre, site, user = Centre.objects.get(), Site.objects.get(), User.objects.get()
    assert (centre.name_fr, centre.area_name, centre.country) == (CENTRE["name"], "Pays de Vaurenne", "IT")
    assert (centre.languages, centre.default_language) == (["fr", "en"], "fr")
    assert centre.set_up_at
    assert (site.kind, site.country) == ("main_site", "IT")
    assert user.check_password(PASSWORD)
    assert (user.email, user.roles) == ("camille@example.org", ["admin"])
    assert "9 purposes" in said
    assert PASSWORD not in said
    assert client.get(reverse("set_up")).status_code == 404


def test_the_command_refuses_an_installation_that_is_set_up(monkeypatch):
    make_centre()
    with pytest.raises(CommandError, match="set up already") as refused:
        run(monkeypatch)
    assert refused.value.returncode == 1
    assert not User.objects.exists()


def test_the_command_leaves_a_set_up_that_somebody_has_begun(monkeypatch, client):
    go_through(client, until=1)
    with pytest.raises(CommandError, match="begun the set-up in the browser"):
        run(monkeypatch)


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("password", "changes", "words"),
    [
        ("short", {}, "12 characters"),
        ("", {}, "12 characters"),
        ("azertyazerty", {}, "obvious word"),
        (PASSWORD, {"--admin-email": "nowhere"}, "email"),
        (PASSWORD, {"--country": "Italy"}, "country"),
        (PASSWORD, {"--name": " "}, "name"),
    ],
)
def test_the_command_refuses_what_the_browser_refuses_and_changes_nothing(monkeypatch, password, changes, words):
    with pytest.raises(CommandError, match=words):
        run(monkeypatch, password=password, **changes)
    assert not User.objects.exists()
    assert not Centre.objects.exists()
    assert not Purpose.objects.exists()


def test_the_command_never_takes_the_password_from_its_arguments(monkeypatch):
    with pytest.raises(CommandError, match="admin-password-stdin"):
        call_command("setup", "--name", "C", "--site", "S", "--language", "fr", "--admin-email", "a@example.org")
