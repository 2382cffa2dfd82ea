"""Examines an installation and says in sentences what is wrong and what to do; asked by `manage.py doctor` and a page.

Each examination is a function that returns Findings. It looks only, and never changes anything.
"""

import math
import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import TextChoices
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers import replica
from citedesmetiers.installation import SHORTEST_SECRET
from citedesmetiers.models import BackupRun, Centre, Heartbeat, User
from citedesmetiers.models.user import Role
from citedesmetiers.postgres import EXTENSIONS
from citedesmetiers.preparation import is_loopback

OLDEST_POSTGRES = 16
LITTLE_SPACE, NO_SPACE = 5_000_000_000, 1_000_000_000  # bytes left on the disk
RIGHT_CLOCK = timedelta(seconds=5)
LATE = timedelta(hours=36)


class Level(TextChoices):
    """How grave a finding is."""

    GOOD = "good", gettext_lazy("in order")
    LOOK = "look", gettext_lazy("to look at")
    BAD = "bad", gettext_lazy("to put right")


@dataclass(frozen=True)
class Finding:
    """What was found about one matter, as one sentence or two."""

    subject: str
    level: Level
    words: str


def good(subject, words):
    return Finding(subject, Level.GOOD, words)


def look(subject, words):
    return Finding(subject, Level.LOOK, words)


def bad(subject, words):
    return Finding(subject, Level.BAD, words)


def examine():
    """All findings, in the order of the examinations. When the database is away, only what is known without it."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        away = bad(
            _("Database"), _("It does not answer. Is the address in DATABASE_URL right, and does the server run?")
        )
        return [away, transport(), secret(), disk(), mail()]
    return [
        database(),
        extensions(),
        migrations(),
        *([read_replica()] if replica.is_set_up() else []),
        clock(),
        worker(),
        forgetting(),
        backup(),
        disk(),
        transport(),
        secret(),
        mail(),
        second_factor(),
    ]


def database():
    """Whether the server's version is one that we are tested with."""
    subject, version = _("Database"), connection.pg_version // 10000
    if version < OLDEST_POSTGRES:
        return bad(subject, _("PostgreSQL %(version)s is too old: 16 or newer is needed.") % {"version": version})
    return good(subject, _("PostgreSQL %(version)s answers.") % {"version": version})


def extensions():
    """Whether the extensions that searches and constraints need are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        there = {name for (name,) in cursor.fetchall()}
    missing = [name for name in EXTENSIONS if name not in there]
    needed = [name for name in missing if name != "pg_stat_statements"]
    subject = _("Extensions")
    if needed:
        return bad(
            subject,
            _("Missing in the database: %(names)s. Its owner adds them with CREATE EXTENSION.")
            % {"names": ", ".join(needed)},
        )
    if missing:
        return look(subject, _("pg_stat_statements is missing: slow queries cannot be looked up."))
    return good(subject, _("All are there."))


def migrations():
    """Whether the schema is the one of this version."""
    subject, executor = _("Schema"), MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        said = ngettext("%(n)s migration waits: run make run, or manage.py migrate.",
                        "%(n)s migrations wait: run make run, or manage.py migrate.", waiting)  # fmt: skip
        return bad(subject, said % {"n": waiting})
    return good(subject, _("It is the one of this version."))


def read_replica():
    """Whether the second server follows the first closely enough to be read from."""
    subject = _("Read replica")
    try:
        behind = replica.seconds_behind()
    except replica.NoReplica:
        return bad(
            subject,
            _("The server at DATABASE_REPLICA_URL follows no other one, so it is not read from. Was it promoted?"),
        )
    except DatabaseError:
        return bad(subject, _("It does not answer. All reading is on the first server meanwhile."))
    if behind > settings.REPLICA_LAG:
        return bad(subject, _("It is too far behind. All reading is on the first server until it has caught up."))
    said = ngettext("It follows, at most %(n)s second behind.", "It follows, at most %(n)s seconds behind.",
                    math.ceil(behind))  # fmt: skip
    return good(subject, said % {"n": math.ceil(behind)})


def clock():
    """Whether this machine and the database agree on the time; days and years are cut by it."""
    subject = _("Clock")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - timezone.now())
    if apart > RIGHT_CLOCK:
        return bad(
            subject,
            _("This machine and the database are %(seconds)s seconds apart: let both follow a time server.")
            % {"seconds": round(apart.total_seconds())},
        )
    now = timezone.localtime()
    return good(
        subject,
        _("It is %(time)s in %(zone)s.")
        % {"time": now.strftime("%H:%M"), "zone": timezone.get_current_timezone_name()},
    )


def worker():
    """Whether the background worker gives signs of life."""
    subject = _("Worker")
    if Heartbeat.is_alive("worker"):
        return good(subject, _("It gave a sign of life within the last minute."))
    last = Heartbeat.objects.filter(name="worker").first()
    if last is None:
        return bad(subject, _("It has never run: reports, imports, backups and forgetting wait for it."))
    return bad(
        subject,
        _("Its last sign of life is of %(when)s: reports, imports, backups and forgetting wait for it.")
        % {"when": f"{timezone.localtime(last.beaten_at):%Y-%m-%d %H:%M}"},
    )


def forgetting():
    """Whether what must be forgotten is forgotten every night."""
    subject, last = _("Forgetting"), Heartbeat.objects.filter(name="forget").first()
    if last is None or last.beaten_at < timezone.now() - LATE:
        return bad(
            subject, _("It has not run for more than a day and a half. Run manage.py forget, and look at the worker.")
        )
    return good(subject, _("It ran last night."))


def backup():
    """Whether there is a recent backup, on another disk, encrypted."""
    subject, last = _("Backup"), BackupRun.objects.last_success()
    if last is None:
        if not settings.BACKUP_NIGHTLY:
            return look(subject, _("The nightly backup is switched off: be sure that somebody else makes them."))
        return bad(subject, _("There is none yet. Run manage.py backup."))
    if last.is_old:
        day = timezone.localdate(last.began_at)
        return bad(subject, _("The last one is of %(day)s.") % {"day": formats.date_format(day)})
    if not last.is_encrypted:
        return look(subject, _("There is a recent one, not encrypted: see BACKUP_RECIPIENT."))
    return good(subject, _("There is a recent one, encrypted."))


def disk():
    """How much room is left where this installation keeps its data."""
    subject, left = _("Disk"), shutil.disk_usage(settings.INSTALLATION.data).free
    said = _("%(n)s GB are left in the data folder.") % {"n": formats.number_format(left / 1e9, 1)}
    if left < NO_SPACE:
        return bad(subject, said)
    return look(subject, said) if left < LITTLE_SPACE else good(subject, said)


def transport():
    """Whether people come through TLS; without it browsers offer no offline mode beyond this machine."""
    subject, host = _("TLS and offline mode"), settings.INSTALLATION.host
    if settings.HTTPS:
        if not settings.BEHIND_PROXY:
            return look(subject, _("HTTPS=1 without BEHIND_PROXY=1: the web server itself speaks no TLS."))
        return good(subject, _("People come through TLS: cookies are safe and counters work offline."))
    names = [name for name in settings.ALLOWED_HOSTS if name not in settings.LOOPBACK]
    if is_loopback(host) and not names:
        return look(subject, _("Only this machine reaches the application; its browser works offline too."))
    return bad(
        subject,
        _("People come without TLS: passwords can be read on the way, and browsers refuse the offline mode. Put a "
          "proxy with a certificate in front, and set HTTPS=1 and BEHIND_PROXY=1."),
    )  # fmt: skip


def secret():
    """Whether the secret that signs sessions and links is long enough."""
    subject = _("Secret")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        return bad(subject, _("SECRET_KEY is short: at least 50 random characters."))
    return good(subject, _("It is long enough."))


def mail():
    """Whether invitations and forgotten passwords can be sent by mail."""
    subject = _("Mail")
    if not settings.EMAIL_HOST:
        return look(subject, _("There is no mail server: invitations are shown once, to hand over by hand."))
    return good(subject, _("Mail goes through %(host)s.") % {"host": settings.EMAIL_HOST})


def second_factor():
    """Whether directors and administrators have set up their second factor."""
    subject, centre = _("Second factor"), Centre.objects.current()
    if centre and centre.demonstration:
        return look(subject, _("The demonstration asks for none: never put it on a network."))
    holders = User.objects.filter(is_active=True, roles__overlap=[Role.DIRECTOR, Role.ADMIN])
    without = holders.exclude(totpdevice__confirmed=True).count()
    if without:
        said = ngettext("%(n)s account of a director or administrator has none; it is asked for when they sign in.",
                        "%(n)s accounts of directors or administrators have none; it is asked for when they sign in.",
                        without)  # fmt: skip
        return look(subject, said % {"n": without})
    return good(subject, _("All directors and administrators have one."))
