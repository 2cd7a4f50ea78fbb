"""The addresses of figures."""

from django.urls import path

from cleanclaim.web.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("export/<slug:table>/", views.export, name="reports.export"),
    path("<slug:slug>/", views.measure, name="reports.measure"),
]
