from django.urls import path  # noqa: F401 -- pages follow

app_name = "documentation"
urlpatterns = []
