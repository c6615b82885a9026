"""States of a plan and of a solver's run."""

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
