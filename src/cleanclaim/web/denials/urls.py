"""The addresses of denials, letters, under- and overpayments, rejections."""

from django.urls import path

from cleanclaim.web.denials import letter_views, list_views, money_views, rejection_views, views

urlpatterns = [
    path("", list_views.denials, name="denials"),
    path("groups/", list_views.groups, name="denials.groups"),
    path("act/", list_views.act, name="denials.act"),
    path("rejections/", rejection_views.rejections, name="denials.rejections"),
    path("rejections/<uuid:claim_id>/again/", rejection_views.resubmit, name="denials.resubmit"),
    path("short/", money_views.underpayments, name="denials.underpayments"),
    path("short/decide/", money_views.decide_group, name="denials.decide_group"),
    path("overpayments/", money_views.overpayments, name="denials.overpayments"),
    path("overpayments/identify/", money_views.identify, name="denials.identify"),
    path("overpayments/<uuid:overpayment_id>/", money_views.overpayment, name="denials.overpayment"),
    path(
        "overpayments/<uuid:overpayment_id>/decide/",
        money_views.decide_overpayment,
        name="denials.decide_overpayment",
    ),
    path("letters/", letter_views.letters, name="denials.letters"),
    path("letters/<uuid:letter_id>/", letter_views.letter, name="denials.letter"),
    path("letters/<uuid:letter_id>/save/", letter_views.save, name="denials.letter_save"),
    path("letters/<uuid:letter_id>/packet/", letter_views.make, name="denials.make_packet"),
    path("letters/<uuid:letter_id>/sent/", letter_views.sent, name="denials.letter_sent"),
    path("letters/<uuid:letter_id>/answered/", letter_views.answered, name="denials.letter_answered"),
    path("letters/<uuid:letter_id>/drop/", letter_views.drop, name="denials.letter_drop"),
    path("packets/<uuid:packet_id>/", letter_views.packet, name="denials.packet"),
    path("<uuid:case_id>/", views.case, name="denials.case"),
    path("<uuid:case_id>/step/", views.step, name="denials.step"),
    path("<uuid:case_id>/answer/", views.answer, name="denials.answer"),
    path("<uuid:case_id>/facts/", views.facts, name="denials.facts"),
    path("<uuid:case_id>/note/", views.note, name="denials.note"),
    path("<uuid:case_id>/letter/", views.write, name="denials.write"),
    path("<uuid:case_id>/replace/", views.again, {"frequency": "7"}, name="denials.replace"),
    path("<uuid:case_id>/new-claim/", views.again, {"frequency": "1"}, name="denials.new_claim"),
    path("<uuid:case_id>/void/", views.again, {"frequency": "8"}, name="denials.void"),
]
