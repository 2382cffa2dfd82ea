"""Who takes part: institutions, what was agreed with them, the people they lend, trainings and meetings."""

from partners.models.agreement import Agreement, AgreementCommitment, AgreementDocument
from partners.models.budget import Budget, BudgetLine
from partners.models.feed import ExpiryFeed
from partners.models.institution import Contact, Institution, InstitutionKind, InstitutionRole, Presence
from partners.models.meeting import Body, BodyMember, Decision, Meeting, MeetingKind
from partners.models.preparation import CommunicationSupport, PreparationStep
from partners.models.professional import Function, Professional
from partners.models.programme import (
    Objective,
    Programme,
    ProgrammeModule,
    ProgrammeRole,
    ProgressFigure,
    TargetTag,
)
from partners.models.training import Attendance, OnboardingStep, Training, TrainingKind

__all__ = [
    "Agreement",
    "AgreementCommitment",
    "AgreementDocument",
    "Attendance",
    "Body",
    "BodyMember",
    "Budget",
    "BudgetLine",
    "CommunicationSupport",
    "Contact",
    "Decision",
    "ExpiryFeed",
    "Function",
    "Institution",
    "InstitutionKind",
    "InstitutionRole",
    "Meeting",
    "MeetingKind",
    "Objective",
    "OnboardingStep",
    "PreparationStep",
    "Presence",
    "Professional",
    "Programme",
    "ProgrammeModule",
    "ProgrammeRole",
    "ProgressFigure",
    "TargetTag",
    "Training",
    "TrainingKind",
]
