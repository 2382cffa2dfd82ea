"""What harvesters get (OAI-PMH with oai_dc) as the table that an import reads: one row for each record."""

import contextlib
import re
from functools import partial
from urllib.parse import urlsplit

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from citedesmetiers.imports.table import Sheet, Table, Unreadable, fold
from documentation.moving_in.export import in_bars
from documentation.moving_in.known import MEDIA, Lists
from documentation.unimarc.fields import LANGUAGES
from documentation.unimarc.reading import plain

COLUMNS = (
    "harvested_from", "source_id", "title", "subtitle", "author", "publisher", "year", "isbn", "issn", "medium",
    "subjects", "language", "abstract", "url",
)  # fmt: skip
LINES_WITH_HEADERS = 1
NUMBER = re.compile(r"(?:urn:)?(isbn|issn)[:\s]*([\dxX -]{8,17})", re.IGNORECASE)
SUBTITLE = " : "  # as cataloguing rules have it


def recognises(start):
    """True when a file that begins with these bytes is an answer of OAI-PMH in Dublin Core."""
    return b"<OAI-PMH" in start and b"purl.org/dc/elements" in start


@contextlib.contextmanager
def opened(file):
    """The records of `file` (binary, seekable) as a Table with one sheet. Raises Unreadable, also while it is read."""
    yield Table([Sheet("", partial(lines, file))])


def lines(file, until=None):
    """(number, cells, no faults) of the headers and of each record; what was deleted over there is left out."""
    yield 1, list(COLUMNS), {}
    media = Lists().media
    for number, (origin, identifier, pairs) in enumerate(records(file), start=1 + LINES_WITH_HEADERS):
        if until is not None and number > until:
            return
        row = row_of(pairs, origin, media) | {"harvested_from": origin, "source_id": identifier}
        yield number, [row.get(name) for name in COLUMNS], {}


def records(file):
    """(address of the catalogue, identifier, [(element, text), …]) of each record that is there."""
    file.seek(0)
    origin = ""
    try:
        for _event, element in ElementTree.iterparse(file, events=("end",), forbid_dtd=True):
            name = plain(element.tag)
            if name == "request":
                origin = text_of(element)
            elif name == "record":
                parts = {plain(part.tag): part for part in element}
                header, metadata = parts.get("header"), parts.get("metadata")
                if header is not None and metadata is not None and header.get("status") != "deleted":
                    identifier = next((text_of(part) for part in header if plain(part.tag) == "identifier"), "")
                    pairs = [(plain(part.tag), text_of(part)) for part in metadata.iter()]
                    yield origin, identifier, [(name, text) for name, text in pairs if text]
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable(
            _("This XML file has a document type or entities, which a catalogue does not need.")
        ) from error
    except (ElementTree.ParseError, UnicodeError, ValueError, LookupError) as error:
        raise Unreadable(_("This XML file is damaged or cut short.")) from error


def text_of(element):
    return " ".join((element.text or "").split())


def row_of(pairs, origin, media):
    """{column: cell} of the elements of one record; what no list knows is left out rather than refused.

    origin: the address of the catalogue.  media: Lists.media.
    """
    given = {}
    for name, text in pairs:
        given.setdefault(name, []).append(text)
    title, _colon, subtitle = first(given, "title").partition(SUBTITLE)
    numbers = {
        found[1].lower(): found[2].strip() for text in given.get("identifier", ()) if (found := NUMBER.match(text))
    }
    kinds = [fold(MEDIA.get(fold(text), text)) for text in given.get("type", ())]
    language = first(given, "language").lower()
    return {
        "title": title.strip(), "subtitle": subtitle.strip(),
        "author": "; ".join(text.replace(";", ",") for text in given.get("creator", ())),
        "publisher": first(given, "publisher"), "year": first(given, "date")[:10], **numbers,
        "medium": next((media[kind].code for kind in kinds if kind in media), ""),
        "subjects": in_bars(given.get("subject", ())),
        "language": LANGUAGES.get(language, language[:2]),
        "abstract": "\n".join(given.get("description", ())),
        "url": address_of(given, origin, is_printed=bool(numbers)),
    }  # fmt: skip


def first(given, name):
    return next(iter(given.get(name, ())), "")


def address_of(given, origin, *, is_printed):
    """The address of the document itself: a printed one's page in the other catalogue is none."""
    here = machine_of(origin)
    for text in (*given.get("relation", ()), *given.get("identifier", ())):
        if (machine := machine_of(text)) and not (is_printed and machine == here):
            return text
    return ""


def machine_of(address):
    """The name of the machine in an address of the web, "" when it is none."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            return parts.hostname or ""
    return ""
