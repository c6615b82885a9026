"""The page on which a candidate's permits are entered."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates.register.models import Candidate
from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from spark.records import ReasonForm
from training.hosts import access, actions, queries
from training.hosts.forms import PermitForm
from training.hosts.models import Permit, PermitKind
from training.hosts.views.on_file import permits_shown
from training.studio.queries import categories

FOLDER = "training/hosts/"


@require_GET
def host_permits(request: Request, pk: int) -> HttpResponse:
    """What is on file, and forms for what the user may enter."""
    return _shown(request, queries.host(request.user, pk))


def _shown(
    request: Request,
    host: Candidate,
    sent: Mapping[str, forms.BaseForm] | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; of `sent` the form stands open with what was typed."""
    given, offered = sent or {}, list(categories())
    kinds = actions.may_enter(request.user, host)
    permits = permits_shown(host)
    for permit in permits:
        permit.may_change = permit.kind in kinds  # type: ignore[attr-defined]
        change = f"{actions.change_permit.name}{permit.pk}"
        remove = f"{actions.remove_permit.name}{permit.pk}"
        permit.change = given.get(change) or PermitForm(  # type: ignore[attr-defined]
            instance=permit, offered=offered, prefix=change
        )
        permit.remove = given.get(remove) or ReasonForm(prefix=remove)  # type: ignore[attr-defined]
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
    host = queries.host(request.user, pk)
    if kind not in PermitKind.values:
        raise Http404
    access.HOSTS.check(request.user, access.ENTERS[PermitKind(kind)], host)
    form = _form(PermitKind(kind), request.POST, offered=list(categories()))

    def enter() -> str:
        actions.enter_permit(actor=request.user, pk=pk, kind=kind, **form.given)
        return _("Permit entered.")

    return _done(request, host, kind, form, enter)


@require_POST
def permit_act(request: Request, pk: int, permit_id: int, verb: str) -> HttpResponse:
    """Change or remove one that is on the candidate's file."""
    host = queries.host(request.user, pk)
    permit = host.permits.filter(pk=permit_id).first()
    acts = {act.name: act for act in (actions.change_permit, actions.remove_permit)}
    if permit is None or verb not in acts:
        raise Http404
    access.HOSTS.check(request.user, access.ENTERS[PermitKind(permit.kind)], host)
    act, form = acts[verb], _sent(request, permit, verb)

    def done() -> str:
        given = getattr(form, "given", None) or form.cleaned_data
        act(actor=request.user, pk=permit_id, **given)
        removed = act is actions.remove_permit
        return _("Permit removed.") if removed else _("Permit changed.")

    return _done(request, host, f"{verb}{permit_id}", form, done)


def _sent(request: Request, permit: Permit, verb: str) -> Any:
    prefix = f"{verb}{permit.pk}"
    if verb == actions.remove_permit.name:
        return ReasonForm(request.POST, prefix=prefix)
    return PermitForm(
        request.POST, instance=permit, offered=list(categories()), prefix=prefix
    )


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
