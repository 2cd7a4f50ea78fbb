"""The addresses of the audit trail."""

from django.urls import path

from cleanclaim.web.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("export/", views.export, name="audit.export"),
]
