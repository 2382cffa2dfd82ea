"""Backups: when one is due, which are thrown away, what the administrator sees. The drill with a real server stands in
tests/test_installation/test_backup.py.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from citedesmetiers.backup import prune
from citedesmetiers.backup.archive import backups_in
from citedesmetiers.backup.nightly import back_up_when_due
from citedesmetiers.factories import make_backup_run
from citedesmetiers.models import BackupRun

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 10, 15, 1, 30, tzinfo=UTC)  # half past three in Paris


def test_a_backup_is_due_once_a_night():
    assert BackupRun.objects.is_due(NIGHT)
    make_backup_run(began_at=NIGHT - timedelta(days=1))
    assert BackupRun.objects.is_due(NIGHT)
    make_backup_run(began_at=NIGHT)
    assert not BackupRun.objects.is_due(NIGHT + timedelta(hours=19))
    assert BackupRun.objects.is_due(NIGHT + timedelta(hours=24))


def test_a_failed_one_is_tried_again_an_hour_later():
    make_backup_run(began_at=NIGHT, file="", error="The disk is full.")
    assert not BackupRun.objects.is_due(NIGHT + timedelta(minutes=50))
    assert BackupRun.objects.is_due(NIGHT + timedelta(minutes=70))


def test_none_is_made_before_two_o_clock_or_when_it_is_switched_off(settings, tmp_path):
    settings.BACKUPS = tmp_path
    assert back_up_when_due(NIGHT - timedelta(hours=2)) is None
    settings.BACKUP_NIGHTLY = False
    assert back_up_when_due(NIGHT) is None
    assert not BackupRun.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_backups_older_than_their_term_go_and_the_latest_stays(tmp_path):
    for name in ["20260801T000000Z.tar", "20260914T000000Z.tar.age", "20260916T000000Z.tar", "20261014T000000Z.tar"]:
        (tmp_path / f"citedesmetiers-{name}").write_bytes(b"")
    (tmp_path / "something else.tar").write_bytes(b"")
    assert prune(tmp_path, days=30, now=NIGHT) == 2
    assert [path.name[15:23] for path in backups_in(tmp_path)] == ["20260916", "20261014"]
    assert prune(tmp_path, days=30, now=NIGHT + timedelta(days=365)) == 1
    assert [path.name[15:23] for path in backups_in(tmp_path)] == ["20261014"]
    assert (tmp_path / "something else.tar").exists()


def test_the_administrator_is_told_on_the_today_page_until_a_recent_one_exists(signed_in):
    admin = signed_in("admin", language="en")
    assert "none yet" in admin.get("/today/").content.decode()
    make_backup_run(began_at=timezone.now() - timedelta(days=3))
    assert "the last one is of" in admin.get("/today/").content.decode()
    make_backup_run()
    assert 'id="backup-title"' not in admin.get("/today/").content.decode()


def test_the_page_tells_how_each_one_went(signed_in, settings, tmp_path):
    settings.BACKUPS = tmp_path
    admin = signed_in("admin", language="en")
    assert "No backup yet" in admin.get("/settings/backups/").content.decode()
    make_backup_run(bytes=3_700_000)
    make_backup_run(file="", error="The backup cannot be written to /mnt/usb (No space left on device).")
    make_backup_run(file="", began_at=timezone.now() - timedelta(hours=7))
    page = admin.get("/settings/backups/").content.decode()
    assert "citedesmetiers-20261015T000000Z.tar" in page
    assert "3.5" in page
    assert "No space left on device" in page
    assert "cut short" in page


def test_one_more_can_be_asked_for(signed_in):
    admin = signed_in("admin", language="en")
    page = admin.post("/settings/backups/now/", follow=True).content.decode()
    assert "A backup is being made" in page
