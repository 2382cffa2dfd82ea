"""The backup of every night, and the note of how it went."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks import task

from citedesmetiers.backup.archive import BackupError, make, prune
from citedesmetiers.models.backup_run import BackupRun

NIGHT_HOUR = 2
LOCK = 0x6261636B  # one process makes a backup at a time


def back_up(folder=None):
    """Make a backup now and throw away those that are over; returns the BackupRun. Raises BackupError, noted too."""
    run = BackupRun.objects.create(began_at=timezone.now())
    try:
        path = make(folder)
    except BackupError as error:
        run.ended_at, run.error = timezone.now(), str(error)
        run.save()
        raise
    run.ended_at, run.file, run.bytes = timezone.now(), path.name, path.stat().st_size
    run.is_encrypted = path.suffix == ".age"
    run.save()
    run.path = path
    prune(folder)
    return run


def back_up_when_due(now=None):
    """Make the backup of this night, once, after two o'clock on the local clock; returns its run, or None.

    Any number of workers may ask: a lock of the database lets one of them do it. A failed one is tried again an hour
    later.
    """
    now = timezone.localtime(now)
    if not settings.BACKUP_NIGHTLY or now.hour < NIGHT_HOUR or not BackupRun.objects.is_due(now):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        try:
            return back_up()
        except BackupError:
            logging.getLogger(__name__).exception("The backup of this night failed.")
            return None
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@task()
def back_up_now():
    """A backup that a person asked for; how it went stands in its BackupRun."""
    try:
        back_up()
    except BackupError:
        logging.getLogger(__name__).exception("The backup that was asked for failed.")


def same_disk():
    """True when the backups lie on the disk that also holds the database: one fault may take both."""
    folder = Path(settings.BACKUPS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings.INSTALLATION.embedded and folder.stat().st_dev == settings.INSTALLATION.data.stat().st_dev
