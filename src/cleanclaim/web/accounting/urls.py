"""The addresses of accounts."""

from django.urls import path

from cleanclaim.web.accounting import decision_views, ledger_views, views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("ledger/", ledger_views.ledger, name="accounts.ledger"),
    path("ledger/csv/", ledger_views.ledger_csv, name="accounts.ledger_csv"),
    path("ledger/close/", ledger_views.close, name="accounts.close_month"),
    path("credits/", decision_views.credit_balances, name="accounts.credits"),
    path("credits/refund/", decision_views.refund, name="accounts.refund"),
    path("plans/", decision_views.plans, name="accounts.plans"),
    path("plans/<uuid:plan_id>/end/", decision_views.end, name="accounts.end_plan"),
    path("claims/<uuid:claim_id>/", decision_views.claim_money, name="accounts.claim"),
    path("claims/<uuid:claim_id>/decide/", decision_views.decide, name="accounts.decide"),
    path(
        "decisions/<uuid:decision_id>/take-back/",
        decision_views.take_back_decided,
        name="accounts.take_back_decision",
    ),
    path("<uuid:patient_id>/", views.account, name="accounts.account"),
    path("<uuid:patient_id>/pay/", views.pay, name="accounts.pay"),
    path("<uuid:patient_id>/plan/", decision_views.agree, name="accounts.agree_plan"),
    path("receipts/<uuid:payment_id>/", views.receipt, name="accounts.receipt"),
    path("receipts/<uuid:payment_id>/take-back/", views.take_back, name="accounts.take_back"),
]
