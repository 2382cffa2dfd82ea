"""Another Cité's catalogue taken over: called page by page, shown by the import, never written over what is ours."""

import io
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from citedesmetiers.models import ImportRow, ImportRun
from documentation.factories import make_copy, make_opinion, make_resource
from documentation.harvest import calling, table
from documentation.links import Refused
from documentation.models import Resource, Subject

pytestmark = pytest.mark.django_db
BASE = "https://other.example/catalogue/oai"
RECORD = """
<record><header{status}><identifier>{identifier}</identifier><datestamp>2026-01-01</datestamp></header>
<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">{inner}</oai_dc:dc></metadata></record>
"""


def answer(*records, token="", error=""):
    """An answer of a catalogue; records: (identifier, Dublin Core as XML) each."""
    inner = "".join(RECORD.format(identifier=name, inner=dc, status="") for name, dc in records)
    body = error or f"<ListRecords>{inner}<resumptionToken>{token}</resumptionToken></ListRecords>"
    return (
        f'<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><request>{BASE}</request>'
        f"{body}</OAI-PMH>"
    ).encode()


class Catalogue:
    """Stands for the network: answers in their order, or an error to raise; notes what was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def read(self, url, *, most):
        self.asked.append(urlsplit(url).query)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def taken_over(filled_lists, at_once, signed_in, monkeypatch):
    """A function: taken_over(answers…) asks on the screen, writes what is offered, and returns the ImportRun."""

    def ask(*answers):
        catalogue = Catalogue(*answers)
        monkeypatch.setattr(calling, "LinkChecker", lambda **options: catalogue)
        client = signed_in("documentation")
        client.post(reverse("documentation:harvest"), {"address": f"{BASE}?verb=Identify"})
        run = ImportRun.objects.latest("pk")
        run.page = client.get(reverse("documentation:import_run", args=[run.pk]))
        run.asked = catalogue.asked
        if run.may_be_written:
            client.post(reverse("documentation:import_confirm", args=[run.pk]), {"without_refused": "1"})
            run.refresh_from_db()
        return run

    return ask


def dc(**elements):
    return "".join(
        f"<dc:{name}>{text}</dc:{name}>"
        for name, texts in elements.items()
        for text in (texts if isinstance(texts, list) else [texts])
    )


@pytest.mark.thorough
def test_all_pages_of_a_catalogue_become_documents_that_say_where_they_are_from(taken_over):
    first = dc(
        title="Choisir sa voie : Les passerelles", creator=["Orlane Vidric", "Malo Thévestre"], date="2024-05-01",
        publisher="Éditions Orlestre", subject=["orientation, insertion", "lycée"], language="fre", type="Guide",
        description="Trois voies.", identifier=["https://other.example/catalogue/abc/", "urn:isbn:9782900012109"],
    )  # fmt: skip
    second = dc(title="Le site des stages", relation="https://stages.example/", type="InteractiveResource")
    run = taken_over(answer(("oai:o:1", first), token="next page"), answer(("oai:o:2", second)))
    assert run.asked == ["verb=ListRecords&metadataPrefix=oai_dc", "verb=ListRecords&resumptionToken=next+page"]
    assert (run.state, run.added, run.refused) == ("confirmed", 2, 0)
    book, site = Resource.objects.order_by("source_id")
    assert (book.title, book.subtitle, book.year) == ("Choisir sa voie", "Les passerelles", 2024)
    assert book.creators == ["Orlane Vidric", "Malo Thévestre"]
    assert (book.isbn, book.medium.code, book.language, book.url) == ("9782900012109", "guide", "fr", "")
    assert set(Subject.objects.values_list("name", flat=True)) == {"orientation, insertion", "lycée"}
    assert (book.harvested_from, book.source_id, book.copies.count()) == (BASE, "oai:o:1", 0)
    assert (site.url, site.medium.code) == ("https://stages.example/", "website")


def test_what_is_ours_is_left_as_it_is_and_said_so(taken_over):
    ours = make_resource(title="Le nôtre", isbn="9782900012109", source_id="CMV-1", abstract="À nous")
    run = taken_over(answer(("oai:o:1", dc(title="Le leur", identifier="urn:isbn:9782900012109", description="x"))))
    assert (run.added, run.changed, run.unchanged) == (0, 0, 1)
    assert "left as it is" in ImportRow.objects.get(run=run).note
    ours.refresh_from_db()
    assert (ours.title, ours.abstract, ours.harvested_from) == ("Le nôtre", "À nous", "")


@pytest.mark.thorough
def test_asking_again_brings_their_changes_and_keeps_our_opinions_and_copies(taken_over):
    taken_over(answer(("oai:o:1", dc(title="Soudeur", date="2024"))))
    found = Resource.objects.get()
    make_opinion(resource=found, text="Très clair")
    make_copy(resource=found, shelf_mark="O36")
    run = taken_over(answer(("oai:o:1", dc(title="Soudeur", date="2025")), ("oai:o:2", dc(title="Soudeuse"))))
    assert (run.added, run.changed) == (1, 1)
    found.refresh_from_db()
    assert (found.year, found.opinions.get().text, found.copies.get().shelf_mark) == (2025, "Très clair", "O36")
    assert taken_over(answer(("oai:o:1", dc(title="Soudeur", date="2025")))).unchanged == 1


def test_what_was_taken_over_says_where_it_is_and_is_not_offered_to_others(client, centre):
    theirs = make_resource(title="Soudeur ailleurs", isbn="", harvested_from=BASE, source_id="oai:o:1")
    for page in (client.get("/en/catalogue/", {"q": "soudeur"}), client.get(theirs.get_absolute_url())):
        assert "<b>other.example</b>" in page.content.decode()
    offered = client.get("/catalogue/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content.decode()
    assert "noRecordsMatch" in offered
    name = f"oai:testserver:{theirs.public_id}"
    one = client.get("/catalogue/oai", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": name})
    assert "idDoesNotExist" in one.content.decode()


def test_our_own_catalogue_is_understood_when_it_is_harvested(filled_lists):
    row = make_resource(
        title="Entretien", subtitle="mode d’emploi", isbn="9782900012109", subjects=["entretien"], language="it",
        creators=["Orlane Vidric"], publisher="Cap-Fiches", abstract="Un & deux", source_id="A",
    )  # fmt: skip
    gone = make_resource(title="Parti", weeded_on="2026-01-01", weeded_because="worn")
    text = Client().get("/catalogue/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content
    records, token = calling.page_of(text)
    assert (len(records), token) == (2, "")
    whole = calling.harvested(BASE, lambda n: None, Catalogue(text))
    assert table.recognises(whole[:4000])
    [(origin, identifier, pairs)] = list(table.records(io.BytesIO(whole)))  # what was weeded is left out
    found = table.row_of(pairs, origin, {})
    assert origin == BASE
    assert identifier.endswith(row.public_id)
    assert gone.public_id not in identifier
    expected = {
        "title": "Entretien", "subtitle": "mode d’emploi", "isbn": "9782900012109", "author": "Orlane Vidric",
        "publisher": "Cap-Fiches", "abstract": "Un & deux", "language": "it",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"<html><body>404</body></html>", "no catalogue for harvesters"),
        (b"no xml", "no catalogue for harvesters"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><OAI-PMH>&a;</OAI-PMH>', "no catalogue for harvesters"),
        (answer(error='<error code="badVerb">Not today</error>'), "refuses: Not today"),
        (answer(error='<error code="noRecordsMatch">-</error>'), "nothing to take over"),
        (httpx.ConnectError("no"), "did not answer"),
        (ValueError("too long"), "did not answer"),
        (Refused("10.0.0.1"), "inner network"),
    ],
)
def test_a_catalogue_that_cannot_be_taken_over_is_told_in_words(taken_over, broken, said):
    run = taken_over(broken)
    assert (run.state, Resource.objects.count()) == ("unreadable", 0)
    assert said in run.page.content.decode()


@pytest.mark.thorough
def test_odd_records_do_no_harm(taken_over):
    run = taken_over(
        answer(
            ("oai:o:1", dc(title="Une adresse étrange", identifier=["http://[", "doi:10.1/x", "isbn"], date="s.d.")),
            ("oai:o:2", dc(creator="Sans titre")),
            ("oai:o:3", ""),
            ("", dc(title="Sans identifiant", language="xx", type="Inconnu")),
        )
    )
    assert (run.added, run.refused) == (2, 2)
    assert set(Resource.objects.values_list("title", "url", "source_id")) == {
        ("Une adresse étrange", "", "oai:o:1"), ("Sans identifiant", "", ""),
    }  # fmt: skip


def test_a_catalogue_that_never_ends_is_left(monkeypatch):
    monkeypatch.setattr(calling, "MOST_ROWS", 3)
    pages = [answer(("a", dc(title="A")), ("b", dc(title="B")), token="more") for _page in range(3)]
    with pytest.raises(calling.Unreadable):
        calling.harvested(BASE, lambda n: None, Catalogue(*pages))


@pytest.mark.many_cases
@pytest.mark.parametrize("address", ["", "ftp://other.example/", "not an address", "https://a.example/" + "x" * 300])
def test_an_address_that_is_none_is_refused_beside_its_field(signed_in, address):
    page = signed_in("documentation").post(reverse("documentation:harvest"), {"address": address})
    assert page.context["form"].errors["address"]
    assert not ImportRun.objects.exists()


def test_the_imports_lead_to_the_harvest_and_to_the_fields_of_unimarc(signed_in):
    page = signed_in("documentation").get(reverse("documentation:imports")).content.decode()
    assert reverse("documentation:harvest") in page
    assert reverse("documentation:unimarc_fields") in page
