"""A clip is sent by its candidate, or for them: what both have alike, and the rest."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from candidates.clips.access import CLIPS
from candidates.clips.models import Clip
from candidates.clips.queries import clip_of
from candidates.clips.views import tus
from candidates.clips.views.display import Shown
from candidates.register.access import COLLEGE
from candidates.register.models import Candidate
from candidates.screening import actions, queries
from candidates.screening.access import SENDING
from candidates.screening.forms import LinkForm
from spark import htmx
from spark.accounts.scope import Actor, Request, check_role
from spark.errors import Refused, words

Url = Callable[..., str]  # of the name of a page among these, and what it is about


def shown(actor: Actor, candidate: Candidate, url: Url, **more: Any) -> Shown:
    """The clip with the addresses to send one."""
    clip = clip_of(actor, candidate)
    return Shown(
        clip,
        state_url=url("state"),
        uploads_url=url("uploads"),
        upload_url=url("upload", clip.key) if clip else "",
        can_send=queries.may_send(candidate),
        **more,
    )


def begun(
    request: htmx.Request, actor: Actor, candidate: Candidate, url: Url
) -> HttpResponse:
    """The first request of tus."""
    key = f"candidate:{candidate.pk}"
    if not ratelimit.consume(request, action="clip_begin", key=key):
        raise Refused("clip-too-often", status=429)
    size, name = tus.announced(request)
    clip = actions.begin_clip(actor=actor, pk=candidate.pk, size=size, name=name)
    return tus.created(clip, url("upload", clip.key))


def gone_on(
    request: htmx.Request, actor: Actor, candidate: Candidate, key: UUID
) -> HttpResponse:
    """Every further one; a clip that isn't theirs isn't there."""
    clip = CLIPS.visible_to(actor).filter(candidate=candidate.pk, key=key).first()
    if clip is None:
        return HttpResponse(status=404)
    return tus.upload(request, clip, actor)


def linked(actor: Actor, candidate: Candidate, form: LinkForm) -> Clip | None:
    """The clip that a form gives the address of, if it does."""
    if not form.is_valid():
        return None
    link = form.cleaned_data["link"]
    return actions.link_clip(actor=actor, pk=candidate.pk, link=link)


def _candidate(request: Request, pk: int) -> Candidate:
    candidate = SENDING.get(request.user, pk)
    check_role(request.user, *COLLEGE)
    return candidate


def _urls(pk: int) -> Url:
    return lambda name, *args: reverse(f"candidate-clip-{name}", args=[pk, *args])


def _shown(request: Request, candidate: Candidate) -> Shown:
    clip = clip_of(request.user, candidate)
    base = reverse("clip-file", args=[clip.pk, "x"])[:-1] if clip else ""
    ended = _("It can't go on here. Load the page again and choose the file there.")
    url = _urls(candidate.pk)
    return shown(request.user, candidate, url, base=base, ended=ended)


@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def candidate_clip_send(request: Request, pk: int) -> HttpResponse:
    """The college sends a clip for a candidate, or gives a link to one."""
    candidate = _candidate(request, pk)
    form, refused = LinkForm(request.POST if request.method == "POST" else None), None
    try:
        if linked(request.user, candidate, form):
            url = reverse("candidate-detail", args=[pk])
            return htmx.done(request, _("The link is kept."), url)
    except Refused as error:
        refused = error
    context = {
        "candidate": candidate,
        "shown": _shown(request, candidate),
        "form": form,
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 422 if form.errors else 200
    template = "candidates/screening/send_clip.html"
    return render(request, template, context, status=status)


@require_GET
@cache_control(private=True, no_store=True)
def candidate_clip_state(request: Request, pk: int) -> HttpResponse:
    context = {"shown": _shown(request, _candidate(request, pk))}
    return render(request, "candidates/clips/_upload.html", context)


@tus.speaks_tus
@require_POST
def candidate_clip_uploads(request: Request, pk: int) -> HttpResponse:
    return begun(request, request.user, _candidate(request, pk), _urls(pk))


@tus.speaks_tus
def candidate_clip_upload(request: Request, pk: int, key: UUID) -> HttpResponse:
    return gone_on(request, request.user, _candidate(request, pk), key)
