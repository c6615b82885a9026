"""What is asked of candidates to judge them, and their clip, on their own pages."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from candidates.clips import actions as clips
from candidates.clips.queries import clip_of
from candidates.clips.views import serving, tus
from candidates.clips.views.display import Shown
from candidates.portal.access import guest_of
from candidates.portal.views import Visit, own
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, Step, add_own_part
from candidates.screening import actions, queries
from candidates.screening.forms import LinkForm
from candidates.screening.models import Screening
from candidates.screening.stages import Wanted
from candidates.screening.views import sending
from spark import clock, htmx
from spark.errors import Refused, words

FOLDER = "candidates/screening/"
TO_DO = gettext_lazy("Send a better clip")


def _asked(candidate: Candidate) -> dict | None:
    """What is asked of them at present, and by when."""
    record = queries.asked_of(guest_of(candidate), candidate)
    if record is None:
        return None
    due = queries.asked_until(record)
    return {"record": record, "due": due, "late": due < clock.now()}


def asked_part(candidate: Candidate) -> Own | None:
    asked = _asked(candidate)
    if asked is None:
        return None
    is_paper = asked["record"].wanted == Wanted.PAPER
    # A paper's step is that of the part in which it is photographed.
    step = None if is_paper else Step(asked["due"], TO_DO, "/my/clip/")
    return Own(f"{FOLDER}_own_asked.html", asked, step)


def clip_part(candidate: Candidate) -> Own | None:
    """None for who has none and can't send one any more."""
    clip = clip_of(guest_of(candidate), candidate)
    may_send = queries.may_send(candidate)
    if clip is None and not may_send:
        return None
    shown = Shown(clip, _files(), drop_url=reverse("portal-clip-drop"))
    context = {"shown": shown, "may_send": may_send}
    return Own(f"{FOLDER}_own_clip.html", context)


add_own_part(OwnPart("asked", 5, asked_part))
add_own_part(OwnPart("clip", 25, clip_part))


def _files() -> str:
    return reverse("portal-clip-file", args=["x"])[:-1]


def _shown(request: Visit, asked: Screening | None) -> Shown:
    return sending.shown(
        request.guest,
        request.candidate,
        partial(_url, "portal-clip"),
        base=_files(),
        drop_url=reverse("portal-clip-drop"),
        answer_url=_answer_url(asked),
        ended=_("It can't go on here. Open your pages again by your card."),
    )


def _url(kind: str, name: str, *args: object) -> str:
    return reverse(f"{kind}-{name}", args=args)


def _answer_url(asked: Screening | None) -> str:
    """Once there is something to answer with."""
    there = asked is not None and queries.clip_since(asked)
    return reverse("portal-clip-answer") if there else ""


@own
@require_http_methods(["GET", "POST"])
def clip_send(request: Visit) -> HttpResponse:
    """Send a clip, or give a link to one; and say that it is the answer."""
    return _page(request, LinkForm(request.POST if request.method == "POST" else None))


def _page(
    request: Visit, form: LinkForm, refused: Refused | None = None
) -> HttpResponse:
    try:
        if refused is None and sending.linked(request.guest, request.candidate, form):
            return htmx.to(request, reverse("portal-clip-send"))
    except Refused as error:
        refused = error
    asked = _asked(request.candidate)
    context = {
        "shown": _shown(request, asked["record"] if asked else None),
        "asked": asked,
        "form": form,
        "refusal": words(refused) if refused else None,
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, f"{FOLDER}own_clip.html", context, status=status)


@own
@require_GET
def clip_state(request: Visit) -> HttpResponse:
    asked = queries.asked_of(request.guest, request.candidate)
    context = {"shown": _shown(request, asked)}
    return render(request, "candidates/clips/_upload.html", context)


@own
@tus.speaks_tus
@require_POST
def clip_uploads(request: Visit) -> HttpResponse:
    url = partial(_url, "portal-clip")
    return sending.begun(request, request.guest, request.candidate, url)


@own
@tus.speaks_tus
def clip_upload(request: Visit, key: UUID) -> HttpResponse:
    return sending.gone_on(request, request.guest, request.candidate, key)


@own
@require_POST
def clip_answer(request: Visit) -> HttpResponse:
    """The clip is what was asked for; pressed twice, it was the first time."""
    asked = queries.asked_of(request.guest, request.candidate)
    if asked is None:
        return redirect("portal-home")
    try:
        actions.answer(actor=request.guest, pk=asked.pk)
    except Refused as refused:
        return _page(request, LinkForm(), refused)
    said = _("Sent. Your reviewers go on with it.")
    return htmx.done(request, said, reverse("portal-home"))


@own
@require_safe
def clip_file(request: Visit, name: str) -> HttpResponseBase:
    clip = clip_of(request.guest, request.candidate)
    return serving.file(request, clip, name)


@own
@require_POST
def clip_drop(request: Visit) -> HttpResponse:
    clip = clip_of(request.guest, request.candidate)
    if clip is None:
        raise Http404
    clips.terminate(actor=request.guest, pk=clip.pk)
    return htmx.done(request, _("The clip is deleted."), reverse("portal-home"))
