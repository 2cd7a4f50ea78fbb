"""The addresses of home and of the work list."""

from django.urls import path

from cleanclaim.web.worklists import views

urlpatterns = [
    path("", views.home, name="home"),
    path("worklist/", views.worklist, name="worklist"),
    path("worklist/act/", views.act, name="worklist.act"),
    path("worklist/undo/<uuid:batch>/", views.undo_action, name="worklist.undo"),
    path("worklist/<uuid:item_id>/", views.item, name="worklist.item"),
    path("worklist/<uuid:item_id>/note/", views.note, name="worklist.note"),
    path("worklist/<uuid:item_id>/release/", views.release, name="worklist.release"),
]
