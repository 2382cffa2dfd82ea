"""Background workers that are there, and what those leave behind that were killed in the midst of a task.

A worker that is there holds an advisory lock of its own for as long as its connection lives: the database itself lets
go when the process dies, on whichever machine.
"""

import hashlib
import logging

from django.db import connection
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)


class WorkerDied(Exception):
    """The background worker ended in the midst of this task (killed, or out of memory, or the machine went down).

    What the task had not committed is undone. It is not begun again by itself: the page where it was asked for offers
    that, and nightly work comes back the next night.
    """

    def __init__(self):
        super().__init__(" ".join(self.__doc__.split()))


class Presence:
    """That the worker with this id is there; to be shown again and again from one thread."""

    def __init__(self, worker_id):
        self._key, self._shown_on = key(worker_id), None

    def show(self):
        """Hold the worker's lock on this thread's connection, taking it anew when the connection is a new one."""
        connection.ensure_connection()
        if self._shown_on is not connection.connection:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [self._key])
            self._shown_on = connection.connection


def key(worker_id):
    """The number of a worker's lock: 64 bits with a sign, as Postgres takes them."""
    return int.from_bytes(hashlib.sha256(f"worker {worker_id}".encode()).digest()[:8], "big", signed=True)


def is_there(worker_id):
    """True when a living worker has this id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key(worker_id)])
        free = cursor.fetchone()[0]
        if free:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key(worker_id)])
    return not free


def fail_what_died():
    """Mark the tasks as failed whose worker is there no more; returns how many."""
    died = [task for task in DBTaskResult.objects.running() if not (task.worker_ids and is_there(task.worker_ids[-1]))]
    for task in died:
        task.set_failed(WorkerDied())
        log.error("The worker ended in the midst of the task %s.", task.task_path)
    return len(died)
