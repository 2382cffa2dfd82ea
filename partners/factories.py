"""Rows for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

import itertools
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from citedesmetiers.factories import make_site, make_user
from partners.models import (
    Agreement,
    AgreementCommitment,
    AgreementDocument,
    Attendance,
    Body,
    BodyMember,
    Budget,
    BudgetLine,
    CommunicationSupport,
    Contact,
    Decision,
    ExpiryFeed,
    Institution,
    InstitutionKind,
    InstitutionRole,
    Meeting,
    MeetingKind,
    Objective,
    PreparationStep,
    Presence,
    Professional,
    Programme,
    ProgrammeModule,
    ProgrammeRole,
    ProgressFigure,
    TargetTag,
    Training,
    TrainingKind,
)
from partners.models.feed import digest_of

_number = itertools.count(1)
A_DAY = date(2026, 1, 1)
A_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_institution_kind(*, code=None, name=None, **fields):
    number = next(_number)
    return InstitutionKind.objects.create(code=code or f"kind-{number}", name=name or f"Kind {number}", **fields)


def make_institution(*, code=None, name=None, kind=None, **fields):
    """An institution; its kind is made with it when none is given, for it cannot stand without one."""
    number = next(_number)
    return Institution.objects.create(
        code=code or f"institution-{number}",
        name=name or f"Institution {number}",
        kind=kind or make_institution_kind(),
        **fields,
    )


def make_contact(*, institution=None, function="Head of agency", name="Dominique Brévant", **fields):
    return Contact.objects.create(
        institution=institution or make_institution(), function=function, name=name, **fields
    )


def make_presence(*, institution=None, site=None, **fields):
    return Presence.objects.create(institution=institution or make_institution(), site=site or make_site(), **fields)


def make_agreement(*, institution=None, object=None, starts_on=A_DAY, **fields):
    """An agreement without an end, of a desk partner, unless told otherwise."""
    return Agreement.objects.create(
        institution=institution or make_institution(roles=[InstitutionRole.DESK_PARTNER]),
        object=object or f"Agreement {next(_number)}",
        starts_on=starts_on,
        **fields,
    )


def make_agreement_commitment(*, agreement=None, kind=AgreementCommitment.Kind.SESSIONS, quantity=1, **fields):
    return AgreementCommitment.objects.create(
        agreement=agreement or make_agreement(), kind=kind, quantity=quantity, **fields
    )


def make_agreement_document(*, agreement=None, title="Signed agreement", content=A_PDF, kind="pdf", **fields):
    """A stored file; `content` is kept as it is."""
    document = AgreementDocument(
        agreement=agreement or make_agreement(), title=title, kind=kind, size=len(content), **fields
    )
    document.file.save(f"any.{kind}", ContentFile(content))
    return document


def make_professional(*, institution=None, name=None, sites=(), functions=("counsellor",), **fields):
    person = Professional.objects.create(
        institution=institution or make_institution(),
        name=name or f"Person {next(_number)}",
        functions=[str(function) for function in functions],
        **fields,
    )
    person.sites.add(*sites)
    return person


def make_training_kind(*, code=None, name=None, **fields):
    number = next(_number)
    return TrainingKind.objects.create(code=code or f"training-{number}", name=name or f"Kind {number}", **fields)


def make_training(*, kind=None, starts_on=A_DAY, ends_on=None, half_days=2, **fields):
    return Training.objects.create(
        kind=kind or make_training_kind(),
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        half_days=half_days,
        **fields,
    )


def make_attendance(*, training=None, professional=None, **fields):
    return Attendance.objects.create(
        training=training or make_training(), professional=professional or make_professional(), **fields
    )


def make_meeting_kind(*, code=None, name=None, **fields):
    number = next(_number)
    return MeetingKind.objects.create(code=code or f"meeting-{number}", name=name or f"Kind {number}", **fields)


def make_body(*, name=None, kind=None, **fields):
    return Body.objects.create(name=name or f"Body {next(_number)}", kind=kind or make_meeting_kind(), **fields)


def make_body_member(*, body=None, institution=None, **fields):
    return BodyMember.objects.create(body=body or make_body(), institution=institution or make_institution(), **fields)


def make_meeting(*, kind=None, day=A_DAY, institutions=(), **fields):
    meeting = Meeting.objects.create(kind=kind or make_meeting_kind(), day=day, **fields)
    meeting.institutions.add(*institutions)
    return meeting


def make_decision(*, meeting=None, text="Open the desk on Saturdays", **fields):
    return Decision.objects.create(meeting=meeting or make_meeting(), text=text, **fields)


def make_expiry_feed(*, owner=None, token=None):
    """A calendar address; its token is made up when none is given, and then nobody knows it."""
    return ExpiryFeed.objects.create(
        owner=owner or make_user(roles=["partnership"]),
        digest=digest_of(token or f"token-{next(_number)}"),
        made_on=timezone.localdate(),
    )


# The audit trail: triggers write these rows when what they are about is stored.
def make_agreement_event():
    return make_agreement().events.get()


def make_agreement_commitment_event():
    return make_agreement_commitment().events.get()


def make_professional_event():
    return make_professional().events.get()


def make_target_tag(*, code=None, name=None, **fields):
    number = next(_number)
    return TargetTag.objects.create(code=code or f"target-{number}", name=name or f"Target {number}", **fields)


def make_programme(*, name=None, kind=Programme.Kind.PATHWAY, starts_on=A_DAY, sites=(), targets=(), **fields):
    programme = Programme.objects.create(
        name=name or f"Programme {next(_number)}", kind=kind, starts_on=starts_on, **fields
    )
    programme.sites.add(*sites)
    programme.targets.add(*targets)
    return programme


def make_programme_role(*, programme=None, institution=None, role=ProgrammeRole.Role.PARTNER):
    return ProgrammeRole.objects.create(
        programme=programme or make_programme(), institution=institution or make_institution(), role=role
    )


def make_programme_module(*, programme=None, name="First moves", **fields):
    return ProgrammeModule.objects.create(programme=programme or make_programme(), name=name, **fields)


def make_objective(*, programme=None, text="Train twenty-four people", **fields):
    return Objective.objects.create(programme=programme or make_programme(), text=text, **fields)


def make_progress_figure(*, programme=None, label="Interviews", value=77, as_of=A_DAY, **fields):
    return ProgressFigure.objects.create(
        programme=programme or make_programme(), label=label, value=value, as_of=as_of, **fields
    )


def make_preparation_step(*, programme=None, step=PreparationStep.Step.CHARTER, done_on=A_DAY, **fields):
    return PreparationStep.objects.create(
        programme=programme or make_programme(kind=Programme.Kind.EPHEMERAL_PREPARATION),
        step=step,
        done_on=done_on,
        **fields,
    )


def make_communication_support(*, programme=None, kind=CommunicationSupport.Kind.BROCHURE, **fields):
    return CommunicationSupport.objects.create(programme=programme or make_programme(), kind=kind, **fields)


def make_budget(*, programme=None, year=None, **fields):
    """A budget without lines: of the whole Cité, unless told otherwise, in a year that has none yet."""
    year = year or 1990 + next(_number) % 110
    return Budget.objects.create(programme=programme, year=year, **fields)


def make_budget_line(*, budget=None, side=BudgetLine.Side.CHARGE, label="Coordination", amount=1000, **fields):
    return BudgetLine.objects.create(
        budget=budget or make_budget(),
        side=side,
        label=label,
        amount=amount,
        **fields,
    )
