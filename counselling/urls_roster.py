"""The duty roster, below /counselling/roster/ and in the name space of the room."""

from django.urls import path

from counselling.views import roster, roster_calendars, roster_closures, roster_edit

urlpatterns = [
    path("", roster.roster, name="roster"),
    path("month/", roster.roster_month, name="roster_month"),
    path("new/", roster_edit.roster_add, name="roster_add"),
    path("confirm/", roster_edit.roster_confirm, name="roster_confirm"),
    path("closures/", roster_closures.roster_closures_answer, name="roster_closures"),
    path("series/", roster_edit.roster_series, name="roster_series"),
    path("series/<int:pk>/", roster_edit.roster_series_edit, name="roster_series_edit"),
    path("series/<int:pk>/take-in/", roster_edit.roster_series_take_in, name="roster_series_take_in"),
    path("sessions/<int:pk>/", roster.roster_session, name="roster_session"),
    path("sessions/<int:pk>/edit/", roster_edit.roster_session_edit, name="roster_session_edit"),
    path("sessions/<int:pk>/cancel/", roster_edit.roster_session_cancel, name="roster_session_cancel"),
    path("sessions/<int:pk>/state/", roster_edit.roster_session_state, name="roster_session_state"),
    path("sessions/<int:pk>/replace/", roster_edit.roster_replace, name="roster_replace"),
    # Calendars with a private address
    path("calendars/", roster_calendars.roster_calendars, name="roster_calendars"),
    path("calendars/make/", roster_calendars.roster_calendar_make, name="roster_calendar_make"),
    path("calendars/revoke/", roster_calendars.roster_calendar_revoke, name="roster_calendar_revoke"),
    path("calendar/<str:token>.ics", roster_calendars.roster_ics, name="roster_ics"),
]
