"""The addresses of coding and of questions to providers."""

from django.urls import path

from cleanclaim.web.encounters import views

urlpatterns = [
    path("", views.encounters, name="encounters"),
    path("queries/", views.queries, name="encounters.queries"),
    path("queries/<uuid:query_id>/", views.query, name="encounters.query"),
    path("<uuid:encounter_id>/", views.encounter, name="encounters.encounter"),
    path("<uuid:encounter_id>/codes/", views.codes, name="encounters.codes"),
    path("<uuid:encounter_id>/codes/find/", views.find, name="encounters.find"),
    path("<uuid:encounter_id>/codes/add/", views.add, name="encounters.add"),
    path("<uuid:encounter_id>/codes/selected/", views.take_selected, name="encounters.take_selected"),
    path("<uuid:encounter_id>/codes/<uuid:code_id>/", views.decide, name="encounters.decide"),
    path("<uuid:encounter_id>/accept/", views.accept, name="encounters.accept"),
    path("<uuid:encounter_id>/ask/", views.ask, name="encounters.ask"),
    path("<uuid:encounter_id>/ask/<uuid:query_id>/", views.send, name="encounters.send"),
]
