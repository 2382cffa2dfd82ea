"""Validating a self-assessment: its evidence and all that the yearly report prints freeze in that moment (0017)."""

from django.db import transaction
from django.utils import translation

from reports import assessment as work
from reports import frozen_documents, yearly
from reports.figures import VERSION
from reports.models import FrozenReport
from reports.models.period import checksum_of


@transaction.atomic
def validate(assessment, body, day):
    """Note that `body` has validated it on `day`, and freeze what it and the yearly report say.

    Raises ValidationError when it is not submitted, or `day` lies before that.
    """
    row = work.validated(assessment, body, day)
    freeze_report(row)
    return row


def freeze_report(assessment):
    """Store the yearly report of a validated self-assessment, counted once, worded in every language."""
    year, documents = yearly.Year(assessment.year), {}
    for code in work.languages():
        with translation.override(code):
            documents[code] = frozen_documents.plain(yearly.document_of(year))
    return FrozenReport.objects.create(
        assessment=assessment,
        documents=documents,
        default=next(iter(documents)),
        definitions_version=VERSION,
        checksum=checksum_of(documents),
    )
