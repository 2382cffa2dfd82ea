"""docs/api.md and the program say the same: its examples are sent, its fields are those that are read."""

import json
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose, make_site, make_user
from counselling.factories import make_desk
from reception.entries import Batch
from reception.models import Visit

pytestmark = pytest.mark.django_db
PAPER = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
URL, STATE = "/reception/entries/", "/reception/state/"


def chapter(title):
    return PAPER.split(f"## `{title}`")[1].split("\n## ")[0]


def examples(text):
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


def fields_named(text):
    """The names in the first column of the first table of `text`."""
    rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    found = set()
    for row in rows:
        if re.fullmatch(r"(`\w+`(, )?)+", row):
            found.update(re.findall(r"`(\w+)`", row))
    return found - {"status", "stored", "already", "conflict", "refused"}


class Watched(dict):
    """A JSON object that remembers which of its fields somebody asked for."""

    def __init__(self, asked, **fields):
        super().__init__(**fields)
        self.asked = asked

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


def test_the_example_of_the_paper_is_stored_as_it_stands(signed_in):
    client = signed_in("reception", sites=[make_site(code="main")])
    for key, code in enumerate(("employment", "training"), start=1):
        make_purpose(code=code, key=key)
    make_profile_value(list="age_band", code="age_18_25")
    sent, answered, *_others = examples(chapter(f"POST {URL}"))
    now = timezone.localtime().isoformat()
    sent |= {"sent_at": now, "entries": [sent["entries"][0] | {"recorded_at": now}]}
    response = client.post(URL, json.dumps(sent), content_type="application/json")
    assert response.json() == answered
    assert Visit.objects.get().age_band.code == "age_18_25"


def test_the_fields_of_the_paper_are_exactly_those_that_are_read(centre):
    asked = set()
    site = make_site(code="main")
    user = make_user(roles=["reception"], sites=[site])
    make_purpose(code="employment", key=2)
    now = timezone.localtime().isoformat()
    entries = [
        Watched(
            asked, uid=str(uuid.uuid4()), kind=kind, site="main", recorded_at=now, people=2, purposes=["employment"]
        )
        for kind in Batch.kinds
    ]
    Batch(Watched(asked, sent_at=now, entries=entries), user=user, site=site).store()
    assert asked - {"entries"} == fields_named(chapter(f"POST {URL}"))


def test_the_state_has_the_fields_of_the_paper(signed_in):
    site = make_site(code="main")
    make_desk(site=site)
    told = signed_in("reception", sites=[site]).get(STATE).json()
    (paper,) = examples(chapter(f"GET {STATE}"))
    assert told.keys() == paper.keys()
    assert told["desks"][0].keys() == paper["desks"][0].keys()


def test_the_state_of_no_place_is_said_in_json(signed_in):
    response = signed_in("reception", sites=[]).get(STATE)
    assert (response.status_code, response.json()) == (404, {"error": "no_site"})
    assert '`404 {"error": "no_site"}`' in chapter(f"GET {STATE}")


def test_what_is_not_json_is_answered_415_and_a_flood_413(signed_in):
    client = signed_in("reception", sites=[make_site(code="main")])
    assert client.post(URL, {"entries": "[]"}).status_code == 415
    flood = json.dumps({"entries": [], "more": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert client.post(URL, flood, content_type="application/json").status_code == 413
