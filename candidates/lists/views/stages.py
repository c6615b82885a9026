"""A stage's people: as a list by state, and as a board."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.lists import queries
from candidates.lists.forms import FilterForm
from candidates.lists.views.lists import FOLDER, address, filters, listed
from candidates.register.access import CANDIDATES
from candidates.register.stages import ENTERING, Stage
from candidates.register.views.display import add_display
from spark import htmx
from spark.accounts.models import Role
from spark.accounts.scope import Request, has_role
from spark.records import Section, urls_of


@require_GET
def stage_list(request: Request, section: Section) -> HttpResponse:
    """Who is in the stage, or waits to enter it."""
    tallies = queries.tallies(CANDIDATES.visible_to(request.user), section.name)
    context = listed(request, _at(request, section), section.name, _totals(tallies))
    context |= {"section": section, "tabs": list(_tabs(request, section, tallies))}
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_part.html", context)


def _totals(tallies: Iterable[queries.Column]) -> dict[str, int]:
    """How many by state, and "" for all in the stage, as far as they are counted."""
    counts = {column.state: column.count for column in tallies}
    counts[""] = sum(counts.values()) - counts[ENTERING]
    return {name: n for name, n in counts.items() if n <= queries.COUNTED}


@require_GET
def stage_board(request: Request, section: Section) -> HttpResponse:
    """A column per state, who has waited longest first."""
    given = request.GET.copy()
    for name in ("stage", "state"):  # who waits to enter is in another stage
        given.pop(name, None)
    form = FilterForm(given, user=request.user)
    columns = queries.board(
        form.found(CANDIDATES.visible_to(request.user)), section.name
    )
    for column in columns:
        for candidate in column.candidates:
            add_display(candidate)
    context = filters(request, form, address(given), section.name)
    context |= {
        "section": section,
        "columns": [
            (column, _url(request, section, column.state)) for column in columns
        ],
        "unset": [field for field in context["unset"] if field.name not in NOT_HERE],
    }
    return htmx.render(
        request, f"{FOLDER}board.html", f"{FOLDER}_board_part.html", context
    )


NOT_HERE = {"stage", "state", "sort"}  # a board has its own


def _at(request: Request, section: Section) -> QueryDict:
    given = request.GET.copy()
    given["stage"] = section.name
    return given


def _tabs(
    request: Request, section: Section, tallies: Iterable[queries.Column]
) -> Iterator[dict]:
    """All, each state with somebody in it, who waits to enter, and who left."""
    state = request.GET.get("state", "")
    yield {"url": _url(request, section, ""), "label": _("All"), "current": not state}
    for column in tallies:
        current = state == column.state
        if column.count or current:
            yield {
                "url": _url(request, section, column.state),
                "label": column.badge.label,
                "count": column.counted,
                "current": current,
            }
    if has_role(request.user, Role.OFFICE, Role.COORDINATOR):
        left = f"{reverse('candidate-list')}?stage={Stage.LEFT}&from={section.name}"
        yield {"url": left, "label": _("Left at this stage"), "current": False}


def _url(request: Request, section: Section, state: str) -> str:
    """The list of a state, other filters kept."""
    query = QueryDict(address(request.GET), mutable=True)
    query.pop("state", None)
    if state:
        query["state"] = state
    return f"{reverse(f'{section.name}-list')}?{query.urlencode()}"


def pages_of(section: Section, prefix: str) -> list[URLPattern]:
    """A stage's list and board, and the pages of its records."""
    given = {"section": section}
    return [
        path(f"{prefix}/", stage_list, given, name=f"{section.name}-list"),
        path(f"{prefix}/board/", stage_board, given, name=f"{section.name}-board"),
        *urls_of(section, prefix),
    ]
