"""The addresses of signing in: of allauth's, only those that are wanted."""

from allauth.account import views as account
from django.urls import include, path

from cleanclaim.web.signing_in import views

urlpatterns = [
    path("", account.login, name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("code/totp/activate/", views.set_up_second_factor, name="mfa_activate_totp"),
    path("code/", include("allauth.mfa.urls")),
    path("organization/", views.switch_organization, name="switch_organization"),
    path("none/", views.signed_out, name="account_signup"),
    path("none/", views.signed_out, name="account_reset_password"),
    path("none/", views.signed_out, name="account_set_password"),
    path("none/", views.signed_out, name="account_email"),
]
