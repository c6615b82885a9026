"""Campaigns of batches."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from spark import htmx, paging
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from training.trials import actions, queries
from training.trials.forms import CampaignForm
from training.trials.views.trials import FOLDER


def tried(form: forms.BaseForm, act: Callable) -> tuple[Any, Words | None, int]:
    """Do it: (what it made or None, the refusal or None, the page's status)."""
    if not form.is_valid():
        return None, None, 422
    try:
        return act(), None, 200
    except Refused as refused:
        return None, words(refused), refused.status


@require_http_methods(["GET", "POST"])
def campaign_list(request: Request) -> HttpResponse:
    """The campaigns, newest first; by POST, open one."""
    actions.open_campaign.check(request.user)
    form = CampaignForm(request.POST or None, user=request.user)
    refusal, status = None, 200
    if request.method == "POST":
        made, refusal, status = tried(
            form,
            lambda: actions.open_campaign(actor=request.user, **form.cleaned_data),
        )
        if made:
            url = reverse("campaign-detail", args=[made.pk])
            return htmx.done(request, _("Campaign opened."), url)
    page = paging.keyset(request, queries.campaigns(request.user))
    context = {"page": page, "form": form, "refusal": refusal}
    return render(request, f"{FOLDER}campaigns.html", context, status=status)
