from django.urls import path

from reports import views_survey_questions as questions
from reports import views_surveys as views

urlpatterns = [
    path("", views.surveys, name="surveys"),
    path("new/", views.survey_begin, name="survey_begin"),
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/edit/", views.survey_edit, name="survey_edit"),
    path("<int:pk>/open/", views.survey_open, name="survey_open"),
    path("<int:pk>/close/", views.survey_close, name="survey_close"),
    path("<int:pk>/delete/", views.survey_delete, name="survey_delete"),
    path("<int:pk>/poster.pdf", views.survey_poster, name="survey_poster"),
    path("<int:pk>/results.csv", views.survey_file, {"ending": "csv"}, name="survey_csv"),
    path("<int:pk>/results.xlsx", views.survey_file, {"ending": "xlsx"}, name="survey_xlsx"),
    path("<int:pk>/results.ods", views.survey_file, {"ending": "ods"}, name="survey_ods"),
    # Questions, until the first answer
    path("<int:pk>/questions/new/", questions.question_add, name="survey_question_add"),
    path("questions/<int:pk>/", questions.question_edit, name="survey_question_edit"),
    path("questions/<int:pk>/move/", questions.question_move, name="survey_question_move"),
    path("questions/<int:pk>/delete/", questions.question_delete, name="survey_question_delete"),
    # On paper
    path("<int:pk>/paper/", questions.survey_tally, name="survey_tally"),
    path("<int:pk>/paper/<str:day>/delete/", questions.survey_tally_delete, name="survey_tally_delete"),
    # Remarks
    path("<int:pk>/remarks/", views.survey_remarks, name="survey_remarks"),
    path("remarks/<int:pk>/", views.survey_remark, name="survey_remark"),
]
