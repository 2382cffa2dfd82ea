from django.urls import path, register_converter

from citedesmetiers.views import (
    backups,
    changes,
    settings,
    settings_centre,
    settings_closures,
    settings_hours,
    settings_lists,
    settings_municipalities,
    settings_places,
    settings_purposes,
    settings_school_holidays,
)

register_converter(settings_hours.PeriodConverter, "period")

urlpatterns = [
    path("", settings.settings, name="settings"),
    path("backups/", backups.backups, name="backups"),
    path("backups/now/", backups.backup_now, name="backup_now"),
    path("changes/", changes.changes, name="changes"),
    path("centre/", settings_centre.settings_centre, name="settings_centre"),
    # Places
    path("places/", settings_places.site_list, name="site_list"),
    path("places/new/", settings_places.site_add, name="site_add"),
    path("places/<int:pk>/", settings_places.site_edit, name="site_edit"),
    path("places/<int:pk>/stations/", settings_places.station_add, name="station_add"),
    path("places/<int:pk>/stations/<int:count>/remove/", settings_places.station_remove, name="station_remove"),
    # Hours
    path("places/<int:pk>/hours/", settings_hours.opening_hours, name="opening_hours"),
    path("places/<int:pk>/hours/new/", settings_hours.period_add, name="period_add"),
    path("places/<int:pk>/hours/<period:period>/", settings_hours.period_edit, name="period_edit"),
    path("places/<int:pk>/hours/<period:period>/end/", settings_hours.period_end, name="period_end"),
    path("places/<int:pk>/hours/<period:period>/delete/", settings_hours.period_delete, name="period_delete"),
    path("closures/", settings_closures.closure_list, name="closure_list"),
    path("closures/new/", settings_closures.closure_add, name="closure_add"),
    path("closures/<int:pk>/", settings_closures.closure_edit, name="closure_edit"),
    path("closures/<int:pk>/delete/", settings_closures.closure_delete, name="closure_delete"),
    path("school-holidays/", settings_school_holidays.school_holiday_list, name="school_holiday_list"),
    path("school-holidays/new/", settings_school_holidays.school_holiday_add, name="school_holiday_add"),
    path("school-holidays/<int:pk>/", settings_school_holidays.school_holiday_edit, name="school_holiday_edit"),
    path(
        "school-holidays/<int:pk>/delete/",
        settings_school_holidays.school_holiday_delete,
        name="school_holiday_delete",
    ),
    # Lists
    path("purposes/", settings_purposes.purpose_list, name="purpose_list"),
    path("purposes/new/", settings_purposes.purpose_add, name="purpose_add"),
    path("purposes/<int:pk>/", settings_purposes.purpose_edit, name="purpose_edit"),
    path("purposes/<int:pk>/move/", settings_purposes.purpose_move, name="purpose_move"),
    path("purposes/<int:pk>/retire/", settings_purposes.purpose_retire, name="purpose_retire"),
    path("purposes/<int:pk>/resume/", settings_purposes.purpose_resume, name="purpose_resume"),
    path("lists/", settings_lists.profile_lists, name="profile_lists"),
    path("lists/<slug:code>/", settings_lists.profile_list, name="profile_list"),
    path("lists/<slug:code>/new/", settings_lists.profile_value_add, name="profile_value_add"),
    path("lists/values/<int:pk>/", settings_lists.profile_value_edit, name="profile_value_edit"),
    path("lists/values/<int:pk>/move/", settings_lists.profile_value_move, name="profile_value_move"),
    path("lists/values/<int:pk>/end/", settings_lists.profile_value_end, name="profile_value_end"),
    path("lists/values/<int:pk>/resume/", settings_lists.profile_value_resume, name="profile_value_resume"),
    path("municipalities/", settings_municipalities.municipality_list, name="municipality_list"),
    path("municipalities/new/", settings_municipalities.municipality_add, name="municipality_add"),
    path("municipalities/import/", settings_municipalities.municipality_import, name="municipality_import"),
    path("municipalities/<int:pk>/", settings_municipalities.municipality_edit, name="municipality_edit"),
    path("municipalities/<int:pk>/remove/", settings_municipalities.municipality_remove, name="municipality_remove"),
]
