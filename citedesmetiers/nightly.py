"""Work that is to be done once a night, beside backing up and forgetting, or at each of the worker's looks.

Each room registers its work in AppConfig.ready(); the worker runs it (management/commands/worker.py).
"""

import logging

from django.db import connection
from django.utils import timezone

from citedesmetiers.away import is_away
from citedesmetiers.models import Heartbeat

NIGHT_HOUR = 4  # after backing up and forgetting
LOCK = 0x6E6967  # one process works at a time

_works = {}
_at_each_look = []


def register(name, work):
    """Have `work()` run every night. name: a short code; a sign of life of this name says when it was done."""
    _works[name] = work


def register_look(work):
    """Have `work()` run every ten minutes. It must be quick, and do nothing while another worker is at it."""
    if work not in _at_each_look:  # AppConfig.ready() may run more than once
        _at_each_look.append(work)


def work_at_each_look():
    """Do what is to be done at every look; what fails keeps no other work from being done.

    Raises what says that the database is away: then nothing else can be done either.
    """
    for work in _at_each_look:
        try:
            work()
        except Exception as error:
            if is_away(error):
                raise
            logging.getLogger(__name__).exception("The work %s of every ten minutes failed.", work.__qualname__)


def work_when_due(now=None):
    """Do what has not been done since four o'clock of this night, on the local clock; returns the names of it.

    Any number of workers may ask: a lock of the database lets one of them do it. What fails is tried again in the
    next night, and keeps no other work from being done.
    """
    now = timezone.localtime(now)
    if now.hour < NIGHT_HOUR:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        try:
            beats = dict(Heartbeat.objects.filter(name__in=_works).values_list("name", "beaten_at"))
            due = [name for name in _works if name not in beats or timezone.localdate(beats[name]) < now.date()]
            return [name for name in due if done(name)]
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def done(name):
    """Do one work; False when it failed."""
    Heartbeat.beat(name)
    try:
        _works[name]()
    except Exception:
        logging.getLogger(__name__).exception("The night's work %s failed.", name)
        return False
    return True
