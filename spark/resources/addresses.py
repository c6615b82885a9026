"""The addresses of all resources, beneath `/api/v1/`."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema, extend_schema_view

from spark.bodies import takes
from spark.resources.bulk import MOST, Many, ManySerializer
from spark.resources.declared import RESOURCES, Resource, Write, WriteMany
from spark.resources.following import JobView, OutcomesSerializer
from spark.resources.many import row_of
from spark.resources.reading import choose
from spark.resources.writing import Act, Collection, One
from spark.rest.views import SystemView

METHODS = ["post", "options"]


def addresses() -> list[URLPattern]:
    own = [url for resource in RESOURCES.values() for url in _of(resource)]
    return [*own, path("jobs/<int:pk>", _open(JobView), name="api-job")]


def _of(resource: Resource) -> Iterator[URLPattern]:
    name, single, one = resource.name, resource.singular, resource.one
    for route, view in resource.views.items():
        yield path(f"{name}/{route}", _open(view), name=f"api-{single}-{view.name}")
    given: dict[str, Any] = {"resource": resource, "lookup_field": resource.lookup}
    made = {"post": resource.create}
    yield path(name, _view(f"api-{name}", Collection, made, given), name=f"api-{name}")
    changed = {"patch": resource.update, "delete": resource.remove}
    own = f"api-{single}"
    yield path(one, _view(own, One, changed, given), name=own)
    for write in resource.writes:
        verb = write.verb.name
        own = f"api-{single}-{verb}"
        view = _view(own, Act, {"post": write}, given | {"act": write})
        yield path(f"{one}/{verb}", view, name=own)
    for each in resource.many:
        yield _many(resource, each)


def _view(
    name: str,
    view: type[SystemView],
    writes: dict[str, Write | None],
    given: dict[str, Any],
) -> Any:
    """The view as a class of its own, with the methods that the resource declares."""
    known = {method: write for method, write in writes.items() if write}
    chosen = extend_schema(parameters=[choose(given["resource"])])
    reads = {} if view is Act else {"get": chosen}
    methods = [*known, *reads, *(["head"] if reads else []), "options"]
    given = given | {"http_method_names": methods}
    taken = next(iter(known.values()), None)
    if taken is not None:
        given["parser_classes"] = [taken.parser]
    own = type(name, (view,), given)
    shape = given["resource"].serializer
    told = reads | {m: _described(view, m, write, shape) for m, write in known.items()}
    return _open(extend_schema_view(**told)(own), taken)


def _described(view: type, method: str, write: Write, shape: type) -> Any:
    if method == "delete":
        answers: dict[int, Any] = {204: None}
    else:
        done = 201 if view is Collection else 200
        answers = {202 if write.is_begun else done: write.answer or shape}
    return extend_schema(responses=answers)


def _many(resource: Resource, write: Write | WriteMany) -> URLPattern:
    """To many rows by one request, each described as it is."""
    if isinstance(write, Write):
        verb, row = write.verb.name, row_of(resource, write)
        own, beneath = f"api-{resource.singular}-{verb}-bulk", f"bulk/{verb}"
    else:
        own, beneath, row = f"api-{resource.name}-bulk", "bulk", write.row
    name = row.__name__.removesuffix("Serializer") + "sSerializer"
    rows = {"rows": row(many=True, min_length=1, max_length=MOST)}
    told = extend_schema(
        request=type(name, (ManySerializer, write.shared), rows),
        responses={200: OutcomesSerializer, 202: OutcomesSerializer},
    )
    given = {"resource": resource, "act": write, "http_method_names": METHODS}
    view = extend_schema_view(post=told)(type(own, (Many,), given))
    return path(f"{resource.name}/{beneath}", _open(view), name=own)


def _open(view: type[SystemView], taken: Write | None = None) -> Any:
    """Without a log-in: a token says who calls."""
    given = taken.given if taken else None
    return takes(given)(login_not_required(conditional_page(view.as_view())))
