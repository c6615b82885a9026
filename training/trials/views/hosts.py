"""The pages on which a candidate's week and permits are entered."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.register.models import Candidate
from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from spark.records import ReasonForm
from training.trials import access, actions, queries
from training.trials.forms.hosts import PermitForm, week_forms
from training.trials.models import Permit, PermitKind
from training.trials.queries import hosts
from training.trials.views.on_file import permits_shown
from training.trials.views.trials import FOLDER


@require_http_methods(["GET", "POST"])
def host_week(request: Request, pk: int) -> HttpResponse:
    """The week as rows; by POST, all of them anew or none."""
    host = hosts.host(request.user, pk)
    access.HOSTS.check(request.user, "set-week", host)
    rows = list(host.weekly_times.all())
    times = week_forms(request.POST or None, rows)
    seen, refusal, status = hosts.digest_of(rows), None, 200
    if request.method == "POST":
        was, status = request.POST.get("seen", ""), 422
        if not times.is_valid():
            seen = was
        else:
            try:
                actions.change_week(
                    actor=request.user, candidate_id=pk, times=times.times, seen=was
                )
            except Refused as refused:
                refusal, status = words(refused), refused.status
            else:
                return htmx.done(request, _("Week saved."), _back(pk))
    context = {
        "host": host,
        "times": times,
        "seen": seen,
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}week.html", context, status=status)


def _back(pk: int) -> str:
    return reverse("candidate-detail", args=[pk]) + "#trials"


@require_GET
def host_permits(request: Request, pk: int) -> HttpResponse:
    """What is on file, and forms for what the user may enter."""
    return _shown(request, hosts.host(request.user, pk))


def _shown(
    request: Request,
    host: Candidate,
    sent: Mapping[str, forms.BaseForm] | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; of `sent` the form stands open with what was typed."""
    given, offered = sent or {}, list(queries.categories())
    kinds = actions.may_enter(request.user, host)
    permits = permits_shown(host)
    for one in permits:
        one.may_change = one.kind in kinds  # type: ignore[attr-defined]
        change, remove = f"change{one.pk}", f"remove{one.pk}"
        one.change = given.get(change) or PermitForm(  # type: ignore[attr-defined]
            instance=one, offered=offered, prefix=change
        )
        one.remove = given.get(remove) or ReasonForm(prefix=remove)  # type: ignore[attr-defined]
    new = [
        (kind, given.get(kind) or _form(kind, offered=offered))
        for kind in map(PermitKind, kinds)
    ]
    context = {
        "host": host,
        "permits": permits,
        "new": new,
        "opened": next(iter(given), ""),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}permits.html", context, status=status)


def _form(kind: PermitKind, data=None, **more) -> PermitForm:
    return PermitForm(data, instance=Permit(kind=kind), prefix=kind, **more)


@require_POST
def permit_enter(request: Request, pk: int, kind: str) -> HttpResponse:
    """Put one of the kind on the candidate's file."""
    host = hosts.host(request.user, pk)
    if kind not in PermitKind.values:
        raise Http404
    access.HOSTS.check(request.user, f"enter-{kind}", host)
    form = _form(PermitKind(kind), request.POST, offered=list(queries.categories()))

    def enter() -> str:
        actions.enter_permit(actor=request.user, ids=[pk], kind=kind, **form.given)
        return _("Permit entered.")

    return _done(request, host, kind, form, enter)


@require_POST
def permit_act(request: Request, pk: int, permit_id: int, verb: str) -> HttpResponse:
    """Change or remove one that is on the candidate's file."""
    host = hosts.host(request.user, pk)
    permit = host.permits.filter(pk=permit_id).first()
    if permit is None or verb not in ("change", "remove"):
        raise Http404
    access.HOSTS.check(request.user, f"enter-{permit.kind}", host)
    key = f"{verb}{permit_id}"
    which: dict[str, Any] = {
        "actor": request.user,
        "candidate_id": pk,
        "permit_id": permit_id,
    }
    if verb == "remove":
        reason = ReasonForm(request.POST, prefix=key)

        def remove() -> str:
            actions.remove_permit(**which, **reason.cleaned_data)
            return _("Permit removed.")

        return _done(request, host, key, reason, remove)
    offered = list(queries.categories())
    form = PermitForm(request.POST, instance=permit, offered=offered, prefix=key)

    def change() -> str:
        actions.change_permit(**which, **form.given)
        return _("Permit changed.")

    return _done(request, host, key, form, change)


def _done(
    request: Request,
    host: Candidate,
    key: str,
    form: forms.BaseForm,
    act: Callable[[], str],
) -> HttpResponse:
    """Do it and come back, or show the page with what is wrong."""
    if not form.is_valid():
        return _shown(request, host, {key: form}, status=422)
    try:
        said = act()
    except Refused as refused:
        return _shown(request, host, {key: form}, words(refused), refused.status)
    return htmx.done(request, said, reverse("host-permits", args=[host.pk]))
