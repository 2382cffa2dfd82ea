from django.urls import path

from reports import views_prints, views_statement

urlpatterns = [
    path("statements/<int:pk>/", views_statement.statement_page, name="statement"),
    path("statements/<int:pk>.pdf", views_statement.statement_pdf, name="statement_pdf"),
    path("statements/<int:pk>.xlsx", views_statement.statement_xlsx, name="statement_xlsx"),
    # Made in the background
    path("prints/", views_prints.prints, name="prints"),
    path("prints/new/<slug:code>/", views_prints.print_ask, name="print_ask"),
    path("prints/page/<slug:code>/", views_prints.print_page, name="print_page"),
    path("prints/<int:pk>/", views_prints.print_job, name="print_job"),
    path("prints/<int:pk>.pdf", views_prints.print_file, name="print_file"),
    path("prints/<int:pk>/again/", views_prints.print_again, name="print_again"),
]
