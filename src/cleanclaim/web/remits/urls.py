"""The addresses of remittances."""

from django.urls import path

from cleanclaim.web.remits import views

urlpatterns = [
    path("", views.remittances, name="remittances"),
    path("<uuid:remittance_id>/", views.remittance, name="remittances.remittance"),
]
