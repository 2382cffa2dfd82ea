"""A resource as others write it: citation, RIS, BibTeX, Dublin Core, JSON-LD (schema.org), COinS."""

import json
import re
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import rispy

from documentation.standard_numbers import shown_isbn

RIS_TYPES = {
    "Book": "BOOK", "Periodical": "JOUR", "Report": "RPRT", "VideoObject": "VIDEO", "WebSite": "ELEC",
    "SoftwareApplication": "COMP", "PodcastEpisode": "SOUND",
}  # fmt: skip
BIBTEX_TYPES = {"BOOK": "book", "RPRT": "techreport"}
DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def citation(resource):
    """One line as in a list of references."""
    parts = ["; ".join(resource.creators), resource.full_title, resource.publisher, str(resource.year or "")]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def ris(resources, absolute):
    """RIS of `resources`; absolute: makes a whole address of a path."""
    return rispy.dumps([ris_entry(row, absolute) for row in resources])


def ris_entry(row, absolute):
    entry = {
        "type_of_reference": RIS_TYPES.get(row.medium.schema_type, "GEN"),
        "id": row.public_id,
        "title": one_line(row.full_title),
        "authors": [one_line(each) for each in row.creators],
        "publisher": one_line(row.publisher),
        "year": str(row.year or ""),
        "isbn": shown_isbn(row.isbn) if row.isbn else "",
        "issn": "" if row.isbn else row.issn,
        "number": one_line(row.number),
        "abstract": one_line(row.abstract),
        "language": row.language,
        "keywords": [one_line(subject.name) for subject in row.subjects.all()],
        "urls": [row.url or absolute(row.get_absolute_url())],
    }
    if entry["isbn"]:
        entry["issn"] = entry.pop("isbn")
    else:
        entry.pop("isbn")
    return {name: value for name, value in entry.items() if value}


def one_line(text):
    return " ".join(str(text).split())


def bibtex(resources, absolute):
    """BibTeX of `resources`."""
    return "\n".join(bibtex_entry(row, absolute) for row in resources)


def bibtex_entry(row, absolute):
    kind = BIBTEX_TYPES.get(RIS_TYPES.get(row.medium.schema_type, "GEN"), "misc")
    fields = {
        "title": row.full_title,
        "author": " and ".join(row.creators),
        "institution" if kind == "techreport" else "publisher": row.publisher,
        "year": row.year,
        "isbn": shown_isbn(row.isbn) if row.isbn else "",
        "issn": row.issn,
        "language": row.language,
        "abstract": row.abstract,
        "url": row.url or absolute(row.get_absolute_url()),
    }
    lines = [f"  {name} = {{{braced(value)}}}," for name, value in fields.items() if value]
    return f"@{kind}{{{row.public_id},\n" + "\n".join(lines) + "\n}\n"


def braced(value):
    """Text that closes no brace of its own; signs that TeX reads are escaped."""
    text = re.sub(r"([#$%&_])", r"\\\1", re.sub(r"[{}\\]", "", str(value)))
    return one_line(text)


def dublin_core_pairs(row, address):
    """(element, text) of Dublin Core for one resource."""
    pairs = [("title", row.full_title), *[("creator", each) for each in row.creators], ("publisher", row.publisher)]
    pairs += [("date", row.year), *[("subject", subject.name) for subject in row.subjects.all()]]
    pairs += [("description", row.abstract), ("type", row.medium.name), ("language", row.language)]
    pairs += [("identifier", address), ("identifier", f"urn:isbn:{row.isbn}" if row.isbn else "")]
    pairs += [("identifier", f"urn:issn:{row.issn}" if row.issn else ""), ("relation", row.url)]
    return [(name, NOT_XML.sub("", str(value))) for name, value in pairs if value]


def oai_dc(row, address):
    """The oai_dc element of one resource."""
    inner = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in dublin_core_pairs(row, address))
    return (
        f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd">{inner}</oai_dc:dc>'
    )


def dublin_core(resources, absolute):
    """A document of the first of `resources` in Dublin Core."""
    row = resources[0]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{oai_dc(row, absolute(row.get_absolute_url()))}\n'


def json_ld(row, address):
    """schema.org in a dictionary."""
    found = {
        "@context": "https://schema.org",
        "@type": row.medium.schema_type,
        "@id": address,
        "name": row.full_title,
        "author": [{"@type": "Thing", "name": name} for name in row.creators],
        "publisher": {"@type": "Organization", "name": row.publisher} if row.publisher else None,
        "datePublished": str(row.year) if row.year else None,
        "isbn": row.isbn,
        "issn": row.issn,
        "inLanguage": row.language,
        "abstract": row.abstract,
        "keywords": [subject.name for subject in row.subjects.all()],
        "url": row.url or address,
    }
    return {name: value for name, value in found.items() if value}


def json_ld_text(resources, absolute):
    """schema.org of the first of `resources` as text."""
    row = resources[0]
    return json.dumps(json_ld(row, absolute(row.get_absolute_url())), ensure_ascii=False, indent=1)


def coins(row):
    """The title attribute of a COinS span, which reference managers read off a page."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.btitle", row.full_title),
        ("rft.pub", row.publisher), ("rft.date", row.year), ("rft.isbn", row.isbn), ("rft.issn", row.issn),
        *[("rft.au", name) for name in row.creators],
    ]  # fmt: skip
    return urlencode([(name, value) for name, value in pairs if value])
