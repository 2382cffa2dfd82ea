from django.urls import path

from citedesmetiers.views import accounts, second_factor

urlpatterns = [
    path("", accounts.account, name="account"),
    path("sessions/end/", accounts.sessions_end, name="sessions_end"),
    path("password/", accounts.password_change, name="password_change"),
    path("password/forgotten/", accounts.password_forgotten, name="password_forgotten"),
    path("password/choose/<uid>/<token>/", accounts.password_choose, name="password_choose"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/set-up/", second_factor.second_factor_set_up, name="second_factor_set_up"),
    path("second-factor/codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("second-factor/remove/", second_factor.second_factor_remove, name="second_factor_remove"),
]
