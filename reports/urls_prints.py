from django.urls import path

from reports import views_statement

urlpatterns = [
    path("statements/<int:pk>/", views_statement.statement_page, name="statement"),
    path("statements/<int:pk>.pdf", views_statement.statement_pdf, name="statement_pdf"),
    path("statements/<int:pk>.xlsx", views_statement.statement_xlsx, name="statement_xlsx"),
]
