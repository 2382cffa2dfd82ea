from django.urls import path

from events.views import counter

app_name = "events"
urlpatterns = [
    # At the counter: seats without a name
    path("seats/", counter.seats, name="seats"),
    path("seats/<int:pk>/", counter.seat_for, name="seat_for"),
    path("sessions/<int:pk>/check-in/", counter.check_in, name="check_in"),
]
