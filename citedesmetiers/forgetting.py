"""What is forgotten every night, and the proof that it was.

Each room registers what it forgets in its AppConfig.ready(); `manage.py forget` and the worker's nights run them all.
"""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citedesmetiers.models import Forgotten, Heartbeat, ImportRun

SIGN_IN_DAYS = 30  # tries to sign in hold addresses of staff
TASK_DAYS = 30
NIGHT_HOUR = 3
LOCK = 0x6F7562  # one process forgets at a time

_kinds = {}


def register(kind, forget):
    """Have `forget(today)` run every night. It forgets what is due and returns how many rows it touched.

    kind: a short code; it stands in the proof.
    """
    _kinds[kind] = forget


def forget(today=None):
    """Forget all that is due on the day `today`; returns {kind: rows}, zeros included. Each kind is a transaction."""
    today = today or timezone.localdate()
    done = {}
    for kind, work in _kinds.items():
        with transaction.atomic():
            done[kind] = work(today)
            if done[kind]:
                Forgotten.note(today, kind, done[kind])
    Heartbeat.beat("forget")
    return done


def forget_when_due(now=None):
    """Forget once a night, after three o'clock on the local clock; returns what `forget` returns, or None.

    Any number of workers may ask: a lock of the database lets one of them do it.
    """
    now = timezone.localtime(now)
    last = Heartbeat.objects.filter(name="forget").first()
    if now.hour < NIGHT_HOUR or (last and timezone.localdate(last.beaten_at) >= now.date()):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        try:
            return forget(now.date())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def deleted(queryset):
    """Delete the rows of `queryset`; returns how many."""
    return queryset.delete()[0]


def sign_ins(today):
    """Tries to sign in that are older than a month."""
    before = timezone.now() - timedelta(days=SIGN_IN_DAYS)
    models = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(deleted(model.objects.filter(attempt_time__lt=before)) for model in models)


def sessions(today):
    """Sessions that have run out."""
    return deleted(Session.objects.filter(expire_date__lt=timezone.now()))


def finished_tasks(today):
    """Results of background work that finished more than a month ago."""
    return deleted(DBTaskResult.objects.filter(finished_at__lt=timezone.now() - timedelta(days=TASK_DAYS)))


def imported_files(today):
    """Files that came in more than 90 days ago, with what was read in them; their numbers stay."""
    return ImportRun.objects.over(today).forget()


register("sign_ins", sign_ins)
register("sessions", sessions)
register("finished_tasks", finished_tasks)
register("imported_files", imported_files)
