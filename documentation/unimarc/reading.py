"""ISO 2709 and MARCXML as plain records, one after another, with the fault of each that cannot be read."""

import re
from dataclasses import dataclass, field

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from pymarc import Record as PymarcRecord
from pymarc.exceptions import PymarcException

from citedesmetiers.imports.table import Unreadable
from documentation.unimarc import charsets

END_OF_RECORD = b"\x1d"
LEADER = re.compile(rb"\s*\d{5}[a-z ]")


@dataclass
class Field:
    """A field with subfields [(code, value), …], or with one value under the code "" (001)."""

    tag: str
    subfields: list

    def all(self, codes):
        """The values of subfields whose code is in `codes`, in the order of the field."""
        return [value for code, value in self.subfields if code in codes and value]

    def first(self, codes):
        return next(iter(self.all(codes)), "")


@dataclass
class Record:
    """One record. fault: why it cannot be read, else ""."""

    leader: str = ""
    fields: list = field(default_factory=list)
    fault: str = ""

    def all(self, *tags):
        """The fields with one of these tags, in the order of the record."""
        return [found for found in self.fields if found.tag in tags]

    def first(self, tag, codes):
        """The first value under `tag` and one of `codes`; "" when there is none."""
        return next((value for found in self.all(tag) for value in found.all(codes)), "")

    def values(self, tag, codes):
        return [value for found in self.all(tag) for value in found.all(codes)]


def is_iso2709(start):
    """True when the first bytes of a file are those of an ISO 2709 record."""
    return bool(LEADER.match(start)) and start.lstrip()[12:17].isdigit()


def is_marcxml(start):
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    return text.startswith(b"<") and (b"collection" in text or b"<record" in text or b":record" in text)


def records(file):
    """Each Record of `file` (binary, seekable). Raises Unreadable when it is no such file at all."""
    file.seek(0)
    start = file.read(2_000)
    file.seek(0)
    if is_iso2709(start):
        return of_iso2709(file)
    if is_marcxml(start):
        return of_marcxml(file)
    raise Unreadable(_("This is no UNIMARC file: neither ISO 2709 nor MARCXML."))


def of_iso2709(file):
    """Records whose bytes are decoded as field 100 says; pymarc would take them for MARC 21's own set.

    Split at their ends and not by their lengths, so that one bad record does not take the others with it.
    """
    for chunk in file.read().split(END_OF_RECORD):
        if not chunk.strip():
            continue
        try:
            raw = PymarcRecord(chunk.lstrip(b"\r\n \x1a") + END_OF_RECORD, to_unicode=False)
        except (PymarcException, ValueError, LookupError):
            yield Record(fault=_("This record is damaged or cut short."))
        else:
            yield decoded(raw)


def decoded(raw):
    """A record of pymarc with bytes in it, as Record."""
    parts = [part for found in raw.fields for part in parts_of(found)]
    declared = next((part[26:30] for tag, code, part in parts if (tag, code) == ("100", "a")), b"")
    try:
        read = charsets.of_record(declared.decode("ascii", "replace"), b"".join(part for _t, _c, part in parts))
        return Record(
            str(raw.leader),
            [
                Field(found.tag, [(code, charsets.without_marks(read(part))) for _tag, code, part in parts_of(found)])
                for found in raw.fields
            ],
        )
    except charsets.WrongCharset as error:
        return Record(
            fault=_("The letters of this record cannot be read as %(charset)s. Export it as UTF-8.")
            % {"charset": error}
        )


def parts_of(found):
    """[(tag, code, bytes), …] of a raw field of pymarc."""
    if found.control_field:
        return [(found.tag, "", found.data)]
    return [(found.tag, part.code, part.value) for part in found.subfields]


def of_marcxml(file):
    """Records of MARCXML in any of its name spaces; XML with entities or a document type is refused."""
    try:
        for _event, element in ElementTree.iterparse(file, events=("end",), forbid_dtd=True):
            if plain(element.tag) == "record":
                yield of_element(element)
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable(
            _("This XML file has a document type or entities, which a catalogue does not need.")
        ) from error
    except (ElementTree.ParseError, UnicodeError, ValueError, LookupError) as error:
        raise Unreadable(_("This XML file is damaged or cut short.")) from error


def of_element(element):
    made = Record()
    for part in element:
        kind, tag = plain(part.tag), part.get("tag", "")
        if kind == "leader":
            made.leader = part.text or ""
        elif kind == "controlfield":
            made.fields.append(Field(tag, [("", charsets.without_marks(part.text or ""))]))
        elif kind == "datafield":
            found = [(each.get("code", ""), charsets.without_marks(each.text or "")) for each in part]
            made.fields.append(Field(tag, found))
    return made


def plain(name):
    """The name of an element without its name space."""
    return name.rpartition("}")[2]
