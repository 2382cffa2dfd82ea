"""Pages that staff write: what the public reads, versions, languages, the markup."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import markup, starting_lists, text_changes
from citedesmetiers.factories import make_page, make_site, make_user
from citedesmetiers.models import Page, PageVersion

pytestmark = pytest.mark.django_db
LANGUAGES = ["fr", "en", "it", "es", "pt"]


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(element):
    return " ".join(element.get_text(" ").split())


def filled_form(page, **changes):
    """What a browser sends back of the form of `page`."""
    asked = {"title_fr": page.title_fr or "", "body_fr": page.body_fr or "", "title_en": page.title_en or ""}
    asked |= {"body_en": page.body_en or "", "state": page.state, "slug": page.slug, "rank": page.rank}
    return asked | {"in_footer": "on", "based_on": page.last_number} | changes


# ── What the public reads ────────────────────────────────────────────────────────────────────────────


def test_a_published_page_is_read_and_linked_from_the_foot_and_the_site_map(client, centre):
    page = make_page(title="Parking", body="Bicycles stand **behind** the house.")
    read = soup(client.get(f"/en/pages/{page.slug}/"))
    assert text(read.h1) == "Parking"
    assert text(read.main.strong) == "behind"
    assert read.select_one('meta[name="description"]')["content"] == "Bicycles stand behind the house."
    link = f'a[href="/en/pages/{page.slug}/"]'
    assert text(read.select_one(f"footer {link}")) == "Parking"
    assert text(soup(client.get("/en/site-map/")).select_one(f"main {link}")) == "Parking"
    assert f"/en/pages/{page.slug}/</loc>" in client.get("/sitemap.xml").text


def test_a_draft_is_not_found_and_linked_nowhere(client, centre):
    page = make_page(state="draft")
    assert client.get(f"/en/pages/{page.slug}/").status_code == 404
    assert page.slug not in client.get("/en/site-map/").text
    assert page.slug not in client.get("/sitemap.xml").text


def test_a_page_that_is_not_at_the_foot_stands_in_the_site_map(client, centre):
    page = make_page(in_footer=False)
    assert not soup(client.get("/en/")).select(f'footer a[href$="/{page.slug}/"]')
    assert soup(client.get("/en/site-map/")).select(f'main a[href$="/{page.slug}/"]')


def test_a_page_that_is_missing_in_the_readers_language_says_in_which_it_exists(client, centre):
    page = make_page(title_en="", body_en="", title_fr="Stationnement", body_fr="Derrière la maison.")
    read = soup(client.get(f"/en/pages/{page.slug}/"))
    assert text(read.select_one(".notice")) == "This page exists only in: French."
    assert read.article["lang"] == "fr"
    there = soup(client.get(f"/fr/pages/{page.slug}/"))
    assert not there.select(".notice")
    assert "lang" not in there.article.attrs


@pytest.mark.thorough
def test_a_page_about_a_place_stands_on_the_page_of_that_place_alone(client, centre):
    page = make_page(title="The garden", site=make_site(code="garden"))
    make_site(code="other")
    assert text(soup(client.get("/en/places/garden/")).select_one(f'main a[href$="/{page.slug}/"]')) == "The garden"
    assert "The garden" not in text(soup(client.get("/en/places/other/")).main)


# ── The pages that a site must have ──────────────────────────────────────────────────────────────────


def test_a_new_centre_finds_four_pages_in_five_languages_and_the_legal_notice_as_a_draft():
    starting_lists.load_pages()
    assert dict(Page.objects.values_list("kind", "state")) == {
        "how_to_come": "published",
        "contact": "published",
        "accessibility": "published",
        "legal": "draft",
    }
    for page in Page.objects.all():
        page.full_clean()
        assert page.languages == LANGUAGES
        assert page.versions.count() == 1
        for language in LANGUAGES:
            assert markup.unknown_fields(page.in_language(language)[1]) == []
    assert starting_lists.load_pages() == 0


def test_the_accessibility_statement_follows_the_imposed_form_and_says_that_nobody_has_audited_the_site(
    client, centre
):
    starting_lists.load_pages()
    read = soup(client.get("/fr/accessibility/"))
    assert text(read.h1) == "Accessibilité : non conforme, non audité"
    assert [text(each) for each in read.main.select("h2")] == [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Établissement de cette déclaration d’accessibilité",
        "Retour d’information et contact",
        "Voies de recours",
    ]
    assert "Défenseur des droits" in text(read.main)
    assert client.get("/fr/pages/accessibility/").headers["Location"] == "/fr/accessibility/"


def test_the_statement_is_there_before_the_centre_has_written_its_own(client, centre):
    assert "not compliant" in text(soup(client.get("/en/accessibility/")).main)


def test_a_page_says_what_the_settings_say_and_leaves_out_lines_of_empty_fields(client, centre):
    starting_lists.load_pages()
    make_site(kind="main_site", name="Main place", address="12 Market Square", postcode="00100")
    centre.phone = "01 02 03 04 05"
    centre.save()
    said = text(soup(client.get("/en/pages/contact/")).main)
    assert "Telephone: 01 02 03 04 05" in said
    assert "Main place, 12 Market Square, 00100" in said
    assert "E-mail" not in said


# ── The markup ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[words](javascript:alert(1))",
        "[words](data:text/html;base64,PHNjcmlwdD4=)",
        "![a picture](https://elsewhere.example/pixel.png)",
        '<a href="https://x.example" onclick="go()">words</a>',
        "<style>body { display: none }</style>",
    ],
)
def test_what_could_harm_a_reader_does_not_come_through(written):
    made = BeautifulSoup(markup.html(written), "html.parser")
    assert {tag.name for tag in made.find_all()} <= {"p", "a"}
    for link in made.find_all("a"):
        assert link["href"].startswith("https://")
        assert set(link.attrs) == {"href", "rel"}


def test_headings_stand_below_the_pages_own_and_links_keep_the_language(client, centre):
    page = make_page(body="# One\n\n## Two\n\n###### Six\n\n[places](/places/)")
    main = soup(client.get(f"/en/pages/{page.slug}/")).main
    assert [each.name for each in main.select(".written h2, .written h3, .written h4")] == ["h2", "h3", "h4"]
    assert main.select_one(".written a")["href"] == "/en/places/"


def test_a_value_of_the_settings_is_not_read_as_markup():
    assert markup.html("{centre}", {"centre": "A *b* [c](https://x.example) <i>"}).strip() == (
        "<p>A *b* [c](https://x.example) &lt;i&gt;</p>"
    )


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_added_with_an_address_made_from_its_title(signed_in):
    client = signed_in("director")
    sent = {"title_fr": "Venir à vélo", "body_fr": "Derrière la maison.", "state": "published", "based_on": 0}
    assert client.post(reverse("page_add"), sent).status_code == 302
    page = Page.objects.get()
    assert page.slug == "venir-a-velo"
    assert page.versions.get().saved_by == client.user


def test_a_preview_shows_the_page_and_saves_nothing(signed_in):
    client = signed_in("director")
    page = make_page(title_fr="Stationnement")
    sent = filled_form(page, body_en="Now **before** the house.", preview="1")
    shown = soup(client.post(reverse("page_edit", args=[page.pk]), sent))
    assert text(shown.select_one('.preview-page[lang="en"] strong')) == "before"
    assert "before" in shown.select_one("#id_body_en").text
    assert PageVersion.objects.count() == 1
    page.refresh_from_db()
    assert "behind" in page.body_en


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title_fr": ""}, "title_fr", "This field is required."),
        ({"body_en": "Call {telephon}."}, "body_en", "There is no field {telephon}."),
        ({"title_en": "", "body_en": "A text"}, "title_en", "This text needs a title."),
        ({"slug": "Not good"}, "slug", "letters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(signed_in, changes, field, said):
    client = signed_in("director")
    page = make_page(title_fr="Stationnement")
    shown = soup(client.post(reverse("page_edit", args=[page.pk]), filled_form(page, **changes)))
    assert said in text(shown.select_one(f"#div_id_{field}"))
    assert PageVersion.objects.count() == 1


def test_the_legal_notice_is_published_once_everything_in_it_is_completed(signed_in):
    client = signed_in("director")
    starting_lists.load_pages()
    page = Page.objects.get(kind="legal")
    sent = filled_form(page, state="published")
    shown = soup(client.post(reverse("page_edit", args=[page.pk]), sent))
    assert "to be completed; To be completed: name and function" in text(shown.select_one("#div_id_body_en"))
    assert not Page.objects.published().filter(kind="legal").exists()
    for code in ("fr", "en"):
        sent[f"body_{code}"] = sent[f"body_{code}"].replace("*", "")
    assert client.post(reverse("page_edit", args=[page.pk]), sent).status_code == 302
    assert Page.objects.published().filter(kind="legal").exists()


def test_who_saves_over_a_newer_version_is_told_and_writes_over_nothing(signed_in):
    client = signed_in("director")
    page = make_page(title_fr="Stationnement")
    mine = filled_form(page, body_en="Mine")
    page.body_en = "Theirs"
    page.save_version(make_user(roles=["director"]))
    shown = soup(client.post(reverse("page_edit", args=[page.pk]), mine))
    assert "Somebody else has saved this since" in text(shown.select_one(".error-summary"))
    page.refresh_from_db()
    assert page.body_en == "Theirs"


def test_saving_without_a_change_makes_no_version():
    page = make_page()
    assert page.save_version(None) is None
    page.title_en = "Other"
    assert page.save_version(None).number == 2


def test_a_version_shows_what_it_changed_and_can_be_taken_up_again(signed_in):
    client = signed_in("director")
    page = make_page(body="Bicycles stand behind the house.", title_fr="Stationnement")
    page.body_en = "Bicycles stand beside the house."
    page.save_version(client.user)
    shown = soup(client.get(reverse("page_version", args=[page.pk, 2])))
    for word in shown.select(".diff .visually-hidden"):
        word.extract()
    assert [text(each) for each in shown.select(".diff del")] == ["behind"]
    assert [text(each) for each in shown.select(".diff ins")] == ["beside"]
    client.post(reverse("page_restore", args=[page.pk, 1]))
    page.refresh_from_db()
    assert page.body_en == "Bicycles stand behind the house."
    assert list(page.versions.order_by("number").values_list("number", "restored")) == [(1, None), (2, None), (3, 1)]


def test_a_page_that_a_site_must_have_cannot_be_deleted_and_one_of_ones_own_goes_with_its_versions(signed_in):
    client = signed_in("director")
    starting_lists.load_pages()
    must, own = Page.objects.get(kind="contact"), make_page()
    assert client.post(reverse("page_delete", args=[must.pk])).status_code == 404
    assert "1 version of it goes with it." in client.get(reverse("page_delete", args=[own.pk])).text
    assert client.post(reverse("page_delete", args=[own.pk])).status_code == 302
    assert list(Page.objects.filter(kind="free")) == []


def test_missing_pages_are_added_with_one_button(signed_in):
    client = signed_in("director")
    assert "Legal notice" in text(soup(client.get(reverse("page_list"))).select_one("form.notice"))
    client.post(reverse("page_start"))
    assert Page.objects.count() == 4
    assert not soup(client.get(reverse("page_list"))).select("form.notice")


def test_the_list_asks_the_database_as_often_for_three_pages_as_for_one(signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("director")
    for _page in range(2):
        make_page(user=client.user)
    client.get(reverse("page_list"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("page_list"))
    for _page in range(3):
        make_page(user=client.user)
    with django_assert_num_queries(len(few)):
        client.get(reverse("page_list"))


def test_a_difference_is_shown_word_by_word_and_lines_that_stayed_are_left_out():
    assert text_changes.changed_lines("aaa bb ccc\nsame", "aaa xx ccc\nsame\nnew") == [
        [("same", "aaa "), ("gone", "bb"), ("new", "xx"), ("same", " ccc")],
        [("new", "new")],
    ]


def test_lines_that_have_little_in_common_stand_one_after_the_other():
    assert text_changes.changed_lines("to be completed", "the president of it") == [
        [("gone", "to be completed")],
        [("new", "the president of it")],
    ]


def test_a_version_says_when_it_was_saved():
    assert timezone.now() - make_page().versions.get().saved_at < timedelta(minutes=1)
