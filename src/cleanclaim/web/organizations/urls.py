"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.organizations import views

urlpatterns = [
    path("", views.users, name="users"),
]
