"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.accounting import views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("<uuid:patient_id>/", views.account, name="accounts.account"),
]
