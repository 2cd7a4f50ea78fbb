"""The addresses of claims."""

from django.urls import path

from cleanclaim.web.claims import changing, papers, views

urlpatterns = [
    path("", views.claims, name="claims"),
    path("<uuid:claim_id>/", views.claim, name="claims.claim"),
    path("<uuid:claim_id>/findings/", views.findings, name="claims.findings"),
    path("<uuid:claim_id>/remits/", views.remits, name="claims.remits"),
    path("<uuid:claim_id>/file/", views.file, name="claims.file"),
    path("<uuid:claim_id>/history/", views.history, name="claims.history"),
    path("<uuid:claim_id>/form/", papers.form, name="claims.form"),
    path("<uuid:claim_id>/form.pdf", papers.form_pdf, name="claims.form_pdf"),
    path("<uuid:claim_id>/correct/", changing.correct, name="claims.correct"),
    path("<uuid:claim_id>/check/", changing.check, name="claims.check"),
    path("<uuid:claim_id>/findings/<uuid:finding_id>/apply/", changing.apply, name="claims.apply"),
    path("<uuid:claim_id>/findings/<uuid:finding_id>/override/", changing.override, name="claims.override"),
    path("<uuid:claim_id>/release/", changing.release, name="claims.release"),
    path("<uuid:claim_id>/recall/", changing.recall, name="claims.recall"),
]
