from django.urls import path

from counselling.views import questions_public

app_name = "questions"
urlpatterns = [
    path("", questions_public.ask, name="ask"),
    path("answer/", questions_public.read, name="read"),
]
