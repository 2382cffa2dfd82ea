"""Prints in the background: asked for, made, served to who may, kept with a checksum, forgotten after their term."""

import hashlib
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citedesmetiers.factories import make_heartbeat
from reception.factories import make_visit
from reports import prints
from reports.factories import make_print_job, make_ready_print
from reports.models import PrintJob


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_once(settings):
    """Background work is done where it is asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def in_the_queue(settings):
    """Background work is only queued."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.thorough
def test_a_print_is_asked_for_made_and_fetched(signed_in, at_once):
    year = timezone.localdate().year
    make_visit(day=timezone.localdate(), people=41)
    director = signed_in("director")
    response = director.post("/reports/prints/new/yearly/", {"year": year})
    job = PrintJob.objects.get()
    assert response["Location"] == f"/reports/prints/{job.pk}/"
    assert (job.state, job.progress, job.language) == ("ready", 100, "en")
    page = director.get(f"/reports/prints/{job.pk}/").content.decode()
    assert job.checksum in page
    twin = f"/reports/prints/page/yearly/?year={year}"
    assert f'href="{twin}"' in page
    assert "41" in director.get(twin).content.decode()
    file = director.get(f"/reports/prints/{job.pk}.pdf")
    assert file.content.startswith(b"%PDF")
    assert hashlib.sha256(file.content).hexdigest() == job.checksum
    assert f"{year}" in file["Content-Disposition"]


def test_what_is_asked_for_twice_is_made_once_until_it_is_ready(signed_in, in_the_queue):
    director, year = signed_in("director"), timezone.localdate().year

    def ask(size):
        return director.post("/reports/prints/new/poster/", {"year": year, "size": size})["Location"]

    first, again, other = ask("a3"), ask("a3"), ask("a4")
    assert first == again != other
    PrintJob.objects.update(state="failed")
    assert ask("a3") not in (first, other)
    PrintJob.objects.update(state="working", sign_at=timezone.now() - timedelta(minutes=3))
    ask("a3")
    assert PrintJob.objects.count() == 4


def test_while_it_is_made_the_page_says_how_far_it_is_and_works_without_script(signed_in, in_the_queue):
    director = signed_in("director")
    director.post("/reports/prints/new/yearly/", {"year": timezone.localdate().year})
    job = PrintJob.objects.get()
    address = f"/reports/prints/{job.pk}/"
    assert "It begins in a moment." in director.get(address).content.decode()
    PrintJob.objects.update(state="working", progress=40, doing="Chapters: 7 of 18")
    page = director.get(address).content.decode()
    assert "Chapters: 7 of 18" in page
    assert "40 % done" in page
    assert 'data-hx-trigger="every 2s"' in page
    assert f'href="{address}"' in page  # the way without script
    part = director.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert director.get(f"/reports/prints/{job.pk}.pdf").status_code == 404


@pytest.mark.thorough
def test_a_builder_that_breaks_leaves_a_sentence_and_can_be_begun_again(signed_in, at_once):
    director = signed_in("director")
    job = make_print_job(parameters={"year": "no year"})
    with pytest.raises(ValueError, match="no year"):
        prints.make.func(job.pk, job.attempt)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "Something went wrong" in director.get(f"/reports/prints/{job.pk}/").content.decode()
    PrintJob.objects.update(parameters={"year": "2025"})
    director.post(f"/reports/prints/{job.pk}/again/")
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("ready", 2)


def test_work_that_was_given_up_writes_nothing(signed_in, at_once):
    job = make_print_job(attempt=3)
    prints.make.func(job.pk, 2)
    job.refresh_from_db()
    assert (job.state, job.progress) == ("waiting", 0)


def test_a_print_without_a_sign_for_two_minutes_is_offered_again(signed_in, in_the_queue):
    director = signed_in("director")
    job = make_print_job(state="working", sign_at=timezone.now() - timedelta(minutes=3))
    page = director.get(f"/reports/prints/{job.pk}/").content.decode()
    assert "The work stopped halfway" in page
    assert "hx-get" not in page
    director.post(f"/reports/prints/{job.pk}/again/")
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("waiting", 2)


def make_task(*, path="some.other.task", args=(), status="READY"):
    """A row of the queue."""
    return DBTaskResult.objects.create(
        task_path=path, args_kwargs={"args": list(args), "kwargs": {}}, status=status, backend_name="default"
    )


def queued(job):
    return make_task(path=prints.make.module_path, args=[job.pk, job.attempt])


def test_a_print_that_waits_long_in_a_full_queue_has_not_stopped_and_says_how_many_come_before_it(signed_in):
    make_heartbeat(name="worker")
    make_task(status="RUNNING")
    make_task()
    job = make_print_job(sign_at=timezone.now() - timedelta(minutes=9))
    queued(job)
    make_task()  # came later
    director = signed_in("director")
    page = director.get(f"/reports/prints/{job.pk}/").content.decode()
    assert "It waits its turn" in page
    assert "2 other tasks come before it." in page
    assert "stopped halfway" not in page
    assert "hx-get" in page
    director.post(f"/reports/prints/{job.pk}/again/")
    job.refresh_from_db()
    assert job.attempt == 1


def test_a_print_that_waits_while_nobody_works_says_so(signed_in):
    job = make_print_job(sign_at=timezone.now() - timedelta(minutes=9))
    queued(job)
    page = signed_in("director").get(f"/reports/prints/{job.pk}/").content.decode()
    assert "The background work does not run at the moment." in page
    assert "stopped halfway" not in page


@pytest.mark.parametrize("fields", [{"status": "FAILED"}, {"args_kwargs": {"args": [0, 1], "kwargs": {}}}])
def test_a_print_that_waits_in_no_queue_is_offered_again(signed_in, fields):
    job = make_print_job(sign_at=timezone.now() - timedelta(minutes=3))
    queued(job)
    DBTaskResult.objects.update(**fields)
    director = signed_in("director")
    assert "The work stopped halfway" in director.get(f"/reports/prints/{job.pk}/").content.decode()
    director.post(f"/reports/prints/{job.pk}/again/")
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("waiting", 2)


def states_listed(client):
    """{title: what the list says of its state, with the words of its button}"""
    rows = re.findall(
        r"<tr><th scope=.row.><a[^>]*>(.*?)</a>(.*?)</tr>", client.get("/reports/prints/").content.decode()
    )
    return {title: re.findall(r">([^<>]+)<", rest.split("</td>")[2] + "<") for title, rest in rows}


def test_the_list_says_of_each_print_what_its_page_says_and_offers_dead_and_failed_ones_again(signed_in):
    long_ago = timezone.now() - timedelta(minutes=3)
    make_print_job(title="Dead at work", state="working", sign_at=long_ago)
    make_print_job(title="Lost from the queue", sign_at=long_ago)
    make_print_job(title="Broken", state="failed", problem="Something went wrong.", sign_at=long_ago)
    make_print_job(title="At work", state="working")
    queued(make_print_job(title="In a long queue", sign_at=long_ago))
    director = signed_in("director")
    assert states_listed(director) == {
        "Dead at work": ["Stopped halfway", "Make it again"],
        "Lost from the queue": ["Stopped halfway", "Make it again"],
        "Broken": ["Failed", "Make it again"],
        "At work": ["Being made"],
        "In a long queue": ["Waits its turn"],
    }
    for job in PrintJob.objects.all():
        says = "Make it again" in director.get(f"/reports/prints/{job.pk}/").content.decode()
        assert says == ("Make it again" in states_listed(director)[job.title]), job.title


def test_a_long_list_of_dead_prints_asks_the_queue_once(signed_in, django_assert_num_queries):
    director = signed_in("director")
    silent = timezone.now() - timedelta(minutes=3)
    make_print_job(sign_at=silent)
    with CaptureQueriesContext(connection) as of_one:
        director.get("/reports/prints/")
    for _again in range(3):
        make_print_job(sign_at=silent)
    with django_assert_num_queries(len(of_one)):
        director.get("/reports/prints/")


def test_who_may_not_have_the_kind_gets_neither_page_nor_file(signed_in):
    job = make_ready_print()
    manager = signed_in("partnership")
    assert "Yearly report 2025" not in manager.get("/reports/prints/").content.decode()
    for address in (f"/reports/prints/{job.pk}/", f"/reports/prints/{job.pk}.pdf", "/reports/prints/new/yearly/"):
        assert manager.get(address).status_code == 403
    assert signed_in("reception").get("/reports/prints/").status_code == 403


def test_a_file_that_was_changed_is_not_served(signed_in):
    job = make_ready_print()
    with default_storage.open(job.file.name, "wb") as file:
        file.write(b"%PDF-1.4 something else")
    assert signed_in("director").get(f"/reports/prints/{job.pk}.pdf").status_code == 404


def test_after_its_term_the_file_is_forgotten_and_the_line_stays(signed_in):
    old, kept = make_ready_print(expires_on=date(2026, 1, 1)), make_ready_print(expires_on=date(2026, 1, 2))
    assert prints.every_night(date(2026, 1, 2)) == 1
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.state, bool(old.file), len(old.checksum)) == ("forgotten", False, 64)
    assert default_storage.exists(kept.file.name)
    page = signed_in("director").get(f"/reports/prints/{old.pk}/").content.decode()
    assert old.checksum in page
    assert "the file is gone" in page
    again = f"/reports/prints/new/{old.kind}/?{urlencode(old.parameters)}"
    assert f'href="{again}"' in page


def test_the_list_says_what_to_do_when_nothing_was_printed(signed_in):
    page = signed_in("director").get("/reports/prints/").content.decode()
    assert "Nothing yet." in page
    assert "/reports/prints/new/yearly/" in page


def test_a_wrong_year_is_said_beside_the_field(signed_in, in_the_queue):
    page = signed_in("director").post("/reports/prints/new/yearly/", {"year": "1066"}).content.decode()
    assert "Select a valid choice" in page
    assert not PrintJob.objects.exists()
