"""Where staff write the public pages and the news; below settings/."""

from django.urls import path

from citedesmetiers.views import settings_news, settings_public_pages

urlpatterns = [
    path("pages/", settings_public_pages.page_list, name="page_list"),
    path("pages/new/", settings_public_pages.page_add, name="page_add"),
    path("pages/start/", settings_public_pages.page_start, name="page_start"),
    path("pages/<int:pk>/", settings_public_pages.page_edit, name="page_edit"),
    path("pages/<int:pk>/delete/", settings_public_pages.page_delete, name="page_delete"),
    path("pages/<int:pk>/versions/", settings_public_pages.page_versions, name="page_versions"),
    path("pages/<int:pk>/versions/<int:number>/", settings_public_pages.page_version, name="page_version"),
    path("pages/<int:pk>/versions/<int:number>/restore/", settings_public_pages.page_restore, name="page_restore"),
    path("news/", settings_news.news_list, name="news_list"),
    path("news/new/", settings_news.news_add, name="news_add"),
    path("news/<int:pk>/", settings_news.news_edit, name="news_edit"),
    path("news/<int:pk>/delete/", settings_news.news_delete, name="news_delete"),
    path("news/<int:pk>/versions/", settings_news.news_versions, name="news_versions"),
    path("news/<int:pk>/versions/<int:number>/", settings_news.news_version, name="news_version"),
    path("news/<int:pk>/versions/<int:number>/restore/", settings_news.news_restore, name="news_restore"),
]
