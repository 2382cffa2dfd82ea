"""Rows for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

import hashlib
import itertools
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from citedesmetiers.factories import make_user
from reports.documents import Document
from reports.frozen_documents import plain
from reports.models import (
    Action,
    ActionReview,
    Adjustment,
    Audience,
    ChangedDay,
    ClosedPeriod,
    Contribution,
    Criterion,
    DeclaredFigure,
    Frame,
    FrozenReport,
    LabelDocument,
    LabelFile,
    LabelStep,
    Option,
    Principle,
    PrintJob,
    Question,
    Rating,
    RolledDay,
    SelfAssessment,
    Survey,
    SurveyAnswer,
    SurveyAnswered,
    SurveyComment,
    SurveyReturn,
)
from reports.models.period import checksum_of

_number = itertools.count(1)
_years = itertools.count(2000)
A_DAY = date(2026, 1, 1)
A_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_label_file(**fields):
    return LabelFile.objects.create(**fields)


def make_label_step(*, file=None, kind=LabelStep.Kind.PROJECT, **fields):
    """A step; planned for a day when no day is given, for it cannot stand without one."""
    if not fields.keys() & {"due_on", "submitted_on", "decided_on"}:
        fields["due_on"] = A_DAY
    return LabelStep.objects.create(file=file or LabelFile.objects.current() or make_label_file(), kind=kind, **fields)


def make_label_document(*, step=None, title="Letter of the commission", content=A_PDF):
    document = LabelDocument(step=step or make_label_step(), title=title, kind=LabelDocument.Kind.PDF)
    document.size = len(content)
    document.file.save("letter.pdf", ContentFile(content))
    return document


def make_frame(*, number=None, **fields):
    """A version of the frame; its number lies beyond those of the starting lists."""
    return Frame.objects.create(number=number or 100 + next(_number), **fields)


def make_principle(*, frame=None, code="1", title="A service open to all", **fields):
    return Principle.objects.create(frame=frame or make_frame(), code=code, title=title, **fields)


def make_criterion(*, principle=None, code="1.1", title="Opening hours", **fields):
    return Criterion.objects.create(principle=principle or make_principle(), code=code, title=title, **fields)


def make_self_assessment(*, year=None, frame=None, **fields):
    """A self-assessment without ratings, of a year of its own when none is given.

    See reports.assessment.begin for one as people begin it.
    """
    return SelfAssessment.objects.create(year=year or next(_years), frame=frame or make_frame(), **fields)


def make_frozen_report(*, assessment=None, documents=None, **fields):
    """The report of a self-assessment as one empty document in English; its checksum fits."""
    documents = documents or {"en": plain(Document("Report", "Cité", "Report", "", "", [], "report"))}
    return FrozenReport.objects.create(
        assessment=assessment or make_self_assessment(), documents=documents, default=next(iter(documents)),
        checksum=checksum_of(documents), **{"definitions_version": 1} | fields,
    )  # fmt: skip


def make_rating(*, assessment=None, criterion=None, **fields):
    assessment = assessment or make_self_assessment()
    criterion = criterion or make_criterion(principle=make_principle(frame=assessment.frame))
    return Rating.objects.create(assessment=assessment, criterion=criterion, **fields)


def make_action(*, assessment=None, criterion=None, what="Open on Monday mornings", **fields):
    assessment = assessment or make_self_assessment()
    criterion = criterion or make_criterion(principle=make_principle(frame=assessment.frame))
    return Action.objects.create(assessment=assessment, criterion=criterion, what=what, **fields)


def make_contribution(*, assessment=None, criterion=None, role="counsellor", account=None, text="", **fields):
    """A contribution that is asked of a team; of one person with `account`. With a text it is being written."""
    assessment = assessment or make_self_assessment()
    criterion = criterion or make_criterion(principle=make_principle(frame=assessment.frame))
    return Contribution.objects.create(
        assessment=assessment, criterion=criterion, role=role, account=account, text=text,
        **{"due_on": timezone.localdate(), "asked_by": fields.pop("asked_by", None) or make_user(roles=["director"]),
           "stage": "drafted" if text else "asked"} | fields,
    )  # fmt: skip


def make_action_review(*, assessment=None, action=None, status="done", **fields):
    """The review of an action of the year before."""
    assessment = assessment or make_self_assessment()
    return ActionReview.objects.create(assessment=assessment, action=action or make_action(), status=status, **fields)


def make_declared_figure(*, title="People welcomed", value=3000, source="Yearly report", noted_on=A_DAY, **fields):
    """A declared figure; of the year 2026 when neither a period nor a day is given."""
    if not fields.keys() & {"starts_on", "as_of"}:
        fields |= {"starts_on": A_DAY, "ends_on": date(2026, 12, 31)}
    return DeclaredFigure.objects.create(title=title, value=value, source=source, noted_on=noted_on, **fields)


def make_survey(*, title="Your visit", audience=Audience.VISITORS, opens_on=A_DAY, **fields):
    return Survey.objects.create(title=title, audience=audience, opens_on=opens_on, **fields)


def make_question(*, survey=None, code=None, kind=Question.Kind.SINGLE, text="How was it?", options=(), **fields):
    """A question; options: labels in their order, or (label, True when it counts as satisfied)."""
    question = Question.objects.create(
        survey=survey or make_survey(), code=code or f"question-{next(_number)}", kind=kind, text=text, **fields
    )
    for rank, entry in enumerate(options):
        label, is_top = entry if isinstance(entry, tuple) else (entry, False)
        Option.objects.create(question=question, code=f"option-{rank}", label=label, is_top=is_top, rank=rank)
    return question


def make_option(*, question=None, code=None, label="Very good", **fields):
    return Option.objects.create(
        question=question or make_question(), code=code or f"option-{next(_number)}", label=label, **fields
    )


def make_closed_period(*, first=None, last=None, figures=None, closed_by=None, **fields):
    """Left out: a year of its own, long ago."""
    first = first or date(1000 + next(_number), 1, 1)
    last = last or date(first.year, 12, 31)
    figures = {} if figures is None else figures
    fields = {"checksum": checksum_of(figures), "definitions_version": 1} | fields
    closed_by = closed_by or make_user()
    return ClosedPeriod.objects.create(first=first, last=last, figures=figures, closed_by=closed_by, **fields)


def make_adjustment(*, period=None, noted_on=A_DAY, figure="visits_by_month", place="town", row="2020-01-01", by=1):
    period = period or make_closed_period()
    return Adjustment.objects.create(period=period, noted_on=noted_on, figure=figure, place=place, row=row, by=by)


def make_rolled_day(*, source="visit", site_id=1, day=A_DAY, dimension="all", entries=1, people=1, **fields):
    return RolledDay.objects.create(
        source=source, site_id=site_id, day=day, dimension=dimension, entries=entries, people=people, **fields
    )


def make_changed_day(*, source="visit", site_id=1, day=A_DAY):
    return ChangedDay.objects.create(source=source, site_id=site_id, day=day)


def make_print_job(*, kind="yearly", parameters=None, title="Yearly report 2025", asked_by=None, **fields):
    """A print that waits for its turn."""
    parameters = {"year": "2025"} if parameters is None else parameters
    fields = {"language": "en"} | fields
    return PrintJob.objects.create(
        kind=kind, parameters=parameters, title=title, asked_by=asked_by or make_user(), **fields
    )


def make_ready_print(*, content=A_PDF, **fields):
    """A print whose file is there."""
    job = make_print_job(**fields)
    job.file.save("print.pdf", ContentFile(content), save=False)
    job.state, job.progress, job.ready_at = PrintJob.State.READY, 100, timezone.now()
    job.size, job.checksum, job.filename = len(content), hashlib.sha256(content).hexdigest(), "report.pdf"
    job.save()
    return job


def make_survey_return(*, survey=None, day=A_DAY, channel="paper", count=1):
    return SurveyReturn.objects.create(survey=survey or make_survey(), day=day, channel=channel, count=count)


def make_survey_answered(*, question=None, day=A_DAY, channel="paper", count=1):
    question = question or make_question()
    return SurveyAnswered.objects.create(question=question, day=day, channel=channel, count=count)


def make_survey_answer(*, question=None, option=None, value=1, day=A_DAY, channel="paper", count=1):
    """Counted answers; a number when no option is given."""
    question = question or make_question(kind=Question.Kind.NUMBER)
    where = {"option": option, "value": None if option else value, "day": day, "channel": channel}
    return SurveyAnswer.objects.create(question=question, count=count, **where)


def make_survey_comment(*, question=None, month=A_DAY, text="More mornings", **fields):
    question = question or make_question(kind=Question.Kind.COMMENT)
    return SurveyComment.objects.create(question=question, month=month, text=text, **fields)
