"""A harvest as a run of the import: called in the background, then checked and shown like any file."""

from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks import task

from citedesmetiers.imports import running
from citedesmetiers.models import ImportRun
from documentation.harvest import calling
from documentation.moving_in.holdings import Holdings

State = ImportRun.State


def begin(base, *, user, language):
    """Have the catalogue at `base` asked for all it has. Returns the ImportRun."""
    run = ImportRun.objects.create(importer=Holdings.code, filename=base, size=0, uploaded_by=user, language=language)
    running.begin(run, State.CHECKING, of=[State.UPLOADED], task=harvest_in_background)
    return run


@task()
def harvest_in_background(pk, attempt):
    running.work(pk, attempt, State.CHECKING, harvest_and_check)


def harvest_and_check(run, progress):
    """Fetch what the catalogue has, keep it as the run's file, and find out what it would do here."""
    content = calling.harvested(run.filename, progress.say)
    run.size, run.sign_at = len(content), timezone.now()
    run.file.save("harvest.xml", ContentFile(content), save=False)
    running.read_headers(run, Holdings)
    if run.state == State.CHECKING:
        running.check(run, progress)
