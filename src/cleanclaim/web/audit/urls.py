"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
]
