"""With the disk full nothing new is taken in, and everybody is told in the way they understand."""

import pytest

from citedesmetiers import disk


@pytest.fixture
def full(settings, monkeypatch):
    """As if our own database stood on a disk without room."""
    settings.KEEP_FREE = 10**9
    monkeypatch.setattr(type(settings.INSTALLATION), "embedded", True)


def test_a_form_is_turned_away_in_words_and_reading_goes_on(full, signed_in):
    client = signed_in("director")
    response = client.post("/settings/purposes/new/", {"name_en": "Work"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "The disk of the server is full" in response.content.decode()
    assert client.get("/settings/purposes/").status_code == 200


def test_a_device_is_told_in_json_and_keeps_what_it_has(full, signed_in):
    response = signed_in("reception").post("/reception/entries/", {"entries": []}, content_type="application/json")
    assert (response.status_code, response.json()) == (503, {"error": "disk_full"})


def test_who_may_not_is_told_that_first(full, client, centre):
    assert client.post("/settings/purposes/new/").status_code == 302


def test_people_get_in_and_out(full, signed_in):
    assert signed_in("reception").post("/sign-out/").status_code == 302


def test_with_room_a_form_is_taken(signed_in, settings):
    settings.KEEP_FREE = 0
    assert signed_in("director").post("/settings/purposes/new/", {}).status_code == 200


def test_a_database_elsewhere_minds_its_own_disk(settings):
    settings.KEEP_FREE = 10**9
    assert not disk.is_full()
