"""Pages of the register: list, candidate, import."""

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from candidates.register import access, actions, queries
from candidates.register.forms import FilterForm, RosterForm
from candidates.register.models import Candidate, RosterImport
from candidates.register.sheets import importing, reason_text
from candidates.register.stages import ROAD, look
from spark import htmx
from spark.accounts.models import Role
from spark.accounts.scope import Request, has_role
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused, words


@require_GET
def candidate_list(request: Request) -> HttpResponse:
    form = FilterForm(request.GET, user=request.user)
    page = htmx.keyset(request, queries.candidates(request.user, form.chosen))
    for candidate in page.rows:
        _dress(candidate)
    may_import = access.CANDIDATES.may(request.user, "import")
    context = {
        "page": page,
        "form": form,
        "filtered": bool(form.chosen),
        "import_url": reverse("roster-send") if may_import else "",
    }
    folder = "candidates/register/"
    return htmx.render(request, f"{folder}list.html", f"{folder}_rows.html", context)


def _dress(candidate: Candidate) -> None:
    """Give a candidate what the templates show beside its fields."""
    state = look(candidate.stage, candidate.state)
    candidate.state_label = state.label  # type: ignore[attr-defined]
    candidate.state_tone = state.tone  # type: ignore[attr-defined]
    candidate.state_icon = state.icon  # type: ignore[attr-defined]
    candidate.mini = queries.rail(candidate)  # type: ignore[attr-defined]


@require_GET
def candidate_detail(request: Request, pk: int) -> HttpResponse:
    candidate = access.CANDIDATES.get(request.user, pk)
    _dress(candidate)
    duties = queries.duties_about(request.user, f"/candidates/{pk}/")
    context = {
        "candidate": candidate,
        "identity": queries.identity(candidate),
        "facts": queries.particulars(candidate),
        "rail": queries.rail(candidate),
        "next_step": next(iter(board.in_words(duties[:1])), None),
        "sections": [
            {
                "key": stage.value,
                "title": stage.label,
                "url": reverse(f"{stage.value}-of", args=[pk]),
            }
            for stage in ROAD
        ],
        "entries": trail.timeline(candidate, internal=_internal(request)),
    }
    return render(request, "candidates/register/detail.html", context)


def _internal(request: Request) -> bool:
    return has_role(request.user, Role.OFFICE)


@require_http_methods(["GET", "POST"])
def roster_send(request: Request) -> HttpResponse:
    access.CANDIDATES.check(request.user, "import")
    form = RosterForm(request.POST or None, request.FILES or None, user=request.user)
    context: dict = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            importing.check_size(file.size, file.name)
            roster = actions.send_roster(
                actor=request.user,
                batch=form.cleaned_data["batch"],
                campus=form.cleaned_data["campus"],
                file_name=file.name,
                content=file.read(),
            )
        except Refused as refused:
            context["refusal"] = words(refused)
        else:
            return redirect("roster-detail", roster.pk)
    context["imports"] = access.IMPORTS.visible_to(request.user).order_by("-pk")[:10]
    status = 422 if form.errors or "refusal" in context else 200
    return render(request, "candidates/register/import.html", context, status=status)


@require_GET
def roster_detail(request: Request, pk: int) -> HttpResponse:
    roster = access.IMPORTS.get(request.user, pk)
    context: dict = {
        "roster": roster,
        "progress": cache.get(importing.progress_key(pk)),
        "running": roster.state == RosterImport.State.WAITING,
        "rows": [
            finding | {"reason": reason_text(finding["code"], finding["facts"])}
            for finding in roster.findings
        ],
    }
    if roster.error:
        refused = Refused(roster.error["code"], **roster.error["facts"])
        context["refusal"] = words(refused)
    folder = "candidates/register/"
    return htmx.render(
        request,
        f"{folder}import_detail.html",
        f"{folder}_import_progress.html",
        context,
    )
