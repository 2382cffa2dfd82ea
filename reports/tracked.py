"""What the audit trail notes of the reports' room besides its files: what is asked, of visitors and of the house."""

from citedesmetiers.audit import track
from reports.models import Criterion, Frame, Option, Principle, Question, Survey

for model in (Survey, Question, Option, Frame, Principle, Criterion):
    track(model)
