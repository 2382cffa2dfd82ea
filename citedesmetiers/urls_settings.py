from django.urls import path

from citedesmetiers.views import shell

urlpatterns = [
    path("", shell.today, name="settings"),
]
