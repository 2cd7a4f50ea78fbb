"""The addresses of tokens."""

from django.urls import path

from cleanclaim.web.api import views

urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("<uuid:token_id>/revoke/", views.revoke, name="tokens.revoke"),
]
