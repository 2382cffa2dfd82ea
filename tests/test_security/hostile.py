"""What no browser would send: hypothesis fills every form and question of a page with it."""

import json
import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

# What must never come back as it is: a tag, and a way out of an attribute.
TAG, ATTRIBUTE = "<xss7 onload=alert(7)>", '" onxss7="alert(7)'
UNESCAPED = re.compile(r"<xss7|\"\s*onxss7=", re.IGNORECASE)
# Django's own traces, and Postgres' and Python's words for what went wrong.
TRACE = re.compile(r"Traceback \(most recent|psycopg2\.|django\.db\.|DETAIL:  ")

NASTY = [
    "", " ", TAG, ATTRIBUTE, "\x00", "a\x00b", "0", "-1", "1", "9" * 30, "2147483648", "9223372036854775808", "1e400",
    "NaN", "Infinity", "-0", "0x10", "١٢٣", "½", "None", "null", "true", "[]", "{}", "a" * 10_000, "é" * 3000,
    "' OR 1=1 --", "\"'`;--", "%", "%%s", "%(x)s", "{{ 7*7 }}", "{% now %}", "\\", "\\x", "*", "&", "|", "!", "(((",
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-W53-7", "25:61", "31/12/2026",
    "2026-13", "999999-01", "٢٠٢٦-01-01", "file:///etc/passwd", "javascript:alert(7)", "//evil.example", "http://[",
    "../../etc/passwd", ":*",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "\u202e", "\ufeff", "😀" * 50,
    "\r\nSet-Cookie: x=7",
    "=1+1", "@SUM(A1)", "00000000-0000-0000-0000-000000000000", "a@b", "a@b.example", "+33 1", "FR76", "9780000000002",
]  # fmt: skip
texts = st.one_of(st.sampled_from(NASTY), st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str))
QUESTIONS = [
    "q", "page", "year", "month", "day", "week", "from", "to", "site", "sort", "scope", "next", "kind", "state",
    "desk", "partner", "institution", "programme", "language", "format", "until", "date", "theme", "unit", "compare",
    "ids", "purpose",
]  # fmt: skip
names = st.sampled_from(QUESTIONS)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
ENTRY = {
    "uid": "0b8f3f0e-6b0b-4c5f-9d67-0a52a3b6f1c1", "kind": "visit", "site": "main", "people": 1, "desk": "emploi",
    "recorded_at": "2026-11-21T14:30:12+01:00", "purposes": ["employment"], "profile": {"age_band": "x"},
    "sent_to": ["documentation"], "target": "0b8f3f0e-6b0b-4c5f-9d67-0a52a3b6f1c1", "marginals": {"gender": {"f": 2}},
    "classes": 1, "institution": "x", "measured": 3, "fields": {"themes": ["1"], "minutes": ["5"]},
    "sent_to_kind": "x",
}  # fmt: skip
KINDS = ["visit", "group", "unmet", "undo", "qualify", "interview", "ticket"]
files = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04" + b"\0" * 50, b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\0" * 30]),
)
FILE_NAMES = [
    "a.xlsx",
    "a.csv",
    "a.mrc",
    "a.png",
    "a.svg",
    "a.txt",
    "...",
    "a" * 300 + ".csv",
    "é\u202e.xlsx",
    "<xss7>.csv",
]


@dataclass
class Request:
    """One request. data: of a form, {name: [text or file, …]}.  body: JSON text; then data is empty."""

    path: str
    method: str = "GET"
    data: dict = field(default_factory=dict)
    body: str | None = None

    def send(self, client):
        if self.body is not None:
            return client.post(self.path, self.body.encode(), content_type="application/json")
        if self.method == "GET":
            return client.get(self.path, self.data)
        return client.post(self.path, self.data)


@st.composite
def questions(draw, path, fields=()):
    """A GET with hostile questions, those that the page's own forms ask among them."""
    asked = st.one_of(names, st.sampled_from(sorted(fields))) if fields else names
    pairs = draw(st.lists(st.tuples(asked, texts), min_size=1, max_size=6))
    return Request(path, data={name: [value for other, value in pairs if other == name] for name, _value in pairs})


@st.composite
def filled(draw, path, form):
    """A form of a page, each field left as it is, left out, filled with what it offers, or with what it does not."""
    data = {}
    for name, (kind, offered) in form.items():
        way = draw(st.sampled_from(["as it is", "offered", "hostile", "hostile", "left out", "many"]))
        if kind == "file":
            content, called = draw(files), draw(st.sampled_from(FILE_NAMES))
            data[name] = [SimpleUploadedFile(called, content)] if way != "left out" else []
        elif way == "as it is":
            data[name] = offered[:1]
        elif way == "offered":
            data[name] = [draw(st.sampled_from(offered))] if offered else [draw(texts)]
        elif way == "hostile":
            data[name] = [draw(texts)]
        elif way == "many":
            data[name] = draw(st.lists(texts, max_size=4))
    return Request(path, "POST", {name: values for name, values in data.items() if values})


@st.composite
def batches(draw, path):
    """A batch for an outbox's address: JSON of any shape, or entries in which a few things are wrong."""
    if draw(st.booleans()):
        return Request(path, "POST", body=json.dumps(draw(json_values)))
    entries = []
    for _ in range(draw(st.integers(1, 3))):
        wrong = draw(st.dictionaries(st.sampled_from(sorted(ENTRY)), json_values, max_size=3))
        entries.append(ENTRY | {"kind": draw(st.sampled_from(KINDS))} | wrong)
    extra = draw(st.dictionaries(st.sampled_from(["sent_at", "entries2"]), json_values, max_size=1))
    return Request(path, "POST", body=json.dumps({"entries": entries} | extra))


@st.composite
def addresses(draw, path, keys):
    """A page's address with a key that cannot be; keys: the texts in the path that stand for something."""
    numbers = ["0", "2147483648", "9223372036854775808", "9" * 40]
    for key in keys:
        value = draw(st.sampled_from(numbers)) if key.isdecimal() else draw(texts)
        path = path.replace(f"/{key}/", f"/{quoted(value)}/", 1)
    return Request(path)


def quoted(text):
    from urllib.parse import quote

    return quote(text, safe="", errors="replace")


def forms_of(html):
    """The forms of a page: [(action or "", method, {name: (type, [value, …])}), …]."""
    found = []
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        fields = {}
        for one in form.find_all(["input", "select", "textarea", "button"]):
            name = one.get("name")
            if not name or name == "csrfmiddlewaretoken":
                continue
            if one.name == "select":
                values = [option.get("value", option.text) for option in one.find_all("option")]
            else:
                values = [one.get("value") or one.text or ""]
            kind, before = fields.get(name, (one.get("type", one.name), []))
            fields[name] = (kind, before + values)
        found.append((form.get("action", ""), form.get("method", "get").lower(), fields))
    return found
