"""A candidate's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from candidates.register import queries
from candidates.register.models import Candidate
from candidates.register.views.display import add_display
from candidates.register.views.parts import Part, add_part, column
from spark.accounts.models import Role
from spark.accounts.queries import unheld_roles
from spark.accounts.scope import Request, has_role
from spark.duties import board
from spark.records import Drawn


@require_GET
@cache_control(private=True, no_store=True)
def candidate_detail(request: Request, pk: int) -> HttpResponse:
    candidate = queries.with_file(request.user, pk)
    add_display(candidate)
    duties = list(queries.duties_about(request.user, candidate)[:1])
    shown = board.in_words(duties, {pk: candidate.person.name})
    context = {
        "candidate": candidate,
        "identity": queries.identity(candidate),
        "rail": queries.rail(candidate),
        "next_step": next(iter(shown), None),
        "unheld_roles": unheld_roles(request.user, duties),
        "main": column(request, candidate, aside=False),
        "aside": column(request, candidate, aside=True),
    }
    return render(request, "candidates/register/detail.html", context)


def history(request: Request, candidate: Candidate) -> Drawn:
    """What happened, as a part of the page; the office reads what is internal too."""
    internal = has_role(request.user, Role.OFFICE)
    entries = queries.story(candidate, internal=internal)
    return "candidates/register/_history.html", {"entries": entries}


add_part(Part("timeline", 20, history, aside=True))
