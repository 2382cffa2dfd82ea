from django.conf import settings
from django.urls import include, path

from citedesmetiers.views import (
    accounts,
    errors,
    first_steps,
    handbooks,
    health,
    pages,
    places,
    privacy,
    public,
    settings_centre,
    shell,
    sitemaps,
)
from citedesmetiers.views.setup import set_up_first

urlpatterns = [
    # The public face
    path("", set_up_first(public.home, everybody=True), name="home"),
    path("for/<slug:code>/", places.purpose, name="purpose"),
    path("places/", places.places, name="places"),
    path("places/<slug:code>/", places.place, name="place"),
    path("pages/<slug:slug>/", pages.page, name="page"),
    path("news/", pages.news, name="news"),
    path("news/feed/", pages.news_feed, name="news_feed"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("site-map/", sitemaps.site_map, name="site_map"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
    path("favicon.ico", public.favicon, name="favicon"),
    path("manifest.webmanifest", public.manifest, name="manifest"),
    path("logo", settings_centre.logo, name="logo"),
    # The guided set-up of an empty installation
    path("set-up/", include("citedesmetiers.urls_setup")),
    # The frame of the staff pages
    path("today/", set_up_first(shell.today), name="today"),
    path("today/site/", shell.choose_site, name="choose_site"),
    path("today/first-steps/", first_steps.put_away, name="first_steps_put_away"),
    path("today/language/", shell.choose_language, name="choose_language"),
    path("help/", handbooks.help_page, name="help"),
    path("help/<slug:role>/", handbooks.handbook, name="handbook"),
    # Accounts
    path("sign-in/", set_up_first(accounts.sign_in), name="sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("account/", include("citedesmetiers.urls_account")),
    # The centre's own lists, places, people
    path("settings/users/", include("citedesmetiers.urls_users")),
    path("settings/", include("citedesmetiers.urls_pages")),
    path("settings/", include("citedesmetiers.urls_settings")),
    # Health
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/metrics", health.metrics, name="health_metrics"),
    # The rooms
    path("reception/", include("reception.urls")),
    path("partners/", include("partners.urls")),
    path("counselling/", include("counselling.urls")),
    path("desks/", include("counselling.urls_public")),
    path("ask/", include("counselling.urls_questions")),
    path("catalogue/", include("documentation.urls_public")),
    path("documentation/", include("documentation.urls")),
    path("programme/", include("events.urls_public")),
    path("events/", include("events.urls")),
    path("surveys/", include("reports.urls_answering")),
    path("reports/", include("reports.urls")),
    path("style/", include("reports.urls_style")),
]
if settings.ADMIN_SITE:
    from django.contrib import admin

    urlpatterns.append(path("django-admin/", admin.site.urls))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
