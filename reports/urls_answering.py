from django.urls import path

from reports import views_answering as views

app_name = "surveys"
urlpatterns = [
    path("<slug:token>/", views.answer, name="answer"),
    path("<slug:token>/thanks/", views.thanks, name="thanks"),
    path("<slug:token>/tablet/", views.tablet, name="tablet"),
    path("<slug:token>/tablet/thanks/", views.tablet_thanks, name="tablet_thanks"),
]
