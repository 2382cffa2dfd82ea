from django.urls import path

from reports import views_style

urlpatterns = [path("", views_style.style, name="style")]
