"""The addresses of rules."""

from django.urls import path

from cleanclaim.web.claims import rules_views

urlpatterns = [
    path("", rules_views.rules, name="rules"),
    path("new/", rules_views.new_rules, name="rules.new"),
    path("proposals/", rules_views.proposals, name="rules.proposals"),
    path("<uuid:file_id>/", rules_views.rule_file, name="rules.file"),
]
