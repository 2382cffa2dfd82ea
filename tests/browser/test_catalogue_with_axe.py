"""The catalogue as visitors meet it once they have asked: in French and English, on a desk, a phone and the kiosk.

The walk through all pages (test_pages_with_axe.py) opens the catalogue without a question, which is its first page.
"""

import pytest

from citedesmetiers.models import Purpose
from documentation.factories import (
    make_copy,
    make_loan,
    make_medium,
    make_node,
    make_opinion,
    make_resource,
    make_shelf_spot,
)
from tests.browser.house import COLOURS_IN, LANGUAGES, NARROW, WIDE
from tests.browser.html_checker import complaints
from tests.browser.readers import not_served

pytestmark = pytest.mark.django_db

# What is asked of the catalogue, and what the answer must show, so that no line looks at another page than it says.
ASKED = {
    "results": ("?q=soudeur", ".result"),
    "second-page": ("?q=atelier&page=2", ".result"),
    "facets": ("?q=soudeur&language=fr", ".facet input:checked"),
    "facets-without-a-hit": ("?q=soudeur&language=pt", ".facet input:checked"),
    "corrected": ("?q=soudur", ".notice b"),
    "approximate": ("?q=soudeur+aquatique+martien", ".notice"),
    "nothing": ("?q=xylophoniste", ".empty"),
    "by-title": ("?sort=title", ".result"),
    "kiosk-home": ("?kiosk=1", ".kiosk .doors"),
    "kiosk-results": ("?q=soudeur&kiosk=1", ".kiosk .result"),
    "kiosk-nothing": ("?q=xylophoniste&kiosk=1", ".kiosk .empty"),
    "record": ("record", ".plan"),
    "record-told": ("record?told=1", "[role=status]"),
    "record-lent": ("lent", "form[action$='/reserve/']"),
    "record-online": ("online", "a[rel=noreferrer]"),
    "kiosk-record": ("record?kiosk=1", ".kiosk .plan"),
}


@pytest.fixture(scope="module")
def records(house):
    """{name: path} of documents that stand here, are all lent, and are online; many others stand beside them."""
    site, purpose, shelf = house.sites[0], Purpose.objects.order_by("pk").first(), make_node(name="Industrie")
    make_shelf_spot(node=shelf, site=site)
    book, sheet = make_medium(name="Livre"), make_medium(name="Fiche")
    text = {"abstract": "Le métier de soudeur, sur un chantier et à l’atelier. " * 8, "publisher": "Éditions d’ici"}
    here = make_resource(
        title="Devenir soudeur ou soudeuse", subtitle="Un métier du feu", medium=book, purposes=[purpose],
        subjects=["soudage"], language="fr", year=2024, isbn="9782123456803", creators=["Duval, Inès"], **text,
    )  # fmt: skip
    make_copy(resource=here, site=site, node=shelf)
    make_opinion(resource=here)
    lent = make_resource(title="Soudeur en mer", medium=book, subjects=["soudage"], language="fr", **text)
    make_loan(copy=make_copy(resource=lent, site=site, lendable=True))
    online = make_resource(
        title="A welder’s day", subtitle="Soudeur", medium=sheet, language="en", url="https://elsewhere.example/film"
    )
    make_resource(title="O soldador", medium=sheet, language="pt")
    for number in range(25):
        make_resource(title=f"L’atelier, cahier {number}", medium=sheet, language="fr")
    return {name: row.get_absolute_url() for name, row in (("record", here), ("lent", lent), ("online", online))}


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The folder of the pages that were sent, for the HTML checker."""
    return tmp_path_factory.mktemp("sent")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
def test_the_catalogue_answers_accessibly_whatever_is_asked(house, records, violations, sent, name, language):
    asked, shown = ASKED[name]
    page, question, query = asked.partition("?")
    address = records[page].removeprefix("/en").removeprefix("/fr") if page else "/catalogue/"
    window = house.window()
    response = window.open(address + question + query, language=language)
    (sent / f"{name}-{language}.html").write_text(response.text())
    assert window.page.locator(shown).count() > 0
    for size in (WIDE, NARROW):
        assert window.overflow(size) == []
        assert violations(window.page, colours=language == COLOURS_IN) == []
    assert not_served(window) == []
    assert (window.errors, window.strangers, window.page.context.cookies()) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_that_are_folded_away_on_a_phone_are_accessible_once_unfolded(house, records, violations, language):
    window = house.window()
    window.open("/catalogue/?q=soudeur", language=language)
    assert window.overflow(NARROW) == []
    window.page.click(".facet-more > summary")
    assert window.page.locator(".facet").first.is_visible()
    assert violations(window.page, colours=language == COLOURS_IN) == []
    assert window.overflow(NARROW) == []


def test_the_html_checker_finds_nothing_in_the_answers(sent):
    assert len(list(sent.iterdir())) == len(ASKED) * len(LANGUAGES)
    assert complaints(sent) == []
