"""The addresses of users and their roles."""

from django.urls import path

from cleanclaim.web.organizations import views

urlpatterns = [
    path("", views.users, name="users"),
    path("<uuid:user_id>/role/", views.role, name="users.role"),
    path("<uuid:user_id>/reset/", views.reset, name="users.reset"),
    path("<uuid:user_id>/close/", views.close, name="users.close"),
]
