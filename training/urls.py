"""Addresses of training."""

from django.urls import path

from candidates.register.views import pages_of
from training.course.views import SECTION
from training.trials import views

urlpatterns = [
    *pages_of(SECTION, "training"),
    path("trials/", views.trial_list, name="trial-list"),
    path("trials/of/<int:candidate_id>/", views.trials_of, name="trials-of"),
    path("candidates/<int:pk>/week/", views.host_week, name="host-week"),
    path("candidates/<int:pk>/permits/", views.host_permits, name="host-permits"),
    path(
        "candidates/<int:pk>/permits/enter/<slug:kind>/",
        views.permit_enter,
        name="permit-enter",
    ),
    path(
        "candidates/<int:pk>/permits/<int:permit_id>/<slug:verb>/",
        views.permit_act,
        name="permit-act",
    ),
    path("trials/many/<slug:verb>/", views.trial_many, name="trial-many"),
    path("trials/sheets/", views.sheet_list, name="sheet-list"),
    path("trials/sheets/<slug:slug>/", views.sheet_detail, name="sheet-detail"),
    path(
        "trials/sheets/<slug:slug>/template/",
        views.sheet_template,
        name="sheet-template",
    ),
    path("trials/<int:pk>/", views.trial_detail, name="trial-detail"),
    path("trials/<int:pk>/<slug:verb>/", views.trial_act, name="trial-act"),
    path("rooms/", views.room_list, name="room-list"),
    path("rooms/many/<slug:verb>/", views.room_many, name="room-many"),
    path("rooms/<int:pk>/", views.room_detail, name="room-detail"),
    path("rooms/<int:pk>/<slug:verb>/", views.room_act, name="room-act"),
    path("shifts/", views.shift_list, name="shift-list"),
    path("shifts/at/<int:base_id>/add/", views.shift_add, name="shift-add"),
    path("shifts/<int:pk>/remove/", views.shift_remove, name="shift-remove"),
    path("campaigns/", views.campaign_list, name="campaign-list"),
    path("campaigns/<int:pk>/", views.campaign_detail, name="campaign-detail"),
    path("rounds/<int:pk>/plan/", views.round_plan, name="round-plan"),
    path("runs/<int:pk>/", views.run_detail, name="run-detail"),
    path("runs/<int:pk>/stop/", views.run_stop, name="run-stop"),
    path("rounds/<int:pk>/<slug:verb>/", views.round_act, name="round-act"),
    path("plans/<int:pk>/", views.plan_detail, name="plan-detail"),
    path("plans/<int:pk>/place/", views.plan_place, name="plan-place"),
    path("plans/<int:pk>/take-out/", views.plan_take_out, name="plan-take-out"),
    path("plans/<int:pk>/pin/", views.plan_mark, {"verb": "pin"}, name="plan-pin"),
    path("plans/<int:pk>/lock/", views.plan_mark, {"verb": "lock"}, name="plan-lock"),
    path("plans/<int:pk>/publish/", views.plan_publish, name="plan-publish"),
    path("plans/<int:pk>/discard/", views.plan_discard, name="plan-discard"),
]
