"""The addresses of remittances."""

from django.urls import path

from cleanclaim.web.remits import matching_views, views

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
    path("<uuid:remittance_id>/", views.remittance, name="remittances.remittance"),
    path("<uuid:remittance_id>/close/", views.close, name="remittances.close"),
    path("<uuid:remittance_id>/reopen/", views.reopen, name="remittances.reopen"),
]
