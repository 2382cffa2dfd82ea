from django.urls import path

from reception.views import api, counter

app_name = "reception"
urlpatterns = [
    # The counter
    path("", counter.counter, name="counter"),
    path("service-worker.js", counter.service_worker, name="service_worker"),
    # What its script talks to
    path("entries/", api.entries, name="entries"),
    path("state/", api.state, name="state"),
]
