from django.urls import include, path

from reports import views, views_budgets, views_roster

app_name = "reports"
urlpatterns = [
    path("key-figures/", views.key_figures, name="key_figures"),
    path("key-figures/rooms/", views.key_figures_of_rooms, name="key_figures_of_rooms"),
    path("key-figures.pdf", views.key_figures_pdf, name="key_figures_pdf"),
    path("key-figures.csv", views.key_figures_file, {"ending": "csv"}, name="key_figures_csv"),
    path("key-figures.xlsx", views.key_figures_file, {"ending": "xlsx"}, name="key_figures_xlsx"),
    path("key-figures.ods", views.key_figures_file, {"ending": "ods"}, name="key_figures_ods"),
    path("key-figures/by-month.csv", views.key_figures_by_month, name="key_figures_by_month"),
    path("budgets/<int:pk>.pdf", views_budgets.budget_pdf, name="budget_pdf"),
    path("rosters/<int:pk>/week.pdf", views_roster.roster_week_pdf, name="roster_week_pdf"),
    path("rosters/<int:pk>/month.pdf", views_roster.roster_month_pdf, name="roster_month_pdf"),
    path("", include("reports.urls_figures")),
    path("", include("reports.urls_prints")),
    path("label/", include("reports.urls_label")),
    path("declared/", include("reports.urls_declared")),
    path("surveys/", include("reports.urls_surveys")),
    path("self-assessment/", include("reports.urls_assessment")),
    path("contributions/", include("reports.urls_contributions")),
]
