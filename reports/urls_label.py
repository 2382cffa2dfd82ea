from django.urls import path

from reports import views_label as views

urlpatterns = [
    path("", views.label, name="label"),
    path("edit/", views.label_edit, name="label_edit"),
    path("steps/new/", views.label_step_add, name="label_step_add"),
    path("steps/<int:pk>/edit/", views.label_step_edit, name="label_step_edit"),
    path("steps/<int:pk>/delete/", views.label_step_delete, name="label_step_delete"),
    path("steps/<int:pk>/documents/new/", views.label_document_add, name="label_document_add"),
    path("documents/<int:pk>/", views.label_document, name="label_document"),
    path("documents/<int:pk>/delete/", views.label_document_delete, name="label_document_delete"),
]
