from django.urls import path, register_converter
from django.urls.converters import StringConverter

from reports import views_assessment as views
from reports import views_assessment_states as states
from reports import views_contributions_asked as asked
from reports import views_frame as frames


class CriterionCode(StringConverter):
    """The number of a criterion, as long as the database keeps it; no NUL, which Postgres does not take."""

    regex = r"[^/\x00]{1,8}"


register_converter(CriterionCode, "criterion")

urlpatterns = [
    path("", views.assessments, name="assessments"),
    path("begin/", views.assessment_begin, name="assessment_begin"),
    path("<int:year>/", views.assessment, name="assessment"),
    path("<int:year>/criteria/<criterion:code>/", views.assessment_criterion, name="assessment_criterion"),
    path("<int:year>/words/", views.assessment_texts, name="assessment_texts"),
    path("<int:year>/last-year/", views.assessment_reviews, name="assessment_reviews"),
    path("<int:year>/submit/", states.assessment_submit, name="assessment_submit"),
    path("<int:year>/take-back/", states.assessment_take_back, name="assessment_take_back"),
    path("<int:year>/validate/", states.assessment_validate, name="assessment_validate"),
    path("<int:year>/send/", states.assessment_send, name="assessment_send"),
    path("<int:year>/delete/", states.assessment_delete, name="assessment_delete"),
    path("<int:year>/report/", states.assessment_report, name="assessment_report"),
    path("<int:year>/report.pdf", states.assessment_pdf, name="assessment_pdf"),
    path("<int:year>/criteria/<criterion:code>/actions/new/", states.action_add, name="action_add"),
    path("actions/<int:pk>/edit/", states.action_edit, name="action_edit"),
    path("actions/<int:pk>/delete/", states.action_delete, name="action_delete"),
    # Contributions of colleagues; the pages on which they write are in reports.urls_contributions
    path("<int:year>/contributions/", asked.assessment_contributions, name="assessment_contributions"),
    path("<int:year>/contributions/ask/", asked.assessment_contributions_ask, name="assessment_contributions_ask"),
    path("contributions/<int:pk>/edit/", asked.assessment_contribution_edit, name="assessment_contribution_edit"),
    path(
        "contributions/<int:pk>/send-back/",
        asked.assessment_contribution_send_back,
        name="assessment_contribution_send_back",
    ),
    path(
        "contributions/<int:pk>/delete/", asked.assessment_contribution_delete, name="assessment_contribution_delete"
    ),
    # The frame
    path("frame/", frames.frame, name="frame"),
    path("frame/new-version/", frames.frame_version_add, name="frame_version_add"),
    path("frame/criteria/<int:pk>/edit/", frames.frame_criterion_edit, name="frame_criterion_edit"),
    path("frame/criteria/<int:pk>/delete/", frames.frame_criterion_delete, name="frame_criterion_delete"),
    path("frame/principles/<int:pk>/edit/", frames.frame_principle_edit, name="frame_principle_edit"),
    path("frame/principles/<int:pk>/new/", frames.frame_criterion_add, name="frame_criterion_add"),
]
