"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.reference_status import views

urlpatterns = [
    path("", views.reference, name="reference"),
]
