"""States of a plan, of a solver's run and of a trial."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    PUBLISHED = "published", pgettext_lazy("plan", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("plan", "Superseded")
    DISCARDED = "discarded", pgettext_lazy("plan", "Discarded")


class RunState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("run", "Queued")
    RUNNING = "running", pgettext_lazy("run", "Running")
    SUCCEEDED = "succeeded", pgettext_lazy("run", "Succeeded")
    FAILED = "failed", pgettext_lazy("run", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("run", "Stopped")


class TrialState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("trial", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("trial", "Confirmed")
    LIVE = "live", pgettext_lazy("trial", "On air")
    FINISHED = "finished", pgettext_lazy("trial", "Finished")
    ABORTED = "aborted", pgettext_lazy("trial", "Broken off")
    CANCELLED = "cancelled", pgettext_lazy("trial", "Cancelled")
    NO_SHOW = "no_show", pgettext_lazy("trial", "Didn't come")


MOVABLE = [TrialState.PLANNED, TrialState.CONFIRMED]
# They hold their seat and their person: no two of them may overlap.
HOLDING = [*MOVABLE, TrialState.LIVE]
# What publishing a plan leaves alone.
SETTLED = [
    TrialState.LIVE,
    TrialState.FINISHED,
    TrialState.ABORTED,
    TrialState.NO_SHOW,
]
# What counts towards a candidate's trials of a round.
COUNTED = [*HOLDING, TrialState.FINISHED]

TONES = {
    TrialState.PLANNED: ("warn", "hourglass"),
    TrialState.CONFIRMED: ("ok", "circle-check"),
    TrialState.LIVE: ("info", "broadcast"),
    TrialState.FINISHED: ("ok", "flag"),
    TrialState.ABORTED: ("bad", "circle-x"),
    TrialState.CANCELLED: ("off", "circle-minus"),
    TrialState.NO_SHOW: ("bad", "user-off"),
}
PLAN_TONES = {
    PlanState.DRAFT: ("info", "pencil"),
    PlanState.PUBLISHED: ("ok", "send"),
    PlanState.SUPERSEDED: ("off", "history"),
    PlanState.DISCARDED: ("off", "circle-x"),
}
RUN_TONES = {
    RunState.QUEUED: ("warn", "hourglass"),
    RunState.RUNNING: ("info", "refresh"),
    RunState.SUCCEEDED: ("ok", "circle-check"),
    RunState.FAILED: ("bad", "circle-x"),
    RunState.CANCELLED: ("off", "circle-minus"),
}
