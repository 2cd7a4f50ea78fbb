"""The addresses of the demonstration."""

from django.urls import path

from cleanclaim.web.demo import views

urlpatterns = [
    path("authenticator/", views.authenticator, name="demo.authenticator"),
    path("forward/", views.forward, name="demo.forward"),
]
