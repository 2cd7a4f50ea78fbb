"""The addresses of accounts."""

from django.urls import path

from cleanclaim.web.accounting import views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("<uuid:patient_id>/", views.account, name="accounts.account"),
    path("<uuid:patient_id>/pay/", views.pay, name="accounts.pay"),
    path("receipts/<uuid:payment_id>/", views.receipt, name="accounts.receipt"),
    path("receipts/<uuid:payment_id>/take-back/", views.take_back, name="accounts.take_back"),
]
