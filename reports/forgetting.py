"""What of this room is forgotten every night: remarks of surveys, once their year is told."""

from citedesmetiers.forgetting import deleted
from reports.models import SelfAssessment, State, SurveyComment


def survey_remarks(today):
    """Remarks of years whose report was sent, and of all years before the last one."""
    sent = SelfAssessment.objects.filter(state=State.SENT).values_list("year", flat=True)
    return deleted(SurveyComment.objects.due_before(today.year - 1, list(sent)))
