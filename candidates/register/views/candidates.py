"""A candidate's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from candidates.register import access, queries
from candidates.register.stages import ROAD, SECTIONS, Section
from candidates.register.views.display import add_display
from candidates.register.views.leaving import registered
from spark.accounts.models import Role
from spark.accounts.queries import unheld_roles
from spark.accounts.scope import Request, has_role
from spark.duties import board

STAGES = [Section(stage.value, stage.label, f"{stage.value}-of") for stage in ROAD]


@require_GET
def candidate_detail(request: Request, pk: int) -> HttpResponse:
    candidate = access.CANDIDATES.get(request.user, pk)
    add_display(candidate)
    duties = list(queries.duties_about(request.user, candidate)[:1])
    shown = board.in_words(duties, {pk: candidate.person.name})
    context = {
        "candidate": candidate,
        "identity": queries.identity(candidate),
        "facts": queries.particulars(candidate),
        "rail": queries.rail(candidate),
        "record": registered(request, candidate),
        "next_step": next(iter(shown), None),
        "unheld_roles": unheld_roles(request.user, duties),
        "sections": [
            {
                "key": part.key,
                "title": part.title,
                "url": reverse(part.url_name, args=[pk]),
            }
            for part in (*STAGES, *SECTIONS)
        ],
        "entries": queries.story(candidate, internal=_internal(request)),
    }
    return render(request, "candidates/register/detail.html", context)


def _internal(request: Request) -> bool:
    return has_role(request.user, Role.OFFICE)
