"""The clip of an application: sent by its applicant, played to them and the college."""

from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_GET,
    require_POST,
    require_safe,
)

from candidates.applying import actions
from candidates.applying.access import APPLICATIONS, guest_of
from candidates.applying.models import Application
from candidates.applying.views.public import opened
from candidates.clips.access import of_applicant
from candidates.clips.views import serving, tus
from candidates.clips.views.display import Shown
from spark.accounts.scope import Request
from spark.errors import Refused

own = opened("clip")


def shown(application: Application) -> Shown:
    """The clip on its applicant's pages, with the addresses to send one."""
    slug, clip = application.call.slug, application.upload
    return Shown(
        clip,
        base=reverse("apply-clip-file", args=[slug, "x"])[:-1],
        state_url=reverse("apply-clip", args=[slug]),
        uploads_url=reverse("apply-clip-uploads", args=[slug]),
        upload_url=reverse("apply-clip-upload", args=[slug, clip.key]) if clip else "",
        drop_url=reverse("apply-clip-drop", args=[slug]),
        can_send=application.is_writable,
        ended=_(
            "It can't go on here. Open your application again with your code, then"
            " choose the same file."
        ),
    )


@own
@require_GET
def clip_state(request: Request, application: Application) -> HttpResponse:
    """How it stands, while something happens with it."""
    context = {"shown": shown(application)}
    return render(request, "candidates/clips/_upload.html", context)


@own
@tus.speaks_tus
@require_POST
def clip_uploads(request: Request, application: Application) -> HttpResponse:
    """Begin one."""
    key = str(application.pk)
    if not ratelimit.consume(request, action="clip_begin", key=key):
        raise Refused("clip-too-often", status=429)
    size, name = tus.announced(request)
    clip = actions.begin_clip(
        actor=guest_of(application), pk=application.pk, size=size, name=name
    )
    slug = application.call.slug
    return tus.created(clip, reverse("apply-clip-upload", args=[slug, clip.key]))


@own
@tus.speaks_tus
def clip_upload(request: Request, application: Application, key: UUID) -> HttpResponse:
    """Go on with it, or end it; one that was replaced isn't there."""
    clip = application.upload
    if clip is None or clip.key != key:
        return HttpResponse(status=404)
    return tus.upload(request, clip, of_applicant(clip))


@own
@require_safe
def clip_file(
    request: Request, application: Application, name: str
) -> HttpResponseBase:
    return serving.file(request, application.upload, name)


@own
@require_POST
def clip_drop(request: Request, application: Application) -> HttpResponse:
    actions.drop_clip(actor=guest_of(application), pk=application.pk)
    return redirect("apply-step", application.call.slug, "clip")


@require_safe
@cache_control(private=True, no_store=True)
def application_clip(request: Request, pk: int, name: str) -> HttpResponseBase:
    """For the college: whoever sees the application sees its clip."""
    return serving.file(request, APPLICATIONS.get(request.user, pk).upload, name)
