"""The addresses of remittances."""

from django.urls import path

from cleanclaim.web.remits import bank_views, matching_views, paper_views, views

urlpatterns = [
    path("", views.remittances, name="remittances"),
    path("unmatched/", matching_views.unmatched, name="remittances.unmatched"),
    path("payments/<uuid:claim_payment_id>/", matching_views.match, name="remittances.match"),
    path("payments/<uuid:claim_payment_id>/confirm/", matching_views.confirm, name="remittances.confirm"),
    path("payments/<uuid:claim_payment_id>/not-ours/", matching_views.not_ours, name="remittances.not_ours"),
    path(
        "payments/<uuid:claim_payment_id>/take-back/", matching_views.take_back, name="remittances.take_back"
    ),
    path("adjustments/<uuid:adjustment_id>/tie/", matching_views.tie, name="remittances.tie"),
    path("adjustments/<uuid:adjustment_id>/untie/", matching_views.untie, name="remittances.untie"),
    path("bank/", bank_views.bank, name="remittances.bank"),
    path("bank/file/", bank_views.take_in, name="remittances.bank_file"),
    path("<uuid:remittance_id>/fund/", bank_views.tie_deposit, name="remittances.tie_deposit"),
    path("<uuid:remittance_id>/unfund/", bank_views.untie_deposit, name="remittances.untie_deposit"),
    path("paper/", paper_views.start, name="remittances.start_paper"),
    path("<uuid:remittance_id>/paper/", paper_views.paper, name="remittances.paper"),
    path("<uuid:remittance_id>/paper/balance/", paper_views.live_balance, name="remittances.paper_balance"),
    path("<uuid:remittance_id>/paper/remove/", paper_views.remove, name="remittances.paper_remove"),
    path("<uuid:remittance_id>/paper/confirm/", paper_views.confirm, name="remittances.paper_confirm"),
    path("<uuid:remittance_id>/paper/picture/", paper_views.picture, name="remittances.paper_picture"),
    path("<uuid:remittance_id>/", views.remittance, name="remittances.remittance"),
    path("<uuid:remittance_id>/close/", views.close, name="remittances.close"),
    path("<uuid:remittance_id>/reopen/", views.reopen, name="remittances.reopen"),
]
