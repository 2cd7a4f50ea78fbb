"""The few addresses there are so far."""

from django.urls import URLPattern, path

from cleanclaim.web.status import health, status

urlpatterns: list[URLPattern] = [
    path("", status, name="status"),
    path("healthz", health, name="health"),
]
