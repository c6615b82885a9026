"""A door's rows for campus systems: a list, one of them, and what may be done to it.

    register(
        Resource(
            "screenings", access.SCREENINGS, ScreeningSerializer, CONDITIONS,
            writes=(Write(actions.receive_more),),
        )
    )

in a room's `api.py` gives `GET /api/v1/screenings`, `GET …/{id}` and
`POST …/{id}/receive-more`; who may is what the door and the verb say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer, Serializer

from spark.accounts.scope import Door
from spark.accounts.verbs import Verb
from spark.conditions import Conditions, described
from spark.paging import Order
from spark.rest.paging import CursorPagination
from spark.rest.problems import WrongParameters
from spark.rest.repeats import once
from spark.rest.versions import check_version, version_of
from spark.rest.views import SystemView, minimal

FIELDS = "fields"
CHOOSE = OpenApiParameter(
    FIELDS, description="Names of the fields you want, by commas; else all."
)


class NothingGiven(Serializer):
    """A verb that asks for nothing."""


@dataclass(frozen=True)
class Write:
    """A verb that systems may do, and the serializer of what it must be given."""

    verb: Verb
    given: type[Serializer] = NothingGiven


@dataclass(frozen=True)
class Resource:
    """Rows that systems read, by the scope `candidates:read`, and do verbs to.

    Args:
        name: plural, in addresses.
        conditions: what the list can be narrowed by.
    """

    name: str
    door: Door
    serializer: type[ModelSerializer]
    conditions: type[Conditions] = Conditions
    writes: Sequence[Write] = ()

    @property
    def singular(self) -> str:
        return self.name.removesuffix("s")

    @property
    def urls(self) -> Iterator[URLPattern]:
        single = self.singular
        yield self._path(self.name, f"api-{self.name}", _List)
        yield self._path(f"{self.name}/<int:pk>", f"api-{single}", _Detail)
        for write in self.writes:
            verb = write.verb.name
            route = f"{self.name}/<int:pk>/{verb}"
            yield self._path(route, f"api-{single}-{verb}", _Act, write=write)

    def _path(self, route: str, name: str, view: type, **given: Any) -> URLPattern:
        return path(route, _view(view, name, resource=self, **given), name=name)


RESOURCES: dict[str, Resource] = {}


def register(resource: Resource) -> None:
    """Called by a room's `api.py`, which is loaded while its app gets ready."""
    RESOURCES[resource.name] = resource


def addresses() -> list[URLPattern]:
    """Of all resources, beneath `/api/v1/`."""
    return [url for resource in RESOURCES.values() for url in resource.urls]


def _view(view: type[SystemView], name: str, **given: Any) -> Any:
    """The view as a class of its own, as the schema's generator wants it."""
    own = type(name, (view,), given)
    if "write" in given:
        described = extend_schema(
            description=given["write"].verb.__doc__,
            responses=given["resource"].serializer,
        )
        own = extend_schema_view(post=described)(own)
    return login_not_required(conditional_page(own.as_view()))  # type: ignore[attr-defined]


class _Rows(SystemView, generics.GenericAPIView):
    """What the views share: the scope, the door, the shape."""

    required_scope = "candidates:read"
    parameters: ClassVar[frozenset[str]] = frozenset()
    resource: ClassVar[Resource]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What isn't known is refused by name, who may being asked first."""
        super().initial(request, *args, **kwargs)
        if wrong := self.wrong:
            raise WrongParameters(wrong)

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What is wrong with the address, by parameter."""
        return {
            name: [_("There is no such parameter.")]
            for name in self.request.query_params
            if name not in self.parameters
        } | self._wrong_fields()

    def _wrong_fields(self) -> dict[str, list[str]]:
        known = self.resource.serializer.Meta.fields
        strange = sorted(set(self.chosen_fields or known) - set(known))
        said = _("There is no such field: %(names)s.") % {"names": ", ".join(strange)}
        return {FIELDS: [said]} if strange else {}

    @cached_property
    def chosen_fields(self) -> list[str] | None:
        """Those the address asks for; None for all."""
        given = self.request.query_params.get(FIELDS)
        asked = FIELDS in self.parameters and given is not None
        return str(given).split(",") if asked else None

    def get_queryset(self) -> QuerySet[Any]:
        # The schema's generator looks at the view without anybody calling it.
        nobody = getattr(self, "swagger_fake_view", False)
        user = None if nobody else self.request.user
        return self.resource.door.visible_to(user)

    def get_serializer_class(self) -> type[Serializer]:
        return self.resource.serializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """With the chosen fields only."""
        serializer = super().get_serializer(*args, **kwargs)
        if self.chosen_fields is not None:
            shape = getattr(serializer, "child", serializer)
            for name in set(shape.fields) - set(self.chosen_fields):
                del shape.fields[name]
        return serializer

    def shown(self, row: Any) -> dict[str, Any]:
        """The row with all its fields, of which its version is made."""
        return self.resource.serializer(row).data


class ByConditions(BaseFilterBackend):
    """The rows that match the resource's conditions."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view) -> QuerySet:
        return view.conditions.found(queryset)

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        return list(described(view.resource.conditions(QueryDict())))


@extend_schema_view(get=extend_schema(parameters=[CHOOSE]))
class _List(_Rows, generics.ListAPIView):
    """Your campus's, newest first, in pages by cursor."""

    filter_backends = (ByConditions,)
    parameters = CursorPagination.parameters | {FIELDS}

    @cached_property
    def conditions(self) -> Conditions:
        given = self.request.query_params.copy()
        for name in self.parameters:
            given.pop(name, None)
        return self.resource.conditions(given, user=self.request.user)

    @property
    def order(self) -> tuple[Order, str]:
        return self.conditions.order

    @property
    def wrong(self) -> dict[str, list[str]]:
        given, fields = self.request.query_params, self.conditions.fields
        found = {n: said for n, said in self.conditions.wrong.items() if n in fields}
        for name, values in given.lists():
            if name in fields and ("" in values or not self._meant(name)):
                found.setdefault(name, [_("May not be empty.")])
            elif name in self.parameters and len(values) > 1:
                found[name] = [_("Only one value at a time.")]
            elif name not in fields and name not in self.parameters:
                found[name] = [_("There is no such parameter.")]
        return found | self._wrong_fields()

    def _meant(self, name: str) -> bool:
        """Whether more than spaces was given, or what is as good as none."""
        return name in self.conditions.wrong or bool(
            self.conditions.cleaned_data.get(name)
        )


@extend_schema_view(get=extend_schema(parameters=[CHOOSE]))
class _Detail(_Rows, generics.RetrieveAPIView):
    """One of your campus's."""

    parameters = frozenset({FIELDS})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        version = version_of(self.shown(row))
        return Response(self.get_serializer(row).data, headers={"ETag": version})


class _Act(_Rows):
    """Do a verb to the version you saw; the answer is the row as it is then."""

    required_scope = "candidates:write"
    write: ClassVar[Write]

    def get_serializer_class(self) -> type[Serializer]:
        return self.write.given

    def post(self, request: Request, pk: int) -> Response:
        return minimal(request, once(request, partial(self._act, request, pk)))

    @transaction.atomic
    def _act(self, request: Request, pk: int) -> Response:
        door, verb, user = self.resource.door, self.write.verb, request.user
        verb.check(user, door.get(user, pk))
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        (row,) = door.locked(user, [pk])
        check_version(request, self.shown(row))
        verb.to_one(actor=user, pk=pk, **given.validated_data)
        shown = self.shown(door.get(user, pk))
        return Response(shown, headers={"ETag": version_of(shown)})
