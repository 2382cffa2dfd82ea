from django.urls import path

from citedesmetiers.views import users

urlpatterns = [
    path("", users.users, name="users"),
    path("new/", users.user_add, name="user_add"),
    path("<int:pk>/", users.user_edit, name="user_edit"),
    path("<int:pk>/link/", users.user_link, name="user_link"),
    path("<int:pk>/close/", users.user_close, name="user_close"),
    path("<int:pk>/reopen/", users.user_reopen, name="user_reopen"),
]
