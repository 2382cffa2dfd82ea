from django.urls import path

from reports import views_closing, views_network
from reports import views_figures as views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/open-data.zip", views.open_data_zip, name="open_data_zip"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>.csv", views.figure_file, {"ending": "csv"}, name="figure_csv"),
    path("figures/<slug:code>.xlsx", views.figure_file, {"ending": "xlsx"}, name="figure_xlsx"),
    path("figures/<slug:code>.ods", views.figure_file, {"ending": "ods"}, name="figure_ods"),
    path("network/", views_network.network_synthesis, name="network"),
    path("network/key-figures.json", views_network.key_figures_json, name="key_figures_json"),
    path("closed-periods/", views_closing.closed_periods, name="closed_periods"),
    path("closed-periods/close/", views_closing.closed_period_add, name="closed_period_add"),
    path("closed-periods/<int:pk>/", views_closing.closed_period, name="closed_period"),
    path("closed-periods/<int:pk>/reopen/", views_closing.closed_period_reopen, name="closed_period_reopen"),
]
