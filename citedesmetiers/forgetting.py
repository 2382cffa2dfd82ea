"""What is forgotten every night, and the proof that it was.

Each room registers what it forgets in its AppConfig.ready(); `manage.py forget` and the worker's nights run them all.
"""

from datetime import datetime, time, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from citedesmetiers.entries import OLDEST
from citedesmetiers.models import DailySalt, Forgotten, Heartbeat, ImportRun, SpentKey

SIGN_IN_DAYS = 30  # tries to sign in hold addresses of staff
TASK_DAYS = 30
SPENT_KEY_DAYS = OLDEST.days + 8  # nothing that old is taken from a device; a week more for a clock that was wrong
NIGHT_HOUR = 3
LOCK = 0x6F7562  # one process forgets at a time

_kinds = {}
WORDS = {}


def register(kind, forget, words):
    """Have `forget(today)` run every night. It forgets what was due before that day and returns how many
    rows it touched.

    kind: a short code; it stands in the proof.  words: what goes when, as pages say it, the privacy notice among them.
    """
    _kinds[kind] = forget
    WORDS[kind] = words


def kinds():
    """What is forgotten, as [(kind, function)]."""
    return list(_kinds.items())


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


def beginning_of(day):
    """Midnight of `day` on the local clock, as an aware datetime."""
    return timezone.make_aware(datetime.combine(day, time()))


def deleted(queryset):
    """Delete the rows of `queryset`; returns how many."""
    return queryset.delete()[0]


def sign_ins(today):
    """Tries to sign in that are older than a month."""
    before = beginning_of(today) - timedelta(days=SIGN_IN_DAYS)
    models = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(deleted(model.objects.filter(attempt_time__lt=before)) for model in models)


def sessions(today):
    """Sessions that have run out."""
    return deleted(Session.objects.filter(expire_date__lt=beginning_of(today)))


def finished_tasks(today):
    """Results of background work that finished more than a month ago."""
    return deleted(DBTaskResult.objects.filter(finished_at__lt=beginning_of(today) - timedelta(days=TASK_DAYS)))


def imported_files(today):
    """Files that came in more than 90 days ago, with what was read in them; their numbers stay."""
    return ImportRun.objects.over(today).forget()


def tries(today):
    """Counts of tries on public forms of past days, with the salts that they were made with."""
    return deleted(DailySalt.objects.filter(day__lt=today))


def spent_keys(today):
    """Digests of keys whose entries would be too old to be sent again."""
    return deleted(SpentKey.objects.filter(forgotten_on__lt=today - timedelta(days=SPENT_KEY_DAYS)))


def said_of_spent_keys():
    """What goes when, in the language of who reads it."""
    return gettext("digests of the keys that counters and desks gave, after %(days)d days") % {"days": SPENT_KEY_DAYS}


register("sign_ins", sign_ins, _("tries to sign in, after 30 days"))
register("sessions", sessions, _("sessions that have run out"))
register("finished_tasks", finished_tasks, _("results of background work, after 30 days"))
register("imported_files", imported_files, _("imported files, after 90 days"))
register("tries", tries, _("counts of tries on public forms, the day after"))
register("spent_keys", spent_keys, lazy(said_of_spent_keys, str)())
