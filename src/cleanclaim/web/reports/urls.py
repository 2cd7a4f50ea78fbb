"""The addresses of figures."""

from django.urls import path

from cleanclaim.web.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("export/<slug:table>.csv", views.export, {"form": "csv"}, name="reports.export"),
    path("export/<slug:table>.xlsx", views.export, {"form": "xlsx"}, name="reports.export_workbook"),
    path("<slug:slug>/", views.measure, name="reports.measure"),
]
