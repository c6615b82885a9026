"""A candidate's clip on their page, for who judges them and who answers for them."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from candidates.clips import actions, queries
from candidates.clips.access import CLIPS, VIEWERS
from candidates.clips.models import Clip
from candidates.clips.views import serving
from candidates.clips.views.display import Shown
from candidates.register.access import CANDIDATES, COLLEGE
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.register.views.parts import Part, add_part, later
from spark import htmx
from spark.accounts.buttons import Button, ReasonForm, offered
from spark.accounts.scope import Request, check_role, has_role
from spark.errors import Refused, words
from spark.records import Drawn

TITLE = _("Audition clip")
PAGE = "candidates/clips/clip.html"
TEMPLATE = "candidates/clips/_clip.html"
REMOVE = Button(
    actions.remove,
    _("Delete the clip"),
    _("The clip is deleted."),
    form=ReasonForm,
    consequence=_("The video goes for good; that there was one stays in history."),
    danger=True,
)


def part(request: Request, candidate: Candidate) -> Drawn | None:
    if not has_role(request.user, *VIEWERS):
        return None
    return later(TITLE, reverse("candidate-clip", args=[candidate.pk]))


add_part(Part("clip", 1, part))


@require_GET
@cache_control(private=True, no_store=True)
def candidate_clip(request: Request, pk: int) -> HttpResponse:
    """The clip that a candidate sent, if there is one."""
    candidate = CANDIDATES.get(request.user, pk)
    check_role(request.user, *VIEWERS)
    clip = queries.clip_of(request.user, candidate)
    context = _context(request, candidate, clip)
    return htmx.render(request, PAGE, TEMPLATE, context)


def _context(
    request: Request,
    candidate: Candidate,
    clip: Clip | None,
    form: ReasonForm | None = None,
) -> dict:
    context = {"title": TITLE, "send_url": _send_url(request, candidate)}
    if clip is None:
        return context
    buttons = offered([REMOVE], CLIPS, request.user, clip)
    url = reverse("clip-act", args=[clip.pk])
    base = reverse("clip-file", args=[clip.pk, "x"])[:-1]
    shown = [button.shown(url, form or button.form()) for button in buttons]  # type: ignore[misc]
    return context | {"shown": Shown(clip, base), "actions": shown}


def _send_url(request: Request, candidate: Candidate) -> str:
    """Where the college sends one for them, until they are judged."""
    early = candidate.stage in {Stage.REGISTERED, Stage.SCREENING}
    if not early or not has_role(request.user, *COLLEGE):
        return ""
    return reverse("candidate-clip-send", args=[candidate.pk])


@require_safe
@cache_control(private=True, no_store=True)
def clip_file(request: Request, pk: int, name: str) -> HttpResponseBase:
    return serving.file(request, CLIPS.get(request.user, pk), name)


@require_POST
def clip_act(request: Request, pk: int) -> HttpResponse:
    """Delete it."""
    clip = CLIPS.get(request.user, pk)
    CLIPS.check(request.user, REMOVE.verb, clip)
    form = ReasonForm(request.POST)
    candidate = CANDIDATES.get(request.user, clip.candidate_id or 0)
    context = _context(request, candidate, clip, form)
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422)
    try:
        REMOVE.press(request.user, pk, form)
    except Refused as refused:
        context |= {"refusal": words(refused)}
        return render(request, TEMPLATE, context, status=refused.status)
    url = reverse("candidate-detail", args=[clip.candidate_id])
    return htmx.done(request, REMOVE.toast(), url)
