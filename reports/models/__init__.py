"""What this room keeps of its own: the label file, the self-assessment, declared figures, surveys."""

from reports.models.assessment import Action, ActionReview, Level, Progress, Rating, SelfAssessment, State
from reports.models.contribution import Contribution, Stage
from reports.models.declared import DeclaredFigure
from reports.models.frame import Criterion, Frame, Principle
from reports.models.frozen_report import FrozenReport
from reports.models.label import LabelDocument, LabelFile, LabelStep
from reports.models.period import Adjustment, ClosedPeriod
from reports.models.print_job import PrintJob
from reports.models.rollup import ChangedDay, DayCount, Dimension, RawDay, RolledDay, Source
from reports.models.survey import (
    Audience,
    Channel,
    Option,
    Question,
    Survey,
    SurveyAnswer,
    SurveyAnswered,
    SurveyComment,
    SurveyReturn,
)

__all__ = [
    "Action",
    "ActionReview",
    "Adjustment",
    "Audience",
    "ChangedDay",
    "Channel",
    "ClosedPeriod",
    "Contribution",
    "Criterion",
    "DayCount",
    "DeclaredFigure",
    "Dimension",
    "Frame",
    "FrozenReport",
    "LabelDocument",
    "LabelFile",
    "LabelStep",
    "Level",
    "Option",
    "Principle",
    "PrintJob",
    "Progress",
    "Question",
    "RawDay",
    "Rating",
    "RolledDay",
    "SelfAssessment",
    "Source",
    "Stage",
    "State",
    "Survey",
    "SurveyAnswer",
    "SurveyAnswered",
    "SurveyComment",
    "SurveyReturn",
]
