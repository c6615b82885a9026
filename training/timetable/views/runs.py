"""Having a round planned by the solver, and following it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spark import clock, htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from training.timetable import access, actions, queries
from training.timetable.forms import RunForm
from training.timetable.models import SolveRun
from training.timetable.queries.around import supply_of
from training.timetable.stages import RUN_TONES
from training.timetable.views.figures import of_run
from training.timetable.views.plans import FOLDER
from training.timetable.views.shortage import against, short_of
from training.trials.access import ROUNDS

SHOWN = 50  # people listed who have too few slots


@require_http_methods(["GET", "POST"])
def round_plan(request: Request, pk: int) -> HttpResponse:
    """What a round needs and has; by POST, have it planned."""
    round_ = ROUNDS.get(request.user, pk)
    actions.ask_for_plan.check(request.user)
    form = RunForm(request.POST or None, round_=round_)
    refusal, status = None, 200
    if request.method == "POST":
        run, refusal, status = _asked(request, form, pk)
        if run is not None:
            return HttpResponseRedirect(_url(run))
    context = {
        "round": round_,
        "campaign": round_.campaign,
        "form": form,
        "refusal": refusal,
        "supply": supply_of(round_, clock.now()),
        "runs": [_with_display(run) for run in queries.runs_of(request.user, round_)],
    }
    return render(request, f"{FOLDER}round_plan.html", context, status=status)


def _asked(
    request: Request, form: RunForm, pk: int
) -> tuple[SolveRun | None, Words | None, int]:
    if not form.is_valid():
        return None, None, 422
    try:
        run = actions.ask_for_plan(actor=request.user, pk=pk, **form.chosen)
    except Refused as refused:
        return None, words(refused), refused.status
    return run, None, 302


def _url(run: SolveRun) -> str:
    return reverse("run-detail", args=[run.pk])


def _with_display(run: SolveRun) -> SolveRun:
    run.tone, run.icon = RUN_TONES[run.state]  # type: ignore[attr-defined]
    run.percent = round(100 * run.share)  # type: ignore[attr-defined]
    return run


@require_GET
def run_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is; once it has ended, what came of it."""
    run = _with_display(access.RUNS.get(request.user, pk))
    short = run.figures.get("short") or run.figures.get("unplaceable") or []
    given = against(request.user, run.figures.get("given", ()))
    failure = words(Refused(run.failure)) if run.failure else None
    parts = queries.parts_of(run) if run.is_going else []
    context = {
        "run": run,
        "parts": parts,
        "done": sum(part.done_at is not None for part in parts),
        "round": run.round,
        "campaign": run.round.campaign,
        "refusal": failure,
        "figures": of_run(run),
        "short": short_of(request.user, short[:SHOWN]),
        "short_count": len(short),
        "given": given[:SHOWN],
        "given_count": len(given),
    }
    return htmx.render(request, f"{FOLDER}run.html", f"{FOLDER}_run.html", context)


@require_POST
def run_stop(request: Request, pk: int) -> HttpResponse:
    run = access.RUNS.get(request.user, pk)
    actions.stop_run(actor=request.user, pk=pk)
    return htmx.done(request, _("Stopped. Nothing is kept of it."), _url(run))
