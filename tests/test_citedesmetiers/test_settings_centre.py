"""The centre, its logo, its places and their computer stations, through the pages of the settings."""

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFile

from citedesmetiers.factories import make_centre, make_site, make_station_count
from citedesmetiers.models import Centre, Site

pytestmark = pytest.mark.django_db
ALL = ["interviews", "desks", "documentation", "multimedia", "collective"]


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def errors(response):
    """The errors beside the fields, by the name of the field; those of the summary alone under ""."""
    page = soup(response)
    found = {}
    for field in page.select(".field.has-error"):
        found[field.select_one("input, select, textarea")["name"]] = " ".join(
            error.get_text(strip=True) for error in field.select(".field-error")
        )
    alone = [item.get_text(strip=True) for item in page.select(".error-summary li") if not item.a]
    return found | ({"": " ".join(alone)} if alone else {})


def centre_data(**changes):
    return {
        "name_fr": "Cité des métiers",
        "name_en": "",
        "short_name": "Cité des métiers",
        "languages": ["fr", "en"],
        "default_language": "fr",
        "country": "FR",
        "suppression_threshold": "5",
        "retention_months": "13",
    } | changes


def site_data(**changes):
    return {
        "name_fr": "Relais",
        "code": "relais",
        "kind": "relay_point",
        "country": "FR",
        "profile_lists": ["gender"],
    } | changes


def picture(kind="PNG", size=(40, 20), mode="RGBA", **options):
    file = BytesIO()
    Image.new(mode, size, 200 if mode == "L" else None).save(file, kind, **options)
    return file.getvalue()


def upload(client, content, name="logo.png"):
    return client.post(reverse("settings_centre"), centre_data(logo=SimpleUploadedFile(name, content)))


def test_only_the_languages_of_the_centre_are_asked_for_and_the_default_one_is_needed(signed_in):
    client = signed_in("director")
    page = soup(client.get(reverse("settings_centre")))
    assert page.select_one("[name=name_en]")
    assert not page.select_one("[name=name_it]")
    refused = client.post(reverse("settings_centre"), centre_data(name_fr="", name_en="Only English"))
    assert set(errors(refused)) == {"name_fr"}
    assert soup(refused).select_one("[name=name_en]")["value"] == "Only English"
    assert Centre.objects.get().name_fr != ""


def test_a_language_that_is_added_is_asked_for_next_time(signed_in):
    client = signed_in("director")
    response = client.post(reverse("settings_centre"), centre_data(languages=["fr", "en", "it"]), follow=True)
    assert soup(response).select_one("[name=name_it]")


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"suppression_threshold": "2"}, "suppression_threshold", "3"),
        ({"suppression_threshold": "21"}, "suppression_threshold", "20"),
        ({"retention_months": "37"}, "retention_months", "36"),
        ({"opening_balance": "9"}, "opening_balance_until", "needs both"),
        ({"languages": ["en"]}, "default_language", "must be among"),
        ({"languages": []}, "languages", "required"),
        ({"country": "F"}, "country", "two capital letters"),
        ({"email": "nowhere"}, "email", "valid email"),
    ],
)
def test_a_broken_rule_speaks_beside_the_field_to_blame(signed_in, changes, field, words):
    client = signed_in("director")
    response = client.post(reverse("settings_centre"), centre_data(**changes))
    assert list(errors(response)) == [field]
    assert words in errors(response)[field]


def test_the_director_sets_the_privacy_threshold(signed_in):
    signed_in("director").post(reverse("settings_centre"), centre_data(suppression_threshold="10"))
    assert Centre.objects.get().suppression_threshold == 10


def test_a_logo_is_drawn_anew_and_shown_to_everyone(signed_in, client):
    from tests.strict import StrictClient

    assert StrictClient().get(reverse("logo")).status_code == 404
    upload(signed_in("director"), picture() + b"<script>hidden behind the picture</script>")
    shown = StrictClient().get(reverse("logo"))
    content = b"".join(shown.streaming_content)
    assert shown.headers["Content-Type"] == "image/png"
    assert b"script" not in content
    assert Image.open(BytesIO(content)).size == (40, 20)
    assert not shown.cookies


@pytest.mark.thorough
def test_metadata_and_size_of_a_photograph_do_not_survive(signed_in):
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    upload(signed_in("director"), picture("JPEG", (3000, 1500), "RGB", exif=exif), "logo.jpg")
    with Centre.objects.get().logo.open("rb") as file:
        content = file.read()
    assert b"Secret camera" not in content
    assert Image.open(BytesIO(content)).size == (1200, 600)


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"This is a text.", "no PNG or JPEG picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no PNG or JPEG picture"),
        (picture("GIF", mode="L"), "no PNG or JPEG picture"),
        (picture(size=(400, 400))[:80], "no PNG or JPEG picture"),
        (b"\0" * (2 * 1024 * 1024 + 1), "at most 2.0"),
        (picture(size=(6000, 5000), mode="L"), "too many pixels"),
    ],
    ids=["text", "svg", "gif", "cut off", "too heavy", "too large"],
)
@pytest.mark.parametrize("lenient", [False, True], ids=["before a print", "after a print"])
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(signed_in, monkeypatch, content, words, lenient):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # WeasyPrint switches this on
    response = upload(signed_in("director"), content)
    assert words in errors(response)["logo"].replace("\xa0", " ")
    assert not Centre.objects.get().logo
    assert soup(response).select_one("[name=name_fr]")["value"] == "Cité des métiers"


def test_a_new_logo_replaces_the_old_file_and_can_be_removed(signed_in, tmp_path, django_capture_on_commit_callbacks):
    client = signed_in("director")
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, picture())
        upload(client, picture("JPEG", mode="RGB"), "logo.jpg")
    assert [path.suffix for path in (tmp_path / "logo").iterdir()] == [".jpg"]
    client.post(reverse("settings_centre"), centre_data())
    assert Centre.objects.get().logo, "saving without a file keeps the logo"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("settings_centre"), centre_data(remove_logo="on"))
    assert not Centre.objects.get().logo
    assert list((tmp_path / "logo").iterdir()) == []


def test_a_place_is_added_and_goes_on_to_its_hours(signed_in):
    client = signed_in("director")
    response = client.post(reverse("site_add"), site_data(name_en="Relay"))
    site = Site.objects.get(code="relais")
    assert response.url == reverse("opening_hours", args=[site.pk])
    assert (site.name_fr, site.name_en, site.profile_lists) == ("Relais", "Relay", ["gender"])


def test_the_code_of_a_place_stays_as_it_was_chosen(signed_in):
    site = make_site(code="first")
    client = signed_in("director")
    assert not soup(client.get(reverse("site_edit", args=[site.pk]))).select_one("[name=code]")
    client.post(reverse("site_edit", args=[site.pk]), site_data(code="second"))
    site.refresh_from_db()
    assert (site.code, site.name_fr) == ("first", "Relais")


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "main_site"}, "kind"),
        ({"kind": "site", "services": ["desks"]}, "services"),
        ({"kind": "associated_centre", "services": []}, "services"),
        ({"kind": "ephemeral", "opened_on": "2026-05-01"}, "closed_on"),
        ({"opened_on": "2026-05-02", "closed_on": "2026-05-01"}, "closed_on"),
        ({"opened_on": "31 février"}, "opened_on"),
        ({"code": "Le Relais"}, "code"),
        ({"code": "main"}, "code"),
        ({"name_fr": ""}, "name_fr"),
        ({"country": "Italy"}, "country"),
        ({"services": ["massage"]}, "services"),
        ({"distance_km": "far"}, "distance_km"),
    ],
)
def test_a_rule_of_places_speaks_beside_its_field_and_what_was_typed_stays(signed_in, changes, field):
    make_site(code="main", kind="main_site")
    data = site_data(address="3, quai des Tanneurs", services=ALL) | changes
    response = signed_in("director").post(reverse("site_add"), data)
    assert list(errors(response)) == [field]
    assert soup(response).select_one("[name=address]")["value"] == "3, quai des Tanneurs"


def test_the_main_site_belongs_to_no_other_place(signed_in):
    main, other = make_site(kind="main_site"), make_site()
    data = site_data(kind="main_site", parent=other.pk, services=ALL)
    response = signed_in("director").post(reverse("site_edit", args=[main.pk]), data)
    assert list(errors(response)) == ["parent"]


@pytest.mark.thorough
def test_a_place_cannot_belong_to_one_that_belongs_to_it(signed_in):
    above = make_site()
    middle = make_site(parent=above)
    below = make_site(parent=middle)
    page = soup(signed_in("director").get(reverse("site_edit", args=[above.pk])))
    offered = {option["value"] for option in page.select("[name=parent] option")}
    assert offered == {""}
    data = site_data(kind="relay_point", parent=below.pk)
    assert "parent" in errors(
        signed_in("director", email="b@example.org").post(reverse("site_edit", args=[above.pk]), data)
    )


def test_what_the_guide_advises_against_is_said_and_refuses_nothing(signed_in):
    client = signed_in("director")
    site = make_site(kind="network_point", area_m2=130, counsellors=3)
    page = client.get(reverse("site_edit", args=[site.pk])).content.decode()
    assert "below 100 m²" in page
    assert "one or two counsellors" in page
    assert (
        client.post(reverse("site_edit", args=[site.pk]), site_data(kind="network_point", area_m2="130")).status_code
        == 302
    )


@pytest.mark.thorough
def test_computer_stations_are_dated_and_the_list_shows_those_of_today(signed_in):
    client = signed_in("director")
    site = make_site()
    address = reverse("station_add", args=[site.pk])
    client.post(address, {"stations-since": "2021-09-01", "stations-stations": "24"})
    client.post(address, {"stations-since": "2099-01-01", "stations-stations": "99"})
    page = client.get(reverse("site_list")).content.decode()
    assert ">24<" in page
    assert ">99<" not in page
    twice = client.post(address, {"stations-since": "2021-09-01", "stations-stations": "7"})
    assert "number for this day already" in errors(twice)["stations-since"]
    count = make_station_count(site=site, since=date(2022, 1, 1))
    client.post(reverse("station_remove", args=[site.pk, count.pk]))
    assert site.station_counts.count() == 2


def test_before_the_set_up_there_is_no_centre_to_edit(signed_in):
    client = signed_in("admin")
    Centre.objects.all().delete()
    assert client.get(reverse("settings_centre")).status_code == 404
    make_centre(demonstration=True)
    assert client.get(reverse("settings_centre")).status_code == 200
