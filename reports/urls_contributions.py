from django.urls import path

from reports import views_contributions as views

urlpatterns = [
    path("", views.contributions, name="contributions"),
    path("<int:pk>/", views.contribution, name="contribution"),
]
