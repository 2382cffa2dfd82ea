"""Which reports can be printed in the background, and making them.

A kind of print says who may have it, what it is asked with and how it is built; `ask` puts it into the queue of tasks,
`make` writes the file. The same builder serves the page that is its HTML twin.
"""

import hashlib
import logging
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from citedesmetiers import access
from reports import pdf
from reports.models import PrintJob

log = logging.getLogger(__name__)
State = PrintJob.State
COUNTED = 60  # percent of the way when all figures are there; the rest is laying out the pages
LAID_OUT = 95


@dataclass(frozen=True)
class Print:
    """A kind of print.

    form: a form class whose valid data give `parameters` (plain values) and `title`.
    build: function(parameters, say) that returns a reports.documents.Document; say(share, words) tells how far it is.
    template: what it is written with.
    """

    code: str
    title: str
    about: str
    form: type
    build: object
    act: str = "see_figures"
    template: str = "reports/documents/print.html"
    icon: str = "print"


_kinds = {}


def register(kind):
    """Offer a kind of print; called from AppConfig.ready(), maybe more than once."""
    _kinds[kind.code] = kind


def kinds_for(user):
    """The kinds that `user` may have, in the order in which they were offered."""
    return [kind for kind in _kinds.values() if access.may(user, kind.act)]


def kind_of(code):
    """The Print with this code. Raises KeyError."""
    return _kinds[code]


def quietly(share, words):
    """A `say` for builders whose reader waits at a page."""


def ask(kind, form, user):
    """Have a print made of what the valid `form` says, in the active language. Returns the PrintJob.

    Whoever asks again while the same is being made gets that one: it would only wait behind itself.
    """
    asked = {"kind": kind.code, "parameters": form.parameters, "language": translation.get_language()}
    open_ones = list(PrintJob.objects.filter(**asked).open())
    if going := [job for job in open_ones if job not in stopped(open_ones)]:
        return going[0]
    job = PrintJob.objects.create(**asked, title=form.title[:250], asked_by=user)
    make.enqueue(job.pk, job.attempt)
    return job


def in_queue(job):
    """The row of the queue that `job` waits in, or None."""
    return queue().filter(args_kwargs__args=[job.pk, job.attempt]).first() if job.is_waiting else None


def queue():
    """The rows of the queue that are prints and wait for their turn."""
    return DBTaskResult.objects.filter(task_path=make.module_path).ready()


def before(queued):
    """How many tasks are done before `queued`, a row of the queue, those at work included."""
    open_ones = DBTaskResult.objects.ready() | DBTaskResult.objects.running()
    return open_ones.filter(enqueued_at__lt=queued.enqueued_at).count()


def stopped(jobs):
    """Those of `jobs` that stopped halfway: begun and silent, or waiting, yet in no queue; one query at most."""
    silent = [job for job in jobs if job.is_silent]
    if not silent:
        return []
    queued = {tuple(args) for args in queue().values_list("args_kwargs__args", flat=True)}
    return [job for job in silent if not (job.is_waiting and (job.pk, job.attempt) in queued)]


def begin_again(job):
    """Have a failed or dead print made anew; False when it goes on after all."""
    if not (job.has_failed or stopped([job])):
        return False
    begun = PrintJob.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state).update(
        attempt=job.attempt + 1, state=State.WAITING, progress=0, doing="", problem="", sign_at=timezone.now()
    )
    if begun:
        make.enqueue(job.pk, job.attempt + 1)
    return bool(begun)


@task()
def make(pk, attempt):
    """Write the file of one print, unless it was given up or begun anew meanwhile."""
    job = PrintJob.objects.filter(pk=pk, attempt=attempt, state=State.WAITING).first()
    if job is None:
        return
    mine = PrintJob.objects.filter(pk=pk, attempt=attempt)

    def say(share, words):
        """share: of the figures that are counted, 0 to 1."""
        mine.update(progress=round(COUNTED * share), doing=str(words)[:150], sign_at=timezone.now())

    mine.update(state=State.WORKING)
    with translation.override(job.language):
        try:
            kind = kind_of(job.kind)
            say(0, gettext_lazy("Counting the figures"))
            document = kind.build(job.parameters, say)
            say(1, gettext_lazy("Laying out the pages"))
            content = pdf.pdf_of(written(kind, document))
            mine.update(progress=LAID_OUT, sign_at=timezone.now())
            keep(mine, job, content, f"{document.filename}.pdf")
        except Exception:
            log.exception("A print broke off.")
            problem = _("Something went wrong that should not. Tell whoever looks after this, or try again.")
            mine.update(state=State.FAILED, problem=problem)
            raise


def written(kind, document):
    """The HTML that becomes the PDF, all of it in the language of the document."""
    with translation.override(document.spoken):
        return render_to_string(kind.template, {"document": document, "origin": pdf.ORIGIN})


def keep(mine, job, content, filename):
    """Store the file with its checksum, and say that it is there."""
    job.refresh_from_db()
    job.file.save("print.pdf", ContentFile(content), save=False)
    done = mine.exclude(state=State.READY).update(
        state=State.READY, file=job.file.name, filename=filename[:150], size=len(content), progress=100, doing="",
        checksum=hashlib.sha256(content).hexdigest(), ready_at=timezone.now(),
    )  # fmt: skip
    if not done:
        job.file.delete(save=False)


def content_of(job):
    """The bytes of a print that is ready, or None when the file is lost or is no longer what was made."""
    try:
        with job.file.open("rb") as file:
            content = file.read()
    except (OSError, ValueError):
        return None
    return content if hashlib.sha256(content).hexdigest() == job.checksum else None


def every_night(today):
    """Forget files whose time is over; returns how many."""
    return PrintJob.objects.over(today).forget()
