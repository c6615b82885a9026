"""Papers that a candidate brought: a part of their page, for their college."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from candidates.consents.views.display import Drawing, ids_of
from candidates.papers import actions, queries
from candidates.papers.access import COLLEGES, PAPERS
from candidates.papers.models import Paper
from candidates.papers.stages import CALLED, TONES, Kind, State
from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.register.views.parts import Part, add_part, later
from spark import htmx
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.scope import Request, has_role
from spark.errors import Refused, words
from spark.records import Drawn

FOLDER = "candidates/papers/"
TITLE = _("Papers from the student")
ACCEPT = Button(actions.accept, _("Accept"), _("Accepted."), primary=True)
GIVE_BACK = Button(
    actions.give_back,
    _("Give back"),
    _("Given back. The student is told why."),
    form=ReasonForm,
    consequence=_("The file is deleted; the student photographs it again."),
    danger=True,
)
KNOWN = {button.verb.name: button for button in (ACCEPT, GIVE_BACK)}


def part(request: Request, candidate: Candidate) -> Drawn | None:
    """Only of who has brought some."""
    is_early = candidate.stage == Stage.REGISTERED
    if is_early or not has_role(request.user, *COLLEGES):
        return None
    if not queries.papers_of(request.user, candidate.pk).exists():
        return None
    return later(TITLE, reverse("candidate-papers", args=[candidate.pk]))


add_part(Part("papers", 2, part))


@require_GET
@cache_control(private=True, no_store=True)
def papers(request: Request, pk: int) -> HttpResponse:
    return _shown(request, pk)


@require_POST
@cache_control(private=True, no_store=True)
def papers_act(request: Request, pk: int, row: int, verb: str) -> HttpResponse:
    """Accept one, or give it back."""
    paper = _paper(request, pk, row)
    if verb not in KNOWN:
        raise Http404
    button = KNOWN[verb]
    PAPERS.check(request.user, button.verb, paper)
    form = button.filled(
        request.user, paper, request.POST, auto_id=ids_of(button, paper)
    )
    if form is not None and not form.is_valid():
        return _shown(request, pk, sent={(verb, row): form}, status=422)
    try:
        button.press(request.user, row, form)
    except Refused as refused:
        return _shown(request, pk, {"refusal": words(refused)}, status=refused.status)
    return htmx.done(request, button.toast(), reverse("candidate-detail", args=[pk]))


@require_POST
def paper_file(request: Request, pk: int, row: int) -> HttpResponse:
    """Hand one out: by POST, since it writes that somebody opened it."""
    paper = _paper(request, pk, row)
    media_type, content = actions.open_paper(actor=request.user, pk=paper.pk)
    ending = media_type.partition("/")[2]
    name = f"paper-{paper.kind}-{paper.pk}.{ending}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def _paper(request: Request, pk: int, row: int) -> Paper:
    paper = PAPERS.get(request.user, row)
    if paper.candidate_id != pk:
        raise Http404
    return paper


def _shown(
    request: Request,
    pk: int,
    more: dict | None = None,
    *,
    sent: Mapping | None = None,
    status: int = 200,
) -> HttpResponse:
    candidate = CANDIDATES.get(request.user, pk)
    CANDIDATES.check(request.user, actions.accept, candidate)

    def url(verb: str, row: int) -> str:
        return reverse("candidate-papers-act", args=[pk, row, verb])

    draw = Drawing(request.user, url, sent or {})
    found = list(queries.papers_of(request.user, candidate.pk))
    for paper in found:
        add_display(paper)
        paper.actions = draw(PAPERS, paper, ACCEPT, GIVE_BACK)  # type: ignore[attr-defined]
    context = {
        "title": TITLE,
        "record": {"title": TITLE},
        "candidate_url": reverse("candidate-detail", args=[pk]),
        "candidate": candidate,
        "papers": found,
    }
    page, fragment = f"{FOLDER}papers.html", f"{FOLDER}_papers.html"
    return htmx.render(request, page, fragment, context | (more or {}), status)


def add_display(paper: Paper) -> None:
    """Give it its state's tone and icon, and what others than its student call it."""
    paper.tone, paper.icon = TONES[State(paper.state)]  # type: ignore[attr-defined]
    paper.called = CALLED[Kind(paper.kind)]  # type: ignore[attr-defined]
