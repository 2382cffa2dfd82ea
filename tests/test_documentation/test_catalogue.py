"""The public catalogue: pages, JSON, exports, harvesting."""

import functools
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeData

from citedesmetiers.factories import make_purpose, make_site
from documentation import counts, freshness, searches
from documentation.factories import (
    make_bibliography,
    make_copy,
    make_loan,
    make_opinion,
    make_reservation,
    make_resource,
)
from documentation.models import ConsultationCount, Report, Resource, SearchCount
from documentation.search import index
from documentation.templatetags.documentation import unbroken

OURS = {"Sec-Fetch-Site": "same-origin"}  # what a browser says of a form of our own page
OAI = "{http://www.openarchives.org/OAI/2.0/}"


def test_a_question_is_answered_on_the_page_and_as_json_alike(client, centre):
    resource = make_resource(title="Devenir infirmière", source_id="A-1", purposes=[make_purpose(code="training")])
    answer = client.get("/catalogue/", {"q": "infirmier", "format": "json"}).json()
    assert answer["count"] == 1
    assert answer["results"][0]["source_id"] == "A-1"
    assert answer["results"][0]["id"] == resource.public_id
    assert answer["facets"]["purpose"] == [{"code": "training", "name": resource.purposes.get().name, "count": 1}]
    assert (answer["corrected"], answer["approximate"]) == ({}, False)
    page = client.get("/catalogue/", {"q": "infirmier"})
    assert "Devenir <mark>infirmière</mark>" in page.content.decode()
    assert not page.cookies
    assert "max-age=60" in page.headers["Cache-Control"]
    assert client.get("/catalogue/", {"q": "x"}, headers={"Accept": "application/json"}).json()["count"] == 0


def test_a_corrected_word_is_said_with_a_way_back(client, centre):
    make_resource(title="Boulanger")
    text = client.get("/en/catalogue/", {"q": "boulenger"}).content.decode()
    assert "“boulenger” was read as <b>boulanger</b>" in text
    assert "?q=boulenger&amp;exact=1" in text


def test_nothing_found_leads_on(client, centre):
    make_purpose(name="Find training")
    text = client.get("/en/catalogue/", {"q": "zzzzzz"}).content.decode()
    assert "Nothing found for these words" in text
    assert "Find training" in text


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "query",
    ["page=9999999999", "page=-1", "sort=drop", "medium=%00", "subject=x", "year=99999999", "size=0", "q=%00"],
)
def test_an_address_with_nonsense_is_answered(client, centre, query):
    make_resource()
    assert client.get(f"/catalogue/?{query}").status_code == 200


@pytest.mark.thorough
def test_results_cost_the_same_queries_however_many(client, centre, django_assert_max_num_queries):
    make_copy(resource=make_resource(title="Soudure"))
    with django_assert_max_num_queries(40) as one:
        client.get("/catalogue/?q=soudure")
    n = len(one.captured_queries)
    for _more in range(3):
        make_copy(resource=make_resource(title="Soudure", subjects=["metal"]))
    with django_assert_max_num_queries(n + 1):
        client.get("/catalogue/?q=soudure")


@pytest.mark.thorough
def test_a_record_says_where_it_stands_and_until_when_it_is_lent(client, centre):
    resource = make_resource(title="Guide", abstract="</script><b>x</b>", isbn="9782900012109")
    make_copy(resource=resource, site=make_site(name="Halle"), shelf_mark="E12 GUI", lendable=True)
    day = timezone.localdate()
    make_loan(copy=make_copy(resource=resource, shelf_mark="E12 DEU"), lent_on=day, due_on=day + timedelta(days=9))
    make_loan(copy=make_copy(resource=resource), lent_on=day - timedelta(days=9), due_on=day - timedelta(days=1))
    make_opinion(resource=resource, text="Very clear.")
    text = client.get(f"/en{resource.get_absolute_url()}").content.decode()
    until = date_format(day + timedelta(days=9), "j F")
    for said in ["Halle", "E12 GUI", f"Lent until {until}", "late to come back", "Very clear.", "9782900012109"]:
        assert said in text
    assert text.count("Lent until") == 1
    assert "</script><b>" not in text


def test_drafts_and_weeded_documents_have_no_page(client, centre):
    draft = make_resource(published=False)
    gone = make_resource(weeded_on=date(2026, 1, 1), weeded_because=Resource.WeedingReason.WORN)
    assert [client.get(row.get_absolute_url()).status_code for row in (draft, gone)] == [404, 404]


def test_a_record_is_taken_along_in_each_format(client, centre):
    resource = make_resource(title="R&D {50 %}", creators=["Vidric, Orlane"], isbn="9782900012109", year=2025)
    base = f"/catalogue/{resource.public_id}"
    assert "AU  - Vidric, Orlane" in client.get(f"{base}.ris").content.decode()
    assert r"title = {R\&D 50 \%}" in client.get(f"{base}.bib").content.decode()
    assert ET.fromstring(client.get(f"{base}.dc.xml").content)[0].text == "R&D {50 %}"
    assert client.get(f"{base}.jsonld").json()["isbn"] == "9782900012109"
    assert client.get(f"{base}/qr.svg").content.startswith(b"<svg")


def test_what_visitors_tell_is_counted_without_them(client, centre):
    resource = make_resource()
    for _time in range(2):
        client.post(f"/catalogue/{resource.public_id}/tell/", {"kind": "missing", "text": "I am Ada"}, headers=OURS)
    client.post(f"/catalogue/{resource.public_id}/tell/", {"kind": "made up"}, headers=OURS)
    assert list(Report.objects.values_list("kind", "n")) == [("missing", 2)]


def test_questions_are_counted_by_week_and_those_with_a_person_in_them_are_not(client, centre):
    for text in ["La boulangerie !", "boulangerie", "ada@site.example", "06 12 34 56 78", "comment faire"]:
        client.post("/catalogue/asked/", {"q": text}, headers=OURS)
    row = SearchCount.objects.get()
    assert (row.question, row.n, row.without_result) == ("boulangerie", 2, 2)
    assert searches.plain_question("stage Cuisine") == searches.plain_question("cuisine stage")


def test_a_bibliography_is_public_once_it_is_published(client, centre):
    shown = make_bibliography(title="For beginners", resources=[make_resource(title="First")])
    hidden = make_bibliography(title="Hidden", published=False)
    assert "First" in client.get(shown.get_absolute_url()).content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 404
    text = client.get("/catalogue/lists/").content.decode()
    assert "For beginners" in text
    assert "Hidden" not in text
    assert "TI  - First" in client.get(f"/catalogue/lists/{shown.public_id}.ris").content.decode()


def test_another_cite_harvests_all_records_in_pieces(client, centre, monkeypatch):
    monkeypatch.setattr("documentation.views.oai.AT_ONCE", 2)
    for number in range(5):
        make_resource(title=f"Title {number} & more")
    make_resource(published=False)
    seen, query = [], {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    while query:
        root = ET.fromstring(client.get("/catalogue/oai", query).content)
        seen += [each.text for each in root.iter(f"{OAI}identifier")]
        token = root.find(f"{OAI}ListRecords/{OAI}resumptionToken")
        query = {"verb": "ListRecords", "resumptionToken": token.text} if token is not None and token.text else None
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:y", "idDoesNotExist"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=tomorrow", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"),
    ],
)
def test_errors_are_told_in_the_words_of_the_protocol(client, centre, query, code):
    root = ET.fromstring(client.get(f"/catalogue/oai?{query}").content)
    assert root.find(f"{OAI}error").get("code") == code


def test_behind_a_proxy_each_visitor_has_a_minute_of_their_own(client, centre, settings, monkeypatch):
    settings.BEHIND_PROXY = True
    monkeypatch.setattr("documentation.pace.PER_MINUTE", 1)
    monkeypatch.setattr("documentation.pace._asked", {})
    monkeypatch.setattr("documentation.pace.time", SimpleNamespace(time=lambda: 90))  # all within one minute
    ask = functools.partial(client.get, "/en/catalogue/?q=bread")
    answers = [ask(headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in (1, 2, 3, 1)]
    assert answers == [200, 200, 200, 429]


def test_whoever_asks_too_fast_is_asked_to_wait(client, centre, monkeypatch):
    monkeypatch.setattr("documentation.pace.PER_MINUTE", 0)
    answer = client.get("/catalogue/?q=a&format=json")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_opening_what_is_online_is_counted_by_day_and_by_nobody(client, centre, monkeypatch):
    page, book = make_resource(url="https://leaflet.example/"), make_resource()
    address = f"{page.get_absolute_url()}opened/"
    assert client.get(address).status_code == 405
    assert client.post(address, HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert not ConsultationCount.objects.exists()
    for _time in range(2):
        answer = client.post(address, HTTP_ORIGIN="http://testserver")
        assert (answer.status_code, answer.cookies) == (204, {})
    client.post(f"{book.get_absolute_url()}opened/", HTTP_ORIGIN="http://testserver")  # it has nothing to open
    counted = ConsultationCount.objects.get()
    assert (counted.resource, counted.site, counted.day, counted.n) == (page, None, timezone.localdate(), 2)
    today = timezone.localdate()
    assert counts.opened_online(today.year)[today.month - 1] == 2
    assert sum(counts.consultations(today.year)) == 0
    monkeypatch.setattr("documentation.pace.PER_MINUTE", 0)
    assert client.post(address, HTTP_ORIGIN="http://testserver").status_code == 204
    assert ConsultationCount.objects.get().n == 2


def test_what_was_opened_online_is_not_among_those_never_used(client, centre):
    used, unused = (make_resource(url="https://leaflet.example/", acquired_on=date(2020, 1, 1)) for _one in range(2))
    client.post(f"{used.get_absolute_url()}opened/", HTTP_ORIGIN="http://testserver")
    found = freshness.worklist("unused").rows(timezone.localdate(), freshness.YEARS, None)
    assert (used in found, unused in found) == (False, True)


def test_a_word_that_was_meant_as_typed_stays_so_when_choices_are_made(client, centre):
    make_resource(title="Devenir soudeur", language="fr")
    make_resource(title="Le soudur, un sigle", language="fr")
    answer = BeautifulSoup(client.get("/catalogue/?q=soudur&exact=1&language=fr&page=1").content, "html.parser")
    sent = {field["name"]: field["value"] for field in answer.select(".facets input[type=hidden]")}
    assert sent == {"q": "soudur", "exact": "1"}
    (away,) = [link["href"] for link in answer.select(".facets a")]
    assert away == "?q=soudur&exact=1"


def test_a_record_leads_back_to_the_answer_it_was_found_in(client, centre):
    make_resource(title="Devenir soudeur", language="fr", year=2024)
    asked = "/catalogue/?q=soudeur&language=fr&sort=title&exact=1&foo=1"
    answer = BeautifulSoup(client.get(asked).content, "html.parser")
    record = BeautifulSoup(client.get(answer.select_one(".result a")["href"]).content, "html.parser")
    back = record.select_one(".crumb a")
    assert back.text == "Back to what was found"
    assert parse_qs(urlsplit(back["href"]).query) == {
        "q": ["soudeur"], "language": ["fr"], "sort": ["title"], "exact": ["1"],
    }  # fmt: skip


def test_what_is_kept_aside_for_a_code_is_not_on_the_shelf_for_others(client, centre):
    resource = make_resource(title="Devenir soudeur")
    copy = make_copy(resource=resource, lendable=True)
    today = timezone.localdate()
    kept = make_reservation(resource=resource, site=copy.site, copy=copy, kept_until=today)
    index.refresh([resource.pk])
    assert "On the shelf" not in client.get(resource.get_absolute_url()).content.decode()
    assert "Kept aside for a code" in client.get(resource.get_absolute_url()).content.decode()
    (found,) = client.get("/catalogue/?q=soudeur&format=json").json()["results"]
    assert found["copies"][0]["on_shelf"] is False
    assert client.get(f"/catalogue/?q=soudeur&shelf={copy.site.code}&format=json").json()["count"] == 0
    kept.kept_until = today - timedelta(days=1)  # nobody came: everybody may take it
    kept.save()
    assert "Kept aside" not in client.get(resource.get_absolute_url()).content.decode()


def test_a_reservation_that_is_dropped_gives_the_copy_back_to_everybody(signed_in):
    copy = make_copy(resource=make_resource(title="Devenir soudeur"), lendable=True)
    kept = make_reservation(resource=copy.resource, site=copy.site, copy=copy, kept_until=timezone.localdate())
    index.refresh([copy.resource_id])
    client = signed_in("documentation", sites=[copy.site])
    client.post(reverse("documentation:reservation_drop", args=[kept.pk]))
    assert client.get(f"/catalogue/?q=soudeur&shelf={copy.site.code}&format=json").json()["count"] == 1


def test_no_colon_of_a_title_begins_a_line_and_no_mark_in_it_is_lost(client, centre):
    book = make_resource(title="Créer son entreprise : le parcours", abstract="<b>")
    assert "entreprise\N{NO-BREAK SPACE}: le parcours</h1>" in client.get(book.get_absolute_url()).content.decode()
    page = client.get("/catalogue/", {"q": "parcours"}).content.decode()
    assert "entreprise\N{NO-BREAK SPACE}: le <mark>parcours</mark>" in page
    assert unbroken("<b> : </b>") == "<b>\N{NO-BREAK SPACE}: </b>"
    assert not isinstance(unbroken("<b> : </b>"), SafeData)
