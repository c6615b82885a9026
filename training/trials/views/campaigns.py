"""Campaigns of batches, and the rounds of one with their plans."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from spark.records import ReasonForm
from training.trials import access, actions, queries
from training.trials.forms import CampaignForm, RoundForm
from training.trials.stages import PLAN_TONES
from training.trials.views.trials import FOLDER


def _try(form: forms.BaseForm, act: Callable) -> tuple[Any, Words | None, int]:
    """What the act made, or what refused it, and the status of the page then."""
    if not form.is_valid():
        return None, None, 422
    try:
        return act(), None, 200
    except Refused as refused:
        return None, words(refused), refused.status


@require_http_methods(["GET", "POST"])
def campaign_list(request: Request) -> HttpResponse:
    """The campaigns, newest first; by POST, open one."""
    access.CAMPAIGNS.check(request.user, "open")
    form = CampaignForm(request.POST or None, user=request.user)
    refusal, status = None, 200
    if request.method == "POST":
        made, refusal, status = _try(
            form,
            lambda: actions.open_campaign(actor=request.user, **form.cleaned_data),
        )
        if made:
            url = reverse("campaign-detail", args=[made.pk])
            return htmx.done(request, _("Campaign opened."), url)
    page = htmx.keyset(request, queries.campaigns(request.user))
    context = {"page": page, "form": form, "refusal": refusal}
    return render(request, f"{FOLDER}campaigns.html", context, status=status)


@require_http_methods(["GET", "POST"])
def campaign_detail(request: Request, pk: int) -> HttpResponse:
    """A campaign's rounds and their plans; by POST, open a round."""
    campaign = access.CAMPAIGNS.get(request.user, pk)
    days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    form = RoundForm(request.POST or None, initial=days)
    refusal, status = None, 200
    if request.method == "POST":
        made, refusal, status = _try(
            form,
            lambda: actions.open_round(
                actor=request.user, campaign_id=pk, **form.cleaned_data
            ),
        )
        if made:
            return _back(request, _("Round opened."), pk)
    rounds = queries.rounds_of(request.user, campaign)
    for plan in (plan for round_ in rounds for plan in round_.plans.all()):
        plan.tone, plan.icon = PLAN_TONES[plan.state]  # type: ignore[attr-defined]
    context = {
        "campaign": campaign,
        "rounds": rounds,
        "form": form,
        "reason_form": ReasonForm(),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}campaign.html", context, status=status)


def _back(request: Request, said: str, pk: int) -> HttpResponse:
    return htmx.done(request, said, reverse("campaign-detail", args=[pk]))


@require_POST
def round_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Draft a plan of the round, close it, or open it again."""
    round_ = access.ROUNDS.get(request.user, pk)
    if verb == "draft":
        empty = bool(request.POST.get("empty"))
        plan = actions.draft_plan(actor=request.user, round_id=pk, empty=empty)
        url = reverse("plan-detail", args=[plan.pk])
        return htmx.done(request, _("Plan drafted."), url)
    if verb == "close":
        actions.close_round(actor=request.user, round_id=pk)
        return _back(request, _("Round closed."), round_.campaign_id)
    if verb == "reopen":
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise Refused("reason-missing", status=422)
        actions.reopen_round(actor=request.user, round_id=pk, **form.cleaned_data)
        return _back(request, _("Round opened again."), round_.campaign_id)
    raise Http404
