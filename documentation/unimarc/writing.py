"""Records of the catalogue as UNIMARC: ISO 2709 in UTF-8, or MARCXML. What is written here is read back alike."""

import re
from xml.etree import ElementTree

from pymarc import Field, Indicators, Record, Subfield
from pymarc.marcxml import record_to_xml_node

from documentation.standard_numbers import shown_isbn
from documentation.unimarc.fields import LANGUAGES

NAMESPACE = "http://www.loc.gov/MARC21/slim"
MOST_BYTES = 99_999  # of a record, by the format
CONTROL = re.compile("[\x00-\x1f\x7f]")
CODES = {two: three for three, two in reversed(LANGUAGES.items())}
TYPES = {"journal": "as", "video": "gm", "podcast": "im", "software": "lm", "game": "rm", "website": "lm"}


def record_of(row, copies, copy_map):
    """A pymarc Record of `row` ({column name: value}) and its copies ([{meaning: text}, …])."""
    kind = TYPES.get(row.get("medium"), "am")
    made = Record(leader=f"     n{kind} 22     3  450 ", force_utf8=True)
    if row.get("source_id"):
        made.add_field(Field(tag="001", data=clean(row["source_id"])))
    year = str(row.get("year") or "    ")
    day = row.get("day") or "20000101"
    add(made, "010", a=shown_isbn(row.get("isbn")), d=row.get("price"))
    add(made, "011", a=row.get("issn"))
    add(made, "100", a=f"{day}d{year}    u  y0frey50      ba")
    add(made, "101", "0 ", a=CODES.get(row.get("language"), row.get("language")))
    add(
        made, "200", "1 ", a=row.get("title"), d=row.get("other_title"), e=row.get("subtitle"), h=row.get("number"),
        f=" ; ".join(row.get("creators", [])),
    )  # fmt: skip
    add(made, "210", c=row.get("publisher"), d=row.get("year"))
    add(made, "215", a=extent(row.get("pages") or ""))
    add(made, "225", "2 ", a=row.get("series"))
    for text in (row.get("abstract") or "").split("\n"):
        add(made, "330", a=text)
    for subject in row.get("subjects", []):
        add(made, "606", a=subject)
    for place, name in enumerate(row.get("creators", [])):
        last, _comma, first = name.partition(", ")
        add(made, "700" if place == 0 else "701", " 1", a=last, b=first)
    add(made, "856", "4 ", u=row.get("url"))
    for copy in copies:
        add(
            made, copy_map.tag, **{getattr(copy_map, name): copy.get(name) for name in copy if getattr(copy_map, name)}
        )
    return made


def extent(text):
    """The extent as a record says it: a bare number is one of pages, all else is said already ("26 min")."""
    return f"{text} p." if text.isdigit() else text


def add(record, tag, indicators="  ", **subfields):
    """Add a field with those subfields that hold something; none when nothing does."""
    found = [Subfield(code, clean(value)) for code, value in subfields.items() if value not in (None, "")]
    if found:
        record.add_field(Field(tag=tag, indicators=Indicators(*indicators), subfields=found))


def clean(value):
    """A value without the control characters by which the format tells its parts apart."""
    return " ".join(CONTROL.sub(" ", str(value)).split())


def as_iso2709(records):
    """The bytes of each record, one after another; one that is longer than the format allows loses its abstract."""
    for record in records:
        content = record.as_marc()
        if len(content) > MOST_BYTES:
            record.remove_fields("330")
            content = record.as_marc()
        yield content


def as_marcxml(records):
    """The parts of a MARCXML document."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<collection xmlns="{NAMESPACE}">\n'.encode()
    for record in records:
        yield ElementTree.tostring(record_to_xml_node(record), encoding="unicode").encode() + b"\n"
    yield b"</collection>\n"
