"""The frame of the pages: who sees which rooms, the place chosen, the language."""

import pytest

from citedesmetiers.factories import make_site, make_user

pytestmark = pytest.mark.django_db


def rooms(response):
    from bs4 import BeautifulSoup

    return [item.get_text(strip=True) for item in BeautifulSoup(response.content, "html.parser").select(".rail-item")]


def test_reception_sees_the_rooms_it_works_in_and_neither_partners_nor_reports(signed_in):
    expected = ["Today", "Reception", "Desks", "Documentation", "Events"]
    assert rooms(signed_in("reception").get("/today/")) == expected


def test_the_administrator_sees_no_activity(signed_in):
    assert rooms(signed_in("admin").get("/today/")) == ["Today"]


def test_the_administrator_finds_the_way_to_the_settings_and_accounts(signed_in):
    page = signed_in("admin").get("/today/").content.decode()
    main = page[page.index("<main") :]
    assert 'href="/settings/"' in main
    assert 'href="/settings/users/"' in main


def test_a_chosen_place_stays_chosen_and_a_strange_one_is_refused(signed_in):
    one, two, strange = make_site(name="One"), make_site(name="Two"), make_site(name="Strange")
    client = signed_in("reception", sites=[one, two])
    assert b"One" in client.get("/today/").content
    client.post("/today/site/", {"site": two.pk})
    assert client.get("/today/").context["shell"].site == two
    assert client.post("/today/site/", {"site": strange.pk}).status_code == 400
    assert client.get("/today/").context["shell"].site == two


def test_the_language_of_the_account_wins_over_the_browser(signed_in):
    client = signed_in("reception", language="it")
    assert client.get("/today/", headers={"accept-language": "en"}).headers["Content-Language"] == "it"


def test_another_language_is_chosen_on_a_page_whose_address_names_one(signed_in):
    client = signed_in("reception", language="fr")
    page = client.post("/fr/today/language/", {"language": "en", "next": "/fr/account/?from=mail"}, follow=True)
    assert page.redirect_chain[-1][0] == "/account/?from=mail"
    assert page.headers["Content-Language"] == "en"


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [("/", "en-GB,en;q=0.9", "en"), ("/", "de", "fr"), ("/it/", "en", "it"), ("/", "xx;q=zz, pt;q=0.5", "pt")],
)
def test_visitors_get_their_language_without_a_cookie(client, centre, path, accepted, language):
    response = client.get(path, headers={"accept-language": accepted})
    assert response["Content-Language"] == language
    assert not response.cookies


def test_links_keep_the_language_of_the_address(client, centre):
    assert b'href="/en/accessibility/"' in client.get("/en/").content


def test_a_page_without_database_rows_stands(client, db):
    assert client.get("/").status_code in (200, 302)


def test_names_of_people_are_escaped(signed_in):
    page = signed_in("reception", name="<b>Ada</b>").get("/today/").content
    assert b"<b>Ada</b>" not in page
    assert b"&lt;b&gt;Ada" in page


def test_unknown_users_are_asked_to_sign_in(client, centre):
    make_user()
    assert client.get("/today/").headers["Location"] == "/sign-in/?next=/today/"
