from django.urls import path

from citedesmetiers.views import setup

urlpatterns = [
    path("", setup.set_up, name="set_up"),
    path("account/", setup.set_up_account, name="set_up_account"),
    path("centre/", setup.set_up_centre, name="set_up_centre"),
    path("place/", setup.set_up_place, name="set_up_place"),
    path("purposes/", setup.set_up_purposes, name="set_up_purposes"),
    path("done/", setup.set_up_done, name="set_up_done"),
]
