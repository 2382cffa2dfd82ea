"""The numbers of words and suggestions are put right every night, and after an import of many rows."""

from datetime import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citedesmetiers import nightly
from documentation import factories as make
from documentation.models import CatalogueWord
from documentation.search import index

pytestmark = pytest.mark.django_db


def at(day, hour):
    return timezone.make_aware(datetime(2031, 3, day, hour))  # noqa: DTZ001 -- made aware at once


def test_the_night_rebuilds_the_index_once(django_capture_on_commit_callbacks, monkeypatch):
    done = []
    monkeypatch.setattr(nightly, "_works", {"catalogue_index": lambda: done.append("index")})
    clock = [at(10, 3)]
    monkeypatch.setattr(nightly.timezone, "now", lambda: clock[0])
    assert nightly.work_when_due(clock[0]) == []
    for clock[0], expected in ((at(10, 5), 1), (at(10, 6), 1), (at(11, 2), 1), (at(11, 4), 2)):
        nightly.work_when_due(clock[0])
        assert len(done) == expected, clock[0]


def test_work_that_fails_keeps_no_other_work_from_being_done(monkeypatch, caplog):
    done = []

    def broken():
        raise OSError("the disk is full")

    monkeypatch.setattr(nightly, "_works", {"broken": broken, "good": lambda: done.append("good")})
    assert nightly.work_when_due(at(10, 5)) == ["good"]
    assert done == ["good"]
    assert "broken failed" in caplog.text


def test_a_look_that_is_registered_twice_is_done_once(monkeypatch):
    done = []

    def work():
        done.append("work")

    monkeypatch.setattr(nightly, "_at_each_look", [])
    nightly.register_look(work)
    nightly.register_look(work)
    nightly.work_at_each_look()
    assert done == ["work"]


def test_the_catalogue_is_among_the_works_of_the_night(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        nightly._works["catalogue_index"]()
    assert DBTaskResult.objects.filter(task_path="documentation.search.index.rebuild_in_background").exists()


def test_a_rebuild_puts_the_numbers_of_words_right():
    for title in ("Boulanger", "Le boulanger du coin"):
        make.make_resource(title=title)
    assert CatalogueWord.objects.get(word="boulanger").documents == 1
    index.rebuild_in_background.call()
    assert CatalogueWord.objects.get(word="boulanger").documents == 2
