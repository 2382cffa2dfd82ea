from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("key-figures/", views.key_figures, name="key_figures"),
]
