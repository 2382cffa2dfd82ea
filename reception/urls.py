from django.urls import path
from django.utils.translation import gettext_lazy as _

from citedesmetiers.imports.urls import import_urls
from reception.views import api, board, calendar, counter, door, groups, past, sampling, stations, visits

app_name = "reception"
urlpatterns = [
    # The counter
    path("", counter.counter, name="counter"),
    path("service-worker.js", counter.service_worker, name="service_worker"),
    path("stations/", stations.stations, name="stations"),
    # What its script talks to
    path("entries/", api.entries, name="entries"),
    path("state/", api.state, name="state"),
    # Corrections
    path("visits/", visits.visits, name="visits"),
    path("visits/add/", visits.visit_add, name="visit_add"),
    path("visits/<uuid:uid>/", visits.visit_edit, name="visit_edit"),
    path("visits/<uuid:uid>/take-back/", visits.visit_take_back, name="visit_take_back"),
    path("visits/<uuid:uid>/put-back/", visits.visit_put_back, name="visit_put_back"),
    # Past visits, from paper
    path("past/", past.past, name="past"),
    # Groups
    path("groups/", groups.groups, name="groups"),
    path("groups/add/", groups.group_add, name="group_add"),
    path("groups/<uuid:uid>/", groups.group_edit, name="group_edit"),
    path("groups/<uuid:uid>/take-back/", groups.group_take_back, name="group_take_back"),
    path("groups/<uuid:uid>/put-back/", groups.group_put_back, name="group_put_back"),
    # The board
    path("board/", board.board, name="board"),
    path("board/wall/", board.board_wall, name="board_wall"),
    # How complete it is
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/explain/", calendar.calendar_explain, name="calendar_explain"),
    path("door/", door.door, name="door"),
    *import_urls("reception", act="log_visits", title=_("Door"), home="reception:door", frame="reception/inner.html"),
    path("sampling/", sampling.sampling, name="sampling"),
    path("sampling/add/", sampling.sampling_add, name="sampling_add"),
    path("sampling/<int:pk>/", sampling.sampling_edit, name="sampling_edit"),
    path("sampling/<int:pk>/delete/", sampling.sampling_delete, name="sampling_delete"),
]
