"""Runs the background tasks that wait in the database, and says that it is alive."""

import logging
import threading
import time

from django.db import Error, connection
from django_tasks_db.management.commands import db_worker

from citedesmetiers.away import is_away
from citedesmetiers.backup.nightly import back_up_when_due
from citedesmetiers.forgetting import forget_when_due
from citedesmetiers.models import Heartbeat
from citedesmetiers.nightly import work_at_each_look, work_when_due
from citedesmetiers.workers import Presence, fail_what_died

SECONDS_BETWEEN_BEATS = 10
SECONDS_BEFORE_ANOTHER_TRY = 1
SECONDS_BETWEEN_LOOKS = 600


class Command(db_worker.Command):
    """db_worker for all queues, that outlives an absence of the database."""

    help = "Run background tasks as they come, until stopped. “make run” starts one of these."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False)

    def configure_logging(self, verbosity):
        """Failed tasks are news; that a worker starts, polls and stops is not."""
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.ERROR)

    def handle(self, **options):
        there = threading.Event()
        beats = {"presence": Presence(options["worker_id"]), "there": there}
        threading.Thread(target=beat_forever, kwargs=beats, name="heartbeat", daemon=True).start()
        there.wait()  # before the first task is taken, so that nobody takes us for dead
        threading.Thread(target=every_night, name="night", daemon=True).start()
        while True:
            try:
                return super().handle(**options)
            except Error as error:
                if not is_away(error):
                    logging.getLogger(__name__).exception("The worker begins again after an error of the database.")
                connection.close()
                time.sleep(SECONDS_BEFORE_ANOTHER_TRY)


def beat_forever(presence, there):
    """Leave a sign of life every ten seconds; while the database is away, try every second."""
    while True:
        try:
            presence.show()
            there.set()
            Heartbeat.beat("worker")
        except Error:
            connection.close()
            time.sleep(SECONDS_BEFORE_ANOTHER_TRY)
        else:
            time.sleep(SECONDS_BETWEEN_BEATS)


def every_night():
    """Look every ten minutes for tasks that died, and whether tonight's backup, forgetting and other work are due.

    Each look also does what rooms have registered for it. Whatever fails, the next look comes.
    """
    while True:
        for work in (fail_what_died, back_up_when_due, forget_when_due, work_at_each_look, work_when_due):
            try:
                work()
            except Exception as error:
                if is_away(error):
                    logging.getLogger(__name__).warning("The night's work waits: the database is away.")
                else:
                    logging.getLogger(__name__).exception("The night's work %s failed.", work.__name__)
            finally:
                connection.close()
        time.sleep(SECONDS_BETWEEN_LOOKS)
