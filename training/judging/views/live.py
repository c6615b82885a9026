"""The live board: a page, a wall in the hall, and one fragment for all who poll it."""

from datetime import datetime
from random import randint

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from spark import clock, polls
from spark.accounts.models import Role, User
from spark.accounts.scope import Request, check_role, grants_of, has_role
from training.judging import queries
from training.judging.queries import Line
from training.trials.models import Trial
from training.trials.views.display import add_display

FOLDER = "training/judging/"
EVERY = (9_000, 11_000)  # ms between polls: not all at once, who opened it together
FEN = 100  # of a yuan
WATCHING = (Role.OFFICE, Role.MENTOR)


@require_GET
def live(request: Request) -> HttpResponse:
    """Who is on air, in which room, until when, and the figures as they come.

    Not to their judges, until these are done.
    """
    return _answered(request, "live", hall=False)


@require_GET
def live_hall(request: Request) -> HttpResponse:
    """The same for the wall of the hall: nobody by name, only their number.

    Nobody was asked yet to consent to being named in public. Judges sit there too:
    figures on air are told once a trial's cards are in.
    """
    return _answered(request, "hall", hall=True)


def _answered(request: Request, page: str, *, hall: bool) -> HttpResponse:
    """The page; or to who polls, the lines alone, or that they are as they were."""
    check_role(request.user, *WATCHING)
    bases = _bases(request.user)
    scope = "all" if bases is None else "-".join(map(str, bases))
    sealed = [] if hall else queries.judged_by(request.user.pk)
    own = "".join(f"-{trial}" for trial in sealed)
    key = f"live:{scope}:{get_language()}:{'hall' if hall else 'page'}{own}"
    shown = polls.board(key, lambda: _drawn(request.user, bases, sealed, hall=hall))
    polls.let_in(request, key)
    if request.htmx:
        return polls.answer(request, shown)
    context = {"board": shown.text, "every": randint(*EVERY)}  # noqa: S311 -- no secret
    return render(request, f"{FOLDER}{page}.html", context)


def _bases(user: User) -> list[int] | None:
    """Whose board it is: mentors of the same bases share one, None is the office's."""
    if has_role(user, Role.OFFICE):
        return None
    return sorted(grants_of(user).at(Role.MENTOR, "base"))


def _drawn(
    user: User, bases: list[int] | None, sealed: list[int], *, hall: bool
) -> str:
    lines = queries.board(user, bases, sealed=sealed, in_public=hall)
    for line in lines:
        _add_display(line)
    context = {
        "parts": [
            ("live", [line for line in lines if line.trial.state == "live"]),
            ("next", [line for line in lines if line.trial.is_movable]),
            ("over", [line for line in lines if line.trial.state == "finished"]),
        ],
        "frozen": any(line.is_frozen for line in lines),
        "hall": hall,
    }
    return render_to_string(f"{FOLDER}_lines.html", context)


def _add_display(line: Line) -> None:
    trial: Trial = line.trial
    add_display(trial)
    trial.until = clock.local(trial.during.upper)  # type: ignore[attr-defined]
    trial.number = f"T-{trial.pk:04d}"  # type: ignore[attr-defined]
    gmv = line.figures.get("gmv_fen")
    line.figures["gmv"] = None if gmv is None else f"{gmv / FEN:,.2f}"
    viewers = line.figures.get("viewers")
    line.figures["viewers"] = None if viewers is None else f"{viewers:,}"
    if as_of := line.figures.get("as_of"):
        line.figures["as_of"] = clock.local(datetime.fromisoformat(as_of))
