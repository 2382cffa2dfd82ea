from django.urls import path

from citedesmetiers.views import shell

urlpatterns = [
    path("", shell.today, name="account"),
    path("second-factor/", shell.today, name="second_factor"),
]
