"""The lines of the label file and the self-assessment in the table of URLs (tests/test_urls_by_role.py)."""

from django.utils import timezone

from citedesmetiers.factories import make_user
from reports import factories as make
from reports.models import Channel, SelfAssessment, SurveyComment
from reports.survey_answers import add

YEAR = 2024


def a_year():
    """The key of a self-assessment with one criterion to rate; each call begins a year of its own."""
    year = YEAR - SelfAssessment.objects.count()
    assessment = make.make_self_assessment(year=year)
    make.make_rating(assessment=assessment)
    return {"year": year}


def a_criterion():
    return a_year() | {"code": "1.1"}


def a_contribution():
    """The key of a contribution that is asked of somebody else, to whom alone its page answers."""
    return {"pk": make.make_contribution(account=make_user(roles=["counsellor"])).pk}


def a_survey():
    return {"pk": make.make_question(options=["Yes", "No"]).survey.pk}


def a_question():
    return {"pk": make.make_question(options=["Yes", "No"]).pk}


def a_remark():
    question = make.make_question(kind="comment")
    return {"pk": SurveyComment.objects.create(question=question, month=make.A_DAY, text="More mornings").pk}


def a_pile():
    """The paper of one day that was counted."""
    survey = make.make_question(options=["Yes", "No"]).survey
    today = timezone.localdate()  # paper is taken back by its day as long as that is known
    add(survey, {}, questionnaires=3, channel=Channel.PAPER, day=today)
    return {"pk": survey.pk, "day": today.isoformat()}


def a_token():
    return {"token": make.make_question(options=["Yes", "No"]).survey.token}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    see, write, count = "see_figures", "write_self_assessment", "count_attendance"
    contribute = "contribute_self_assessment"
    step, document, action = one(make.make_label_step), one(make.make_label_document), one(make.make_action)
    found = {
        # Label
        "label": page(see),
        "label_edit": page(write),
        "label_step_add": page(write, status=302),  # to the file, while there is none
        "label_step_edit": page(write, of=step),
        "label_step_delete": page(write, of=step),
        "label_document_add": page(write, of=step),
        "label_document": page(see, of=document),
        "label_document_delete": page(write, of=document),
        # Self-assessment
        "assessments": page(see),
        "assessment_begin": page(write, post_only=True),
        "assessment": page(see, of=a_year),
        "assessment_criterion": page(write, of=a_criterion),
        "assessment_texts": page(write, of=a_year),
        "assessment_reviews": page(write, of=a_year),
        "assessment_submit": page(write, post_only=True, of=a_year),
        "assessment_take_back": page(write, of=a_year),
        "assessment_validate": page(write, of=a_year),
        "assessment_send": page(write, of=a_year),
        "assessment_delete": page(write, of=a_year),
        "assessment_report": page(see, of=a_year),
        "assessment_pdf": page(see, of=a_year),
        "action_add": page(write, of=a_criterion),
        "action_edit": page(write, of=action),
        "action_delete": page(write, of=action),
        # Contributions
        "contributions": page(contribute),
        "contribution": page(contribute, status=404, of=a_contribution),  # of somebody else
        "assessment_contributions": page(write, of=a_year),
        "assessment_contributions_ask": page(write, of=a_year),
        "assessment_contribution_edit": page(write, of=a_contribution),
        "assessment_contribution_send_back": page(write, of=a_contribution),
        "assessment_contribution_delete": page(write, of=a_contribution),
        # Declared figures
        "declared": page(see),
        "declared_add": page(write),
        "declared_edit": page(write, of=one(make.make_declared_figure)),
        "declared_delete": page(write, of=one(make.make_declared_figure)),
        # Surveys
        "surveys": page(see),
        "survey_begin": page(write),
        "survey": page(see, of=a_survey),
        "survey_edit": page(write, of=a_survey),
        "survey_open": page(write, post_only=True, of=a_survey),
        "survey_close": page(write, post_only=True, of=a_survey),
        "survey_delete": page(write, of=a_survey),
        "survey_poster": page(count, of=a_survey),
        "survey_csv": page(see, of=a_survey),
        "survey_xlsx": page(see, of=a_survey),
        "survey_ods": page(see, of=a_survey),
        "survey_question_add": page(write, of=a_survey),
        "survey_question_edit": page(write, of=a_question),
        "survey_question_move": page(write, post_only=True, of=a_question),
        "survey_question_delete": page(write, of=a_question),
        "survey_tally": page(count, of=a_survey),
        "survey_tally_delete": page(count, of=a_pile),
        "survey_remarks": page(see, of=a_survey),
        "survey_remark": page(write, post_only=True, of=a_remark),
        # The frame
        "frame": page(see),
        "frame_version_add": page(write, post_only=True),
        "frame_criterion_edit": page(write, of=one(make.make_criterion)),
        "frame_criterion_delete": page(write, of=one(make.make_criterion)),
        "frame_principle_edit": page(write, of=one(make.make_principle)),
        "frame_criterion_add": page(write, of=one(make.make_principle)),
    }
    return {f"reports:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""
    return {f"surveys:{name}": page("public", of=a_token) for name in ("answer", "thanks", "tablet", "tablet_thanks")}
