"""The page of figures, and what it shows as a file."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from candidates.register.stages import STAGE_STATES, Stage
from contracts.analytics.access import READERS
from contracts.analytics.forms import NumbersForm
from contracts.analytics.queries import Line, numbers
from contracts.analytics.queries.figures import STAGES
from contracts.analytics.sheets import as_csv
from spark import clock, htmx
from spark.accounts.scope import Request, check_role

FOLDER = "contracts/analytics/"


@require_GET
def numbers_page(request: Request) -> HttpResponse:
    """Of each stage, college and batch; of nobody where a condition isn't valid."""
    form = _asked(request)
    context = {"form": form} | (_figures(request, form) if form.is_valid() else {})
    return htmx.render(
        request, f"{FOLDER}numbers.html", f"{FOLDER}_numbers.html", context
    )


def _figures(request: Request, form: NumbersForm) -> dict[str, Any]:
    found = numbers(request.user, form.chosen, clock.now())
    return {
        "found": found,
        "here": form.address(),
        "stages": [
            (line, _list_of(form, line.stage), _left_from(form, line.stage))
            for line in found.stages
        ],
        "heads": [stage.label for stage in STAGES],
        "campuses": list(_named(form, "campus", found.campuses)),
        "batches": list(_named(form, "batch", found.batches)),
    }


@require_GET
def numbers_file(request: Request) -> StreamingHttpResponse:
    """The same as CSV."""
    form = _asked(request)
    form.check()
    found = numbers(request.user, form.chosen, clock.now())
    name = f"spark-{clock.local(found.at):%Y%m%d-%H%M}.csv"
    return StreamingHttpResponse(
        as_csv(found, form),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: Request) -> NumbersForm:
    check_role(request.user, *READERS)
    return NumbersForm(request.GET, user=request.user)


def _list_of(form: NumbersForm, stage: Stage) -> str:
    """Where the people of a stage are listed."""
    if stage in STAGE_STATES:
        return f"{reverse(f'{stage}-list')}?{_filters(form)}"
    return f"{reverse('candidate-list')}?{_filters(form, stage=stage)}"


def _left_from(form: NumbersForm, stage: Stage) -> str:
    query = _filters(form, **{"stage": Stage.LEFT, "from": stage})
    return f"{reverse('candidate-list')}?{query}"


def _filters(form: NumbersForm, **more: str) -> str:
    return urlencode(form.chosen | more)


def _named(
    form: NumbersForm, kind: str, lines: Sequence[Line]
) -> Iterator[tuple[Line, str, str]]:
    """Each with its name and the address of its own figures."""
    for line in lines:
        name = form.names[kind].get(line.key, line.key)
        yield line, name, f"?{form.address(**{kind: line.key})}"
