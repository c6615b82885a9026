"""Papers that candidates owe, on their own pages: photographed and sent there."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from candidates.papers import actions, queries
from candidates.papers.forms import PaperForm
from candidates.papers.models import Paper
from candidates.papers.queries import Standing
from candidates.papers.rules import may_bring
from candidates.papers.stages import Kind, State
from candidates.papers.views import add_display
from candidates.portal.access import guest_of
from candidates.portal.views import Visit, own
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, Step, add_own_part
from spark import htmx
from spark.accounts.scope import Guest
from spark.bodies import takes
from spark.errors import Refused, words

FOLDER = "candidates/papers/"
TO_DO = {
    Kind.ASKED: gettext_lazy("Photograph what your reviewers are missing"),
    Kind.AGREEMENT: gettext_lazy("Photograph the agreement of your internship"),
    Kind.CONSENT: gettext_lazy("Photograph the signed consent to your internship"),
}


@dataclass
class Owed:
    """A paper that a candidate may bring, and what came of it so far."""

    kind: Kind
    standing: Standing
    sent: list[Paper]

    @property
    def is_missing(self) -> bool:
        """Nothing of it is there that is of use, or may be."""
        return all(paper.state == State.RETURNED for paper in self.sent)


def _owed_by(actor: Guest, candidate: Candidate) -> list[Owed]:
    """Costs nothing for who owes none, and is asked for none."""
    wanted = queries.wanted_of(candidate)
    kinds = may_bring(candidate.stage, candidate.state, wanted)
    if not kinds:
        return []
    standing = queries.standing_of(candidate)
    sent = list(queries.papers_of(actor, candidate.pk))
    for paper in sent:
        add_display(paper)
    return [
        Owed(kind, standing, [paper for paper in sent if paper.kind == kind])
        for kind in kinds
    ]


def part(candidate: Candidate) -> Own | None:
    owed = _owed_by(guest_of(candidate), candidate)
    if not owed:
        return None
    missing = next((one for one in owed if one.is_missing), None)
    step = None
    if missing:
        kind = missing.kind
        step = Step(missing.standing.due, TO_DO[kind], _url(kind))
    return Own(f"{FOLDER}_own.html", {"owed": owed}, step)


def _url(kind: str) -> str:
    return reverse("portal-paper", args=[kind])


add_own_part(OwnPart("papers", 6, part))


@takes(PaperForm)
@own
@require_http_methods(["GET", "POST"])
def paper(request: Visit, kind: str) -> HttpResponse:
    """Send a page of a paper, and see what became of those before."""
    owed = _owed_by(request.guest, request.candidate)
    asked = next((one for one in owed if one.kind == kind), None)
    if asked is None:
        raise Http404
    if request.method == "GET":
        return _page(request, asked, PaperForm())
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, asked, form, 422)
    try:
        actions.bring(
            actor=request.guest, pk=request.candidate.pk, kind=kind, **form.cleaned_data
        )
    except Refused as refused:
        context = {"refusal": words(refused)}
        return _page(request, asked, PaperForm(), refused.status, **context)
    return htmx.done(request, _("Sent. Your teacher looks at it."), _url(kind))


def _page(
    request: Visit, owed: Owed, form: PaperForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {"owed": owed, "form": form} | more
    return render(request, f"{FOLDER}own_paper.html", context, status=status)
