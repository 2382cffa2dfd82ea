"""UNIMARC in each of its character sets, damaged and mislabelled, and what is written read back alike."""

import io
import unicodedata

import pytest
from django.core.management import call_command
from django.urls import reverse

from citedesmetiers.imports.table import Unreadable
from documentation import factories as make
from documentation.models import Copy, Resource
from documentation.unimarc import charsets, reading
from documentation.unimarc.fields import CopyMap, row_of

TITLE = "\u0098Les \u009cmétiers du cœur : être là, façon naïve"
PLAIN = "Les métiers du cœur : être là, façon naïve"
SIGNS = {sign: byte for byte, sign in charsets.SIGNS.items()}
ACCENTS = {accent: byte for byte, accent in reversed(charsets.ACCENTS.items())}


def iso5426(text):
    """`text` as the bytes of ISO 5426: the accent before its letter; marks of articles as 0x88, 0x89."""
    found = bytearray()
    for sign in text.replace("\u0098", "\u0088").replace("\u009c", "\u0089"):
        base, *accents = unicodedata.normalize("NFD", sign)
        found += bytes(ACCENTS[accent] for accent in accents)
        found.append(SIGNS.get(base) or ord(base))
    return bytes(found)


def cp1252(text):
    return text.replace("\u0098", "").replace("\u009c", "").encode("cp1252")


def record(fields, encode, charset):
    """The bytes of an ISO 2709 record. fields: [(tag, [(code, text), …]), …]; 100 is put in front."""
    coded = f"20260101d2025    u  y0frey{charset:<4}    ba"
    body, directory = b"", b""
    for tag, parts in [("100", [("a", coded)]), *fields]:
        if tag < "010":
            content = encode(parts) + b"\x1e"
        else:
            content = b"  " + b"".join(b"\x1f" + code.encode() + encode(text) for code, text in parts) + b"\x1e"
        directory += f"{tag}{len(content):04}{len(body):05}".encode()
        body += content
    base = 24 + len(directory) + 1
    length = base + len(body) + 1
    return f"{length:05}nam  22{base:05}   450 ".encode() + directory + b"\x1e" + body + b"\x1d"


FIELDS = [
    ("001", "FR-1"),
    ("010", [("a", "978-2-900012-10-9"), ("d", "12,90 EUR")]),
    ("101", [("a", "fre")]),
    ("200", [("a", TITLE), ("e", "guide"), ("f", "Zoé Müller ; Noël Côté")]),
    ("210", [("c", "Éditions Mille-Chemins"), ("d", "cop. 2025")]),
    ("215", [("a", "XII-192 p.")]),
    ("330", [("a", "Un résumé.")]),
    ("606", [("a", "Métiers"), ("x", "Santé")]),
    ("610", [("a", "soin")]),
    ("700", [("a", "Müller"), ("b", "Zoé")]),
    ("701", [("a", "Côté"), ("b", "Noël")]),
    ("856", [("u", "https://soin.example/")]),
    ("995", [("c", "main"), ("f", "000123"), ("k", "O38 MUL"), ("r", "am")]),
    ("995", [("c", "main"), ("f", "000124"), ("k", "O38 MUL")]),
]


@pytest.mark.parametrize(
    ("encode", "charset"),
    [
        (lambda text: text.encode(), "50"),
        (lambda text: unicodedata.normalize("NFD", text).encode(), "50"),
        (iso5426, "0103"),
        (iso5426, ""),
        (cp1252, ""),
        (cp1252, "0103"),  # what old systems write whatever they say
        (lambda text: text.encode(), "0103"),
    ],
)
def test_a_record_is_read_in_each_character_set(encode, charset):
    found = list(reading.records(io.BytesIO(record(FIELDS, encode, charset))))
    row = row_of(found[0], CopyMap())
    assert row == {
        "source_id": "FR-1", "title": PLAIN, "subtitle": "guide", "author": "Müller, Zoé; Côté, Noël",
        "publisher": "Éditions Mille-Chemins", "year": "cop. 2025", "isbn": "978-2-900012-10-9", "price": "12,90",
        "language": "fr", "abstract": "Un résumé.", "subjects": "Métiers -- Santé|soin", "pages": "XII-192 p.",
        "url": "https://soin.example/", "medium": "am", "copies": "1|1", "site": "main|main",
        "shelf_mark": "O38 MUL|O38 MUL", "barcode": "000123|000124",
    }  # fmt: skip


def test_plain_letters_are_read_whatever_set_is_named():
    found = list(reading.records(io.BytesIO(record([("200", [("a", "Bois")])], str.encode, "01"))))
    assert found[0].first("200", "a") == "Bois"


@pytest.mark.parametrize(("content", "charset"), [(cp1252("été"), "50"), (b"\xe9t\xe9", "05"), (b"\xff\xfe", "0103")])
def test_letters_that_cannot_be_read_are_a_fault_of_that_record_only(content, charset):
    bad = record([("200", [("a", "x")])], lambda text: content if text == "x" else text.encode(), charset)
    good = record([("200", [("a", "Bois")])], str.encode, "50")
    found = list(reading.records(io.BytesIO(bad + b"\n" + good)))
    assert [bool(each.fault) for each in found] == [content != b"\xff\xfe" or bool(found[0].fault), False]
    assert found[1].first("200", "a") == "Bois"


def test_a_record_that_is_cut_short_leaves_the_others_readable():
    good = record(FIELDS, str.encode, "50")
    found = list(reading.records(io.BytesIO(good + good[: len(good) // 2] + b"\x1d" + good + good[:30])))
    assert [bool(each.fault) for each in found] == [False, True, False, True]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"<html><body>record</body></html", b"<collection><record><datafield",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><collection>&b;</collection>',
    ],
)  # fmt: skip
def test_what_is_no_unimarc_is_refused_with_a_reason(content):
    with pytest.raises(Unreadable):
        list(reading.records(io.BytesIO(content)))


@pytest.mark.many_cases
@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["mrc", "xml"])
def test_what_is_written_is_read_back_alike(filled_lists, signed_in, tmp_path, ending):
    path = tmp_path / "in.mrc"
    path.write_bytes(record(FIELDS, iso5426, "0103"))
    call_command("import_catalogue", path, commit=True, stdout=io.StringIO())
    made = Resource.objects.get()
    assert (made.title, made.creators, made.year) == (PLAIN, ["Müller, Zoé", "Côté, Noël"], 2025)
    assert sorted(made.copies.values_list("barcode", "shelf_mark", "site__code")) == [
        ("000123", "O38 MUL", "main"), ("000124", "O38 MUL", "main"),
    ]  # fmt: skip
    before = picture(made)
    answer = signed_in("documentation").get(reverse("documentation:holdings_export", args=[ending]))
    out = tmp_path / f"out.{ending}"
    out.write_bytes(b"".join(answer.streaming_content))
    Copy.objects.all().delete()
    Resource.objects.all().delete()
    call_command("import_catalogue", out, commit=True, stdout=io.StringIO())
    assert picture(Resource.objects.get()) == before


def picture(row):
    fields = ["source_id", "title", "subtitle", "creators", "publisher", "year", "isbn", "price_cents", "abstract"]
    fields += ["url", "language", "pages"]
    copies = sorted(row.copies.values_list("barcode", "shelf_mark", "site__code"))
    return {name: getattr(row, name) for name in fields}, sorted(map(str, row.subjects.all())), copies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("extent", "read"), [("26 min", "26 min"), ("212 p. + 1 CD", "212 p. + 1 CD"), ("48", "48 p.")]
)
def test_an_extent_is_written_as_it_stands_and_read_whole(signed_in, tmp_path, extent, read):
    make.make_resource(pages=extent)
    answer = signed_in("documentation").get(reverse("documentation:holdings_export", args=["mrc"]))
    (found,) = reading.records(io.BytesIO(b"".join(answer.streaming_content)))
    assert row_of(found, CopyMap())["pages"] == read


@pytest.mark.django_db
def test_another_way_of_filling_field_995_is_told_once(filled_lists, signed_in, tmp_path):
    client = signed_in("documentation")
    data = {"tag": "930", "barcode": "b", "shelf_mark": "a", "site": "", "medium": ""}
    client.post(reverse("documentation:unimarc_fields"), data)
    fields = [*FIELDS[:4], ("930", [("a", "O38 MUL"), ("b", "77")])]
    path = tmp_path / "in.mrc"
    path.write_bytes(record(fields, str.encode, "50"))
    call_command("import_catalogue", path, commit=True, stdout=io.StringIO())
    assert list(Copy.objects.values_list("barcode", "shelf_mark")) == [("77", "O38 MUL")]


@pytest.mark.django_db
def test_resources_without_much_are_written_too(signed_in):
    make.make_resource(title="Ba\x1fre\x1e", language="uk")
    answer = signed_in("documentation").get(reverse("documentation:holdings_export", args=["mrc"]))
    found = list(reading.records(io.BytesIO(b"".join(answer.streaming_content))))
    assert [each.first("200", "a") for each in found] == ["Ba re"]
