"""One trial with its buttons and its result, one candidate's trials."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from candidates.register.models import Candidate
from candidates.register.stages import Stage, reached
from candidates.register.views.parts import Part, add_part, later
from spark import clock, htmx
from spark.accounts import undoing
from spark.accounts.buttons import offered
from spark.accounts.models import User
from spark.accounts.roles import Role
from spark.accounts.scope import Request, has_role
from spark.errors import Refused, Words, words
from spark.records import Button, Drawn
from training.hosts.views.on_file import on_file
from training.judging import queries as judging
from training.judging.models import LiveFigures
from training.standings.access import hidden_of
from training.standings.queries import latest_of
from training.standings.views.bands import told
from training.standings.views.buttons import BUTTONS
from training.standings.views.display import (
    figures,
    in_yuan,
    numbers,
    oddities,
    result_of,
    yuan,
)
from training.trials import queries
from training.trials.access import RUNNERS, TRIALS
from training.trials.actions import EARLY, confirm, what_stands_against
from training.trials.models import Trial
from training.trials.stages import TONES
from training.trials.views.display import (
    add_display,
    facts,
    said,
    sees_candidates,
)

FOLDER = "training/standings/"


def _record(request: Request, trial: Trial, bound: dict[str, forms.BaseForm]) -> dict:
    """The context of `_record.html`."""
    tone, icon = TONES[trial.state]
    return {
        "key": "trial",
        "title": _("Trial"),
        "state_label": trial.get_state_display(),
        "state_tone": tone,
        "state_icon": icon,
        "facts": list(facts(trial, request.user)),
        "actions": [
            button.shown(
                reverse("trial-act", args=[trial.pk, button.verb.name]),
                bound.get(button.verb.name) or _form(button, request, trial),
                whom=trial.candidate.person.name,
            )
            for button in offered(BUTTONS, TRIALS, request.user, trial)
        ],
    }


def _form(button: Button, request: Request, trial: Trial, *given: Any) -> Any:
    return button.filled(request.user, trial, *given, prefix=button.verb.name)


def _shown(
    request: Request,
    trial: Trial,
    bound: dict[str, forms.BaseForm] | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    add_display(trial)
    context = {
        "trial": trial,
        "record": _record(request, trial, bound or {}),
        "against": _against(trial),
        **_of_result(request.user, trial),
        "on_air": _on_air(request, trial),
        "opens": _opens(request.user, trial),
        "plans_trials": has_role(request.user, Role.OFFICE),
        "sees_candidates": sees_candidates(request.user),
        "refusal": refusal,
    }
    return htmx.render(request, f"{FOLDER}detail.html", "_record.html", context, status)


def _opens(user: User, trial: Trial) -> datetime | None:
    """From when on it can go on air, for who does that and looks for the button."""
    opens = trial.during.lower - EARLY
    early = trial.is_movable and clock.now() < opens
    return clock.local(opens) if early and has_role(user, *RUNNERS) else None


def _of_result(user: User, trial: Trial) -> dict[str, Any]:
    result = result_of(trial)
    if result is None:
        return {}
    return {
        "numbers": list(numbers(result, hidden_of(user, trial))),
        "figures": list(figures(result, trial)),
        "oddities": oddities(result, trial),
    }


def _on_air(request: Request, trial: Trial) -> LiveFigures | None:
    """Until there is a result, what was read off the screen."""
    if result_of(trial):
        return None
    found = judging.live_figures_of(request.user, trial)
    if found and found.gmv_fen is not None:
        found.gmv = in_yuan(found.gmv_fen)  # type: ignore[attr-defined]
    return found


def _against(trial: Trial) -> list[Words]:
    """Why it no longer holds, if it doesn't."""
    if not trial.against or not trial.is_movable:
        return []
    found = what_stands_against([trial])[trial.pk]
    return [said(finding) for finding in found]


@require_GET
def trial_detail(request: Request, pk: int) -> HttpResponse:
    return _shown(request, TRIALS.get(request.user, pk))


@require_POST
def trial_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Do what a button of a trial's page asks for."""
    button = next((b for b in BUTTONS if b.verb.name == verb), None)
    if button is None:
        raise Http404
    trial = TRIALS.get(request.user, pk)
    button.verb.check(request.user, trial)
    form = _form(button, request, trial, request.POST)
    bound = {verb: form} if form else {}
    if form is not None and not form.is_valid():
        return _shown(request, trial, bound, status=422)
    try:
        button.press(request.user, pk, form)
    except Refused as refused:
        fresh = TRIALS.get(request.user, pk)
        return _shown(request, fresh, bound, words(refused), refused.status)
    undo = undoing.offer(request.user, button.verb, pk)
    return htmx.done(request, button.toast(), _next(request, trial), undo)


def _next(request: Request, trial: Trial) -> str:
    """Back to where the button was: the trial's own page, or the candidate's."""
    if request.POST.get("back") == "candidate" and sees_candidates(request.user):
        return reverse("candidate-detail", args=[trial.candidate_id])
    return reverse("trial-detail", args=[trial.pk])


def part(request: Request, candidate: Candidate) -> Drawn | None:
    """`trials_of`, fetched once it is in view; nobody has any before incubation."""
    came = Stage.INCUBATION in reached(candidate.stage, candidate.left_from)
    if not came or not has_role(request.user, *TRIALS.sees):
        return None
    return later(_("Trials"), reverse("trials-of", args=[candidate.pk]))


add_part(Part("trials", 60, part))


@require_GET
def trials_of(request: Request, candidate_id: int) -> HttpResponse:
    """A candidate's trials with their results, as a part of the candidate's page.

    For who may read it, what is on file beside them: week and permits.
    """
    rows = queries.trials_of(request.user, candidate_id)
    places = latest_of(request.user, candidate_id) if rows else []
    file = on_file(request.user, candidate_id)
    if not rows and not file and not request.htmx:
        raise Http404
    if not rows and not file:
        return HttpResponse()
    for trial in rows:
        add_display(trial)
        if result := result_of(trial):
            hidden = hidden_of(request.user, trial)
            given = None if "judges_score" in hidden else result.judges_score
            trial.judged = given  # type: ignore[attr-defined]
            trial.gmv = yuan(result)  # type: ignore[attr-defined]
    context = {
        "trials": rows,
        "candidate": rows[0].candidate if rows else file["host"],
        "told": [told(place) for place in places],
        "explains": has_role(request.user, Role.OFFICE),
        "may_confirm": confirm.may(request.user),
        **file,
    }
    return htmx.render(request, f"{FOLDER}of.html", f"{FOLDER}_of.html", context)
