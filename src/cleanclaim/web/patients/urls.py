"""The addresses of patients."""

from django.urls import path

from cleanclaim.web.patients import views

urlpatterns = [
    path("", views.patients, name="patients"),
    path("<uuid:patient_id>/", views.patient, name="patients.patient"),
]
