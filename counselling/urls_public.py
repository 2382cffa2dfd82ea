from django.urls import path

from counselling.views import roster_public

app_name = "desks"
urlpatterns = [path("", roster_public.today, name="today")]
