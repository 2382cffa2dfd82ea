from django.urls import path

from reports import views_declared as views

urlpatterns = [
    path("", views.declared, name="declared"),
    path("new/", views.declared_add, name="declared_add"),
    path("<int:pk>/edit/", views.declared_edit, name="declared_edit"),
    path("<int:pk>/delete/", views.declared_delete, name="declared_delete"),
]
