"""A look at what publishing a plan would change, and publishing it.

A large plan is looked at and published by a job, whose progress the page shows.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from candidates.register.rules import Finding
from spark import clock, htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from spark.notifications.foretelling import Foretold
from spark.records import telling
from training.timetable import access, actions, queries
from training.timetable.forms import PublishForm
from training.timetable.models import Plan, Publication
from training.timetable.stages import RUN_TONES, RunState
from training.timetable.views.plans import FOLDER, url_of
from training.trials.access import TRIALS
from training.trials.views.display import add_display


def _words(finding: Finding) -> Words:
    facts: dict[str, Any] = finding.facts
    return words(Refused(finding.code, **facts))


@require_http_methods(["GET", "POST"])
def plan_publish(request: Request, pk: int) -> HttpResponse:
    """Look at what publishing would change; by POST, publish just that."""
    plan = access.PLANS.get(request.user, pk)
    if actions.is_large(plan):
        return _large(request, plan)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            changes = actions.publish(
                actor=request.user,
                pk=pk,
                seen=request.POST.get("seen", ""),
                reason=_reason(request),
            )
        except Refused as refused:
            refusal, status = words(refused), refused.status
        else:
            return htmx.done(request, _published_text(changes), url_of(plan))
    return htmx.render(
        request,
        f"{FOLDER}publish.html",
        f"{FOLDER}_changes.html",
        _preview(plan, refusal),
        status,
    )


def _reason(request: Request) -> str:
    """Why it is published against warnings, as it can be kept; or nothing."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        why = " ".join(str(error) for error in form.errors["reason"])
        raise Refused("reason-unreadable", status=422, why=why)
    return form.cleaned_data["reason"]


def _published_text(changes: actions.Changes) -> str:
    said = ngettext(
        "Plan published. %(n)d person's trials change.",
        "Plan published. Trials of %(n)d people change.",
        changes.people,
    )
    return said % {"n": changes.people}


def _preview(plan: Plan, refusal: Words | None) -> dict[str, Any]:
    now = clock.now()
    changes = actions.foresee(plan, now)
    told = actions.foretell(plan, changes, now)
    for trial in (*changes.cancelled, *(trial for trial, _entry in changes.moved)):
        add_display(trial)
    for entry in (*changes.new, *(entry for _trial, entry in changes.moved)):
        add_display(entry.slot)
    return {
        "plan": plan,
        "campaign": plan.round.campaign,
        "changes": changes,
        "told": telling.shown(told),
        "blocks": list(dict.fromkeys(map(_words, changes.blocks))),
        "warnings": list(dict.fromkeys(map(_words, changes.warnings))),
        "live": queries.published_of(plan.round_id),
        "refusal": refusal,
    }


def _large(request: Request, plan: Plan) -> HttpResponse:
    """How far the job is, what it found; by POST, have the plan published."""
    refusal, status = None, 200
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            actions.publish_large(
                actor=request.user, pk=plan.pk, seen=seen, reason=_reason(request)
            )
        except Refused as refused:
            refusal, status = words(refused), refused.status
        else:
            return _again(request, plan)
    last = queries.publication_of(request.user, plan)
    if last and last.is_final and last.state == RunState.SUCCEEDED:
        return htmx.done(request, _("Plan published."), url_of(plan))
    return htmx.render(
        request,
        f"{FOLDER}publish_large.html",
        f"{FOLDER}_publish_large.html",
        _of_job(request, plan, last, refusal),
        status,
    )


def _again(request: Request, plan: Plan) -> HttpResponse:
    return htmx.to(request, reverse("plan-publish", args=[plan.pk]))


@require_POST
def plan_look(request: Request, pk: int) -> HttpResponse:
    """Have a job find out what publishing a large plan would change."""
    plan = access.PLANS.get(request.user, pk)
    actions.look_at(actor=request.user, pk=pk)
    return _again(request, plan)


def _of_job(
    request: Request, plan: Plan, last: Publication | None, refusal: Words | None
) -> dict[str, Any]:
    context: dict[str, Any] = {
        "plan": plan,
        "campaign": plan.round.campaign,
        "live": queries.published_of(plan.round_id),
        "job": last,
        "refusal": refusal,
    }
    if last is None:
        return context
    tone, icon = RUN_TONES[last.state]
    percent = round(100 * last.done / last.count) if last.count else 0
    context |= {"tone": tone, "icon": icon, "percent": percent}
    if last.failure and refusal is None:
        facts = _facts(last.found.get("refused", {}))
        context["refusal"] = words(Refused(last.failure, **facts))
    if "digest" in last.found:
        context |= _found(request, last.found)
    return context


def _found(request: Request, found: Mapping[str, Any]) -> dict[str, Any]:
    entries = queries.entries_by_key([entry for _trial, entry in found["rows"]])
    keys = [trial for trial, _entry in found["rows"] if trial]
    trials = TRIALS.visible_to(request.user).in_bulk(keys)
    for trial in trials.values():
        add_display(trial)
    for entry in entries.values():
        add_display(entry.slot)
    rows = [(trials.get(trial), entries.get(entry)) for trial, entry in found["rows"]]
    return {
        "found": found,
        "rows": [row for row in rows if any(row)],
        "told": telling.shown(Foretold(**one) for one in found.get("told", [])),
        "blocks": _said(found["blocks"]["first"]),
        "warnings": _said(found["warnings"]["first"]),
    }


def _said(findings: Iterable) -> list[Words]:
    return [words(Refused(code, **_facts(facts))) for code, facts in findings]


def _facts(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they were before they were kept: a day is a date."""
    return {
        name: date.fromisoformat(value) if name == "day" else value
        for name, value in kept.items()
    }
