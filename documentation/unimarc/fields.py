"""What the fields of UNIMARC mean to the catalogue: a record becomes a row, named like the columns of an import.

The fields of a copy differ between sites; CopyMap says which subfield holds what. Source: UNIMARC bibliographic
format (IFLA), and recommendation 995 for exchange between French libraries.
"""

import re
from dataclasses import dataclass

LANGUAGES = {
    "fre": "fr", "fra": "fr", "eng": "en", "ita": "it", "spa": "es", "por": "pt", "ger": "de", "deu": "de",
    "ara": "ar", "dut": "nl", "nld": "nl", "rum": "ro", "ron": "ro", "pol": "pl", "rus": "ru", "tur": "tr",
    "chi": "zh", "zho": "zh", "ukr": "uk", "cat": "ca", "bre": "br", "oci": "oc", "gre": "el", "ell": "el",
}  # fmt: skip
# By the leader: type of record (character 6), bibliographic level (character 7).
MEDIA = {"as": "journal", "am": "book", "gm": "video", "im": "podcast", "lm": "software", "rm": "game"}


@dataclass(frozen=True)
class CopyMap:
    """Where the parts of a copy stand: the field, and one subfield for each meaning ("" when there is none)."""

    tag: str = "995"
    barcode: str = "f"
    shelf_mark: str = "k"
    site: str = "c"
    medium: str = "r"


def row_of(record, copy_map):
    """{column name: text} of a Record, as an import of holdings reads them; what is not there is not in."""
    found = {
        "source_id": record.first("001", ("",)),
        "title": title_of(record),
        "subtitle": " : ".join(record.values("200", "e")),
        "other_title": record.first("200", "d") or record.first("517", "a"),
        "number": record.first("200", "h"),
        "author": "; ".join(names_of(record)),
        "publisher": record.first("210", "c") or record.first("214", "c") or record.first("219", "c"),
        "year": year_of(record),
        "isbn": record.first("010", "a"),
        "issn": record.first("011", "a"),
        "price": price_of(record),
        "language": language_of(record),
        "abstract": "\n".join(record.values("330", "a")),
        "subjects": "|".join(subjects_of(record)),
        "series": record.first("225", "a") or record.first("410", "t"),
        "pages": "; ".join(text.rstrip(" :;+,") for text in record.values("215", "a")),
        "url": record.first("856", "u"),
    }
    return {name: text for name, text in (found | copies_of(record, copy_map)).items() if text}


def title_of(record):
    titles = record.values("200", "a")
    parts = record.values("200", "i")
    return ". ".join([*(" ; ".join(titles),) * bool(titles), *parts])


def names_of(record):
    """People and bodies with responsibility, the main ones first, as "name, first name"."""
    found = []
    for field in record.all("700", "701", "702", "710", "711", "712", "720"):
        name, rest = field.first("a"), field.first("b")
        joint = ". " if field.tag.startswith("71") else ", "
        if name:
            found.append(joint.join(filter(None, [name, rest])).replace(";", ","))
    return list(dict.fromkeys(found)) or list(filter(None, re.split(r"\s*;\s*", record.first("200", "f"))))


def year_of(record):
    """The year of publication: as printed, else as coded in field 100."""
    printed = record.first("210", "d") or record.first("214", "d") or record.first("219", "d")
    if re.search(r"\d{4}", printed):
        return printed
    coded = record.first("100", "a")[9:13]
    return coded if coded.isdigit() else printed


def price_of(record):
    """Of "25 EUR", "12,50 €", "br." only what names an amount."""
    for text in (*record.values("010", "d"), *record.values("011", "d")):
        found = re.search(r"\d+(?:[.,]\d{1,2})?", text)
        if found:
            return found[0]
    return ""


def language_of(record):
    code = record.first("101", "a").lower()
    return LANGUAGES.get(code, code)


def subjects_of(record):
    """Controlled headings with their subdivisions, then free words."""
    found = []
    for field in record.all("600", "601", "602", "604", "605", "606", "607", "608", "610"):
        heading = " -- ".join(field.all("axyz")) if field.tag != "610" else ""
        found += [heading] if heading else field.all("a")
    return list(dict.fromkeys(word.replace("|", "/") for word in found if word))


def copies_of(record, copy_map):
    """The columns about copies: one value for each copy, in the order of the record, with bars between them."""
    copies = record.all(copy_map.tag)
    medium = next((field.first(copy_map.medium) for field in copies if copy_map.medium), "")
    found = {"medium": medium or MEDIA.get(record.leader[6:8], "book")}
    if not copies:
        return found

    def column(code):
        values = [field.first(code).replace("|", "/") if code else "" for field in copies]
        return "|".join(values) if any(values) else ""

    return found | {
        "copies": "|".join("1" for _field in copies),
        "site": column(copy_map.site),
        "shelf_mark": column(copy_map.shelf_mark) or record.first("686", "a") or record.first("676", "a"),
        "barcode": column(copy_map.barcode),
    }
