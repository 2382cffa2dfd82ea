"""The lines of the centre's own pages in the table of URLs (tests/test_urls_by_role.py)."""

from datetime import date

from citedesmetiers.factories import (
    make_closure,
    make_municipality,
    make_news_item,
    make_opening_hours,
    make_page,
    make_profile_value,
    make_purpose,
    make_school_holiday,
    make_site,
    make_station_count,
    make_user,
)


def a_station_count():
    made = make_station_count()
    return {"pk": made.site.pk, "count": made.pk}


def a_version():
    return {"pk": make_page().pk, "number": 1}


def a_version_of_news():
    return {"pk": make_news_item().pk, "number": 1}


def a_period():
    made = make_opening_hours()
    return {"pk": made.site.pk, "period": (made.valid_from, made.valid_until)}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    return {
        # The public face
        "home": page("public"),
        "purpose": page("public", of=lambda: {"code": make_purpose().code}),
        "places": page("public"),
        "place": page("public", of=lambda: {"code": make_site().code}),
        "page": page("public", of=lambda: {"slug": make_page().slug}),
        "news": page("public"),
        "news_feed": page("public"),
        "site_map": page("public"),
        "sitemap": page("public"),
        "accessibility": page("public"),
        "privacy": page("public"),
        "robots": page("public"),
        "favicon": page("public", status=302),
        "manifest": page("public"),
        "logo": page("public", status=404),  # a test has none
        # The set-up; done with here, and tried out in tests of its own
        "set_up": page("public", status=404),
        "set_up_account": page("public", status=404),
        "set_up_centre": page("edit_settings", status=404),
        "set_up_place": page("edit_settings", status=404),
        "set_up_purposes": page("edit_settings", status=404),
        "set_up_done": page("edit_settings", status=404),
        "health_live": page("public"),
        "health_ready": page("public", status=503),  # a test has no worker
        "health_metrics": page("public", status=404),  # a test has no token
        # The frame of the staff pages
        "today": page("staff"),
        "first_steps_put_away": page("edit_lists", post_only=True),
        "style": page("edit_settings"),
        "help": page("staff", status=302),
        "handbook": page("staff", of=lambda: {"role": "reception"}),
        "choose_site": page("staff", post_only=True),
        "choose_language": page("staff", post_only=True),
        # Accounts
        "sign_in": page("public"),
        "sign_out": page("staff", post_only=True),
        "password_forgotten": page("public"),
        "password_choose": page("public", status=404, of=lambda: {"uid": "MQ", "token": "x-y"}),
        "account": page("staff"),
        "sessions_end": page("staff", post_only=True),
        "password_change": page("staff"),
        "second_factor": page("staff", status=302),  # this and the next three: the demonstration has none
        "second_factor_set_up": page("staff", status=404),
        "recovery_codes": page("staff", status=302),
        "second_factor_remove": page("staff", status=302),
        "users": page("edit_users"),
        "user_add": page("edit_users"),
        "user_edit": page("edit_users", of=one(make_user)),
        "user_link": page("edit_users", post_only=True, of=one(make_user)),
        "user_close": page("edit_users", of=one(make_user)),
        "user_reopen": page("edit_users", post_only=True, of=one(make_user, is_active=False)),
        # Settings
        "settings": page("edit_lists"),
        "changes": page("see_changes"),
        "installation": page("edit_settings"),
        "anonymity": page("see_anonymity"),
        "register_entry": page("see_anonymity"),
        "backups": page("edit_settings"),
        "backup_now": page("edit_settings", post_only=True),
        "settings_centre": page("edit_lists"),
        "page_list": page("edit_pages"),
        "page_add": page("edit_pages"),
        "page_start": page("edit_pages", post_only=True),
        "page_edit": page("edit_pages", of=one(make_page)),
        "page_delete": page("edit_pages", of=one(make_page)),
        "page_versions": page("edit_pages", of=one(make_page)),
        "page_version": page("edit_pages", of=a_version),
        "page_restore": page("edit_pages", post_only=True, of=a_version),
        "news_list": page("edit_pages"),
        "news_add": page("edit_pages"),
        "news_edit": page("edit_pages", of=one(make_news_item)),
        "news_delete": page("edit_pages", of=one(make_news_item)),
        "news_versions": page("edit_pages", of=one(make_news_item)),
        "news_version": page("edit_pages", of=a_version_of_news),
        "news_restore": page("edit_pages", post_only=True, of=a_version_of_news),
        "site_list": page("edit_sites"),
        "site_add": page("edit_sites"),
        "site_edit": page("edit_sites", of=one(make_site)),
        "station_add": page("edit_sites", post_only=True, of=one(make_site)),
        "station_remove": page("edit_sites", post_only=True, of=a_station_count),
        "opening_hours": page("edit_lists", of=one(make_site)),
        "period_add": page("edit_lists", of=one(make_site)),
        "period_edit": page("edit_lists", of=a_period),
        "period_end": page("edit_lists", post_only=True, of=a_period),
        "period_delete": page("edit_lists", of=a_period),
        "closure_list": page("edit_lists"),
        "closure_add": page("edit_lists"),
        "closure_edit": page("edit_lists", of=one(make_closure, starts_on=date(2026, 8, 3))),
        "closure_delete": page("edit_lists", of=one(make_closure, starts_on=date(2026, 8, 3))),
        "purpose_list": page("edit_lists"),
        "purpose_add": page("edit_lists"),
        "purpose_edit": page("edit_lists", of=one(make_purpose)),
        "purpose_move": page("edit_lists", post_only=True, of=one(make_purpose)),
        "purpose_retire": page("edit_lists", of=one(make_purpose)),
        "purpose_resume": page("edit_lists", post_only=True, of=one(make_purpose)),
        "profile_lists": page("edit_lists"),
        "profile_list": page("edit_lists", of=lambda: {"code": "gender"}),
        "profile_value_add": page("edit_lists", of=lambda: {"code": "gender"}),
        "profile_value_edit": page("edit_lists", of=one(make_profile_value)),
        "profile_value_move": page("edit_lists", post_only=True, of=one(make_profile_value)),
        "profile_value_end": page("edit_lists", of=one(make_profile_value)),
        "profile_value_resume": page("edit_lists", post_only=True, of=one(make_profile_value)),
        "school_holiday_list": page("edit_lists"),
        "school_holiday_add": page("edit_lists"),
        "school_holiday_edit": page("edit_lists", of=one(make_school_holiday)),
        "school_holiday_delete": page("edit_lists", of=one(make_school_holiday)),
        "municipality_list": page("edit_lists"),
        "municipality_add": page("edit_lists"),
        "municipality_import": page("edit_lists"),
        "municipality_edit": page("edit_lists", of=one(make_municipality)),
        "municipality_remove": page("edit_lists", of=one(make_municipality)),
    }
