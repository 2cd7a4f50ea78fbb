"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.encounters import views

urlpatterns = [
    path("", views.encounters, name="encounters"),
    path("<uuid:encounter_id>/", views.encounter, name="encounters.encounter"),
]
