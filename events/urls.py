from django.urls import path
from django.utils.translation import gettext_lazy as _

from citedesmetiers.imports.urls import import_urls
from events.views import calendar, counter, figures, held, planned, settings_lists

app_name = "events"
urlpatterns = [
    # The calendar, what needs a decision
    path("", calendar.calendar, name="calendar"),
    path("decide/", calendar.decide, name="decide"),
    # What it came to
    path("figures/", figures.figures, name="figures"),
    path("figures/sessions/", figures.figures_sessions, name="figures_sessions"),
    # Events
    path("all/", planned.event_list, name="event_list"),
    path("new/", planned.event_add, name="event_add"),
    path("<int:pk>/", planned.event, name="event"),
    path("<int:pk>/edit/", planned.event_edit, name="event_edit"),
    path("<int:pk>/organisers/", planned.event_organisers, name="event_organisers"),
    path("<int:pk>/publish/", planned.event_publish, name="event_publish"),
    path("<int:pk>/repeat/", planned.event_repeat, name="event_repeat"),
    path("<int:pk>/delete/", planned.event_delete, name="event_delete"),
    path("<int:pk>/sessions/new/", held.sessions_add, name="sessions_add"),
    # Sessions, who came
    path("sessions/<int:pk>/", held.session, name="session"),
    path("sessions/<int:pk>/edit/", held.session_edit, name="session_edit"),
    path("sessions/<int:pk>/cancel/", held.session_cancel, name="session_cancel"),
    path("sessions/<int:pk>/plan-again/", held.session_reinstate, name="session_reinstate"),
    path("sessions/<int:pk>/delete/", held.session_delete, name="session_delete"),
    path("sessions/<int:pk>/count/", held.session_count, name="session_count"),
    path("sessions/<int:pk>/attendance/", held.session_attendance, name="session_attendance"),
    path("sessions/<int:pk>/uncount/", held.session_uncount, name="session_uncount"),
    path("sessions/<int:pk>/results/new/", held.result_add, name="result_add"),
    path("results/<int:pk>/delete/", held.result_delete, name="result_delete"),
    path("sessions/<int:pk>/classes/new/", held.class_add, name="class_add"),
    path("classes/<int:pk>/edit/", held.class_edit, name="class_edit"),
    path("classes/<int:pk>/delete/", held.class_delete, name="class_delete"),
    # A season from Excel or CSV
    *import_urls("events", act="edit_events", title=_("Events"), home="events:calendar", frame="events/inner.html"),
    # Lists and rooms, from the settings
    path("lists/", settings_lists.entry_lists, name="entry_lists"),
    path("lists/<slug:which>/", settings_lists.entry_list, name="entry_list"),
    path("lists/<slug:which>/new/", settings_lists.entry_add, name="entry_add"),
    path("lists/<slug:which>/<int:pk>/", settings_lists.entry_edit, name="entry_edit"),
    path("lists/<slug:which>/<int:pk>/move/", settings_lists.entry_move, name="entry_move"),
    path("lists/<slug:which>/<int:pk>/retire/", settings_lists.entry_retire, name="entry_retire"),
    path("lists/<slug:which>/<int:pk>/resume/", settings_lists.entry_resume, name="entry_resume"),
    path("rooms/", settings_lists.room_list, name="room_list"),
    path("rooms/new/", settings_lists.room_add, name="room_add"),
    path("rooms/<int:pk>/", settings_lists.room_edit, name="room_edit"),
    path("rooms/<int:pk>/delete/", settings_lists.room_delete, name="room_delete"),
    # At the counter: seats without a name
    path("seats/", counter.seats, name="seats"),
    path("seats/<int:pk>/", counter.seat_for, name="seat_for"),
    path("sessions/<int:pk>/check-in/", counter.check_in, name="check_in"),
]
