"""The college's application pages: opened, their days changed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.applying import actions, queries
from candidates.applying.access import CALLS
from candidates.applying.forms import CallDaysForm, CallForm
from candidates.applying.models import Call
from candidates.applying.views.poster import address_of
from spark import clock, htmx
from spark.accounts.scope import Request
from spark.errors import Refused, words

FOLDER = "candidates/applying/"


@require_http_methods(["GET", "POST"])
def call_list(request: Request) -> HttpResponse:
    """The pages that are theirs, and a form for another."""
    actions.open_call.check(request.user)
    today = clock.today()
    form = CallForm(
        request.POST or None, user=request.user, initial={"opens_on": today}
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_call(actor=request.user, **form.cleaned_data)
        except Refused as refused:
            context["refusal"] = words(refused)
        else:
            return htmx.done(request, _("The page is there."), reverse("call-list"))
    rows = list(queries.calls(request.user)[:100])
    for call in rows:
        _add_address(request, call)
    context["calls"] = rows
    status = 422 if form.errors or "refusal" in context else 200
    return render(request, f"{FOLDER}calls.html", context, status=status)


def _add_address(request: Request, call: Call) -> None:
    call.address = address_of(request, call)  # type: ignore[attr-defined]
    call.is_open = call.opens_on <= clock.today() <= call.closes_on  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def call_change(request: Request, pk: int) -> HttpResponse:
    call = CALLS.get(request.user, pk)
    form = CallDaysForm(request.POST or None, instance=call)
    if request.method == "POST" and form.is_valid():
        actions.change_call(actor=request.user, pk=pk, **form.cleaned_data)
        return redirect("call-list")
    _add_address(request, call)
    context = {"call": call, "form": form}
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}call.html", context, status=status)
