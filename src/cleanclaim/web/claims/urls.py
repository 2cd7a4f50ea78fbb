"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.claims import views

urlpatterns = [
    path("", views.claims, name="claims"),
    path("<uuid:claim_id>/", views.claim, name="claims.claim"),
]
