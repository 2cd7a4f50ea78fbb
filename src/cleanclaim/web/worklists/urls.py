"""The addresses of this application."""

from django.urls import path

from cleanclaim.web.worklists import views

urlpatterns = [
    path("", views.home, name="home"),
    path("worklist/", views.worklist, name="worklist"),
]
