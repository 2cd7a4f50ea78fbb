"""The addresses of claims."""

from django.urls import path

from cleanclaim.web.claims import views

urlpatterns = [
    path("", views.claims, name="claims"),
    path("<uuid:claim_id>/", views.claim, name="claims.claim"),
    path("<uuid:claim_id>/findings/", views.findings, name="claims.findings"),
    path("<uuid:claim_id>/remits/", views.remits, name="claims.remits"),
    path("<uuid:claim_id>/file/", views.file, name="claims.file"),
    path("<uuid:claim_id>/history/", views.history, name="claims.history"),
    path("<uuid:claim_id>/correct/", views.correct, name="claims.correct"),
    path("<uuid:claim_id>/release/", views.release, name="claims.release"),
    path("<uuid:claim_id>/recall/", views.recall, name="claims.recall"),
]
