"""Addresses of training."""

from django.urls import path

from candidates.lists.views import pages_of
from training.course.views import SECTION
from training.hosts import views as hosts
from training.judging import views as judging
from training.racing import views as racing
from training.standings import views as standings
from training.studio import views as studio
from training.timetable import views as timetable
from training.trials import portal
from training.trials import views as trials

urlpatterns = [
    *pages_of(SECTION, "training"),
    path("trials/", trials.trial_list, name="trial-list"),
    path("trials/of/<int:candidate_id>/", standings.trials_of, name="trials-of"),
    path("candidates/<int:pk>/week/", hosts.host_week, name="host-week"),
    path("candidates/<int:pk>/permits/", hosts.host_permits, name="host-permits"),
    path(
        "candidates/<int:pk>/permits/enter/<slug:kind>/",
        hosts.permit_enter,
        name="permit-enter",
    ),
    path(
        "candidates/<int:pk>/permits/<int:permit_id>/<slug:verb>/",
        hosts.permit_act,
        name="permit-act",
    ),
    path("trials/many/<slug:verb>/", trials.trial_many, name="trial-many"),
    path("trials/sheets/", trials.sheet_list, name="sheet-list"),
    path("trials/sheets/<slug:slug>/", trials.sheet_detail, name="sheet-detail"),
    path(
        "trials/sheets/<slug:slug>/template/",
        trials.sheet_template,
        name="sheet-template",
    ),
    path("my/trials/<int:pk>/<slug:verb>/", portal.act, name="portal-trial-act"),
    path("my/week/", portal.week, name="portal-week"),
    path("trials/<int:pk>/", standings.trial_detail, name="trial-detail"),
    path("trials/<int:pk>/<slug:verb>/", standings.trial_act, name="trial-act"),
    path("judging/", judging.judging_mine, name="judging-mine"),
    path("judging/of/<int:pk>/", judging.judging_of, name="judging-of"),
    path(
        "judging/of/<int:pk>/<slug:verb>/",
        judging.judging_of_act,
        name="judging-of-act",
    ),
    path(
        "judging/cards/<int:pk>/<slug:verb>/",
        judging.judging_card_act,
        name="judging-card-act",
    ),
    path("judging/rounds/<int:pk>/", judging.judging_round, name="judging-round"),
    path(
        "judging/rounds/<int:pk>/<slug:verb>/",
        judging.judging_round_act,
        name="judging-round-act",
    ),
    path("judging/<int:pk>/", judging.judging_detail, name="judging-detail"),
    path("judging/<int:pk>/<slug:verb>/", judging.judging_act, name="judging-act"),
    path("incidents/", judging.incident_list, name="incident-list"),
    path("incidents/<int:pk>/<slug:verb>/", judging.incident_act, name="incident-act"),
    path("live/", judging.live, name="live"),
    path("live/hall/", judging.live_hall, name="live-hall"),
    path("rooms/", studio.room_list, name="room-list"),
    path("rooms/many/<slug:verb>/", studio.room_many, name="room-many"),
    path("rooms/<int:pk>/", studio.room_detail, name="room-detail"),
    path("rooms/<int:pk>/<slug:verb>/", studio.room_act, name="room-act"),
    path("shifts/", studio.shift_list, name="shift-list"),
    path("shifts/at/<int:base_id>/add/", studio.shift_add, name="shift-add"),
    path("shifts/<int:pk>/remove/", studio.shift_remove, name="shift-remove"),
    path("campaigns/", trials.campaign_list, name="campaign-list"),
    path("campaigns/<int:pk>/", timetable.campaign_detail, name="campaign-detail"),
    path("rounds/<int:pk>/plan/", timetable.round_plan, name="round-plan"),
    path(
        "rounds/<int:pk>/standings/",
        standings.round_standings,
        name="round-standings",
    ),
    path(
        "rounds/<int:pk>/standings/file/",
        standings.standings_file,
        name="round-standings-file",
    ),
    path(
        "rounds/<int:pk>/standings/predicting/",
        standings.predicting,
        name="round-predicting",
    ),
    path(
        "rounds/<int:pk>/standings/predicting/file/",
        standings.predicting_file,
        name="round-predicting-file",
    ),
    path("places/<int:pk>/", standings.place_detail, name="place-detail"),
    path("racing/<int:pk>/", racing.round_race, name="round-race"),
    path("racing/<int:pk>/release/", racing.round_release, name="round-release"),
    path("racing/<int:pk>/places/", racing.round_race_places, name="round-race-places"),
    path(
        "racing/<int:pk>/compute/", racing.round_race_compute, name="round-race-compute"
    ),
    path("racing/<int:pk>/sheet/", racing.round_race_sheet, name="round-race-sheet"),
    path(
        "racing/<int:pk>/many/<slug:name>/",
        racing.round_race_many,
        name="round-race-many",
    ),
    path("racing/<int:pk>/reserve/", racing.round_reserve, name="round-reserve"),
    path(
        "racing/<int:pk>/reserve/<slug:verb>/",
        racing.round_reserve_act,
        name="round-reserve-act",
    ),
    path("runs/<int:pk>/", timetable.run_detail, name="run-detail"),
    path("runs/<int:pk>/stop/", timetable.run_stop, name="run-stop"),
    path("rounds/<int:pk>/<slug:verb>/", timetable.round_act, name="round-act"),
    path("plans/<int:pk>/", timetable.plan_detail, name="plan-detail"),
    path("plans/<int:pk>/place/", timetable.plan_place, name="plan-place"),
    path("plans/<int:pk>/take-out/", timetable.plan_take_out, name="plan-take-out"),
    path("plans/<int:pk>/pin/", timetable.plan_mark, {"verb": "pin"}, name="plan-pin"),
    path(
        "plans/<int:pk>/lock/", timetable.plan_mark, {"verb": "lock"}, name="plan-lock"
    ),
    path("plans/<int:pk>/publish/", timetable.plan_publish, name="plan-publish"),
    path("plans/<int:pk>/look/", timetable.plan_look, name="plan-look"),
    path("plans/<int:pk>/discard/", timetable.plan_discard, name="plan-discard"),
]
