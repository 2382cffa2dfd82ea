from django.urls import include, path

from counselling.views import (
    board,
    desks,
    interviews,
    notices,
    offline,
    questions,
    settings_desks,
    settings_lists,
    unmet,
    volumes,
)

app_name = "counselling"
urlpatterns = [
    path("", desks.desks, name="desks"),
    # The board of one's desks
    path("board/", board.board, name="board"),
    path("board/waiting/", board.board_waiting, name="board_waiting"),
    path("board/institution/", board.institution_choose, name="institution_choose"),
    path("board/begin/", board.begin, name="begin"),
    path("board/<uuid:uid>/take/", board.ticket_take, name="ticket_take"),
    path("board/<uuid:uid>/take-over/", board.ticket_take_over, name="ticket_take_over"),
    path("board/<uuid:uid>/put-back/", board.ticket_put_back, name="ticket_put_back"),
    path("board/<uuid:uid>/call-off/", board.ticket_call_off, name="ticket_call_off"),
    path("board/<uuid:uid>/left/", board.ticket_leave, name="ticket_leave"),
    path("board/<uuid:uid>/send-on/", board.ticket_send_on, name="ticket_send_on"),
    path("board/<uuid:uid>/record/", board.record, name="record"),
    path("board/unmet/", unmet.unmet_add, name="unmet_add"),
    path("board/unmet/take-back/", unmet.unmet_take_back, name="unmet_take_back"),
    # What the team sees
    path("volumes/", volumes.volumes, name="volumes"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/take-down/", notices.notice_delete, name="notice_delete"),
    # Without the network
    path("board/offline/", offline.board_offline, name="board_offline"),
    path("entries/", offline.entries, name="entries"),
    path("service-worker.js", offline.worker, name="worker"),
    # After the conversation
    path("interviews/", interviews.interviews, name="interviews"),
    path("interviews/paper/", interviews.paper, name="paper"),
    path("interviews/<uuid:uid>/", interviews.interview_edit, name="interview_edit"),
    path("interviews/<uuid:uid>/delete/", interviews.interview_delete, name="interview_delete"),
    # Asked from home, without a name
    path("questions/", questions.questions, name="questions"),
    path("questions/<uuid:uid>/", questions.question, name="question"),
    path("questions/<uuid:uid>/take/", questions.question_take, name="question_take"),
    path("questions/<uuid:uid>/put-back/", questions.question_put_back, name="question_put_back"),
    path("questions/<uuid:uid>/answer/", questions.question_answer, name="question_answer"),
    path("questions/<uuid:uid>/hand-on/", questions.question_hand_on, name="question_hand_on"),
    path("questions/<uuid:uid>/close/", questions.question_close, name="question_close"),
    path("roster/", include("counselling.urls_roster")),
    # Settings
    path("desks/settings/", settings_desks.desk_list, name="desk_list"),
    path("desks/settings/new/", settings_desks.desk_add, name="desk_add"),
    path("desks/settings/<int:pk>/", settings_desks.desk_edit, name="desk_edit"),
    path("desks/settings/<int:pk>/end/", settings_desks.desk_end, name="desk_end"),
    path("desks/settings/<int:pk>/resume/", settings_desks.desk_resume, name="desk_resume"),
    path("lists/", settings_lists.entry_lists, name="entry_lists"),
    path("lists/<slug:which>/", settings_lists.entry_list, name="entry_list"),
    path("lists/<slug:which>/new/", settings_lists.entry_add, name="entry_add"),
    path("lists/<slug:which>/<int:pk>/", settings_lists.entry_edit, name="entry_edit"),
    path("lists/<slug:which>/<int:pk>/move/", settings_lists.entry_move, name="entry_move"),
    path("lists/<slug:which>/<int:pk>/retire/", settings_lists.entry_retire, name="entry_retire"),
    path("lists/<slug:which>/<int:pk>/resume/", settings_lists.entry_resume, name="entry_resume"),
]
