"""A list in pages, and one row: in the shape that the resource declares."""

import inspect
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import generics
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from spark.conditions import Conditions, described
from spark.paging import Order
from spark.resources.declared import Resource, Write
from spark.resources.shapes import Shape, prepared, shape_of
from spark.resources.statements import Asked
from spark.rest.paging import CursorPagination
from spark.rest.problems import WrongParameters
from spark.rest.versions import version_of
from spark.rest.views import SystemView

FIELDS = "fields"


def choose(resource: Resource) -> OpenApiParameter:
    """The parameter by which fields are chosen."""
    names = {"type": "string", "enum": list(resource.serializer.Meta.fields)}
    return OpenApiParameter(
        FIELDS,
        {"type": "array", "minItems": 1, "items": names},
        description="Names of the fields you want, by commas; else all.",
        style="form",
        explode=False,
    )


class Rows(SystemView, generics.GenericAPIView):
    """What the views share: the scope, the door, the shape."""

    parameters: ClassVar[frozenset[str]] = frozenset()
    resource: ClassVar[Resource]
    heading = ""  # of reading, in the API's description

    @property
    def writes(self) -> Mapping[str, Write]:
        """What each method that writes does."""
        return {}

    @property
    def write(self) -> Write | None:
        return self.writes.get(str(self.request.method))

    @property
    def required_scope(self) -> str:
        return self.write.scope if self.write else self.resource.scope

    def said_of(self, method: str) -> str | None:
        """The verb's docstring; of reading, what the rows are."""
        if write := self.writes.get(method):
            return write.verb.__doc__
        resource = self.resource
        heading = self.heading.format(many=resource.name, one=resource.singular)
        return f"{heading}.\n\n{inspect.getdoc(resource.serializer)}"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What isn't known is refused by name, who may being asked first."""
        super().initial(request, *args, **kwargs)
        if wrong := self.wrong:
            raise WrongParameters(wrong)

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What is wrong with the address, by parameter."""
        known = frozenset() if self.write else self.parameters
        return {
            name: [_("There is no such parameter.")]
            for name in self.request.query_params
            if name not in known
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
        return None if self.write or given is None else str(given).split(",")

    def get_queryset(self) -> QuerySet[Any]:
        # The schema's generator looks at the view without anybody calling it.
        nobody = getattr(self, "swagger_fake_view", False)
        user = None if nobody else self.request.user
        rows = self.resource.door.visible_to(user)
        along = (a if isinstance(a, str) else a(user) for a in self.resource.along)
        return rows.prefetch_related(*along)

    def get_serializer_class(self) -> type[Serializer]:
        return self.write.given if self.write else self.resource.serializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """With the chosen fields only."""
        serializer = super().get_serializer(*args, **kwargs)
        if self.chosen_fields is not None:
            shape = getattr(serializer, "child", serializer)
            for name in set(shape.fields) - set(self.chosen_fields):
                del shape.fields[name]
        return serializer

    def address_of(self, name: Any) -> str:
        """Of the row that the resource's `lookup` has this value of."""
        resource = self.resource
        return reverse(f"api-{resource.singular}", kwargs={resource.lookup: name})

    def now(self, pk: int) -> tuple[Any, dict[str, Any]]:
        """The value of `lookup`, and what is shown of a row that may just be written.

        Raises:
            Http404: it isn't theirs to see.
        """
        key = self.resource.lookup
        if not self.has_shape:
            row = self.resource.door.get(self.request.user, pk)
            return getattr(row, key), self.shown(row)
        shape, rows = self.read(None, key)
        one = generics.get_object_or_404(rows, pk=pk)
        return one[key], next(shape.shown([one]))

    @property
    def has_shape(self) -> bool:
        """Whether columns are enough, of the door's rows and no others."""
        plain = type(self).get_queryset is Rows.get_queryset
        return plain and shape_of(self.resource.serializer) is not None  # type: ignore[arg-type]

    def read(self, names: Iterable[str] | None, *beside: str) -> tuple[Shape, Any]:
        """These fields of what the caller sees, if it `has_shape`."""
        chosen = None if names is None else frozenset(names)
        shape, rows = prepared(self.resource.serializer, chosen, *beside)  # type: ignore[arg-type]
        seen = self.resource.door.condition(self.request.user)
        return shape, Asked(rows).filter(seen)

    def shown(self, row: Any) -> dict[str, Any]:
        """The row with all its fields, of which its version is made."""
        asked = self.get_serializer_context()
        return self.resource.serializer(row, context=asked).data


class ByConditions(BaseFilterBackend):
    """The rows that match the resource's conditions."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view) -> QuerySet:
        return view.conditions.found(queryset) if view.conditions else queryset

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        return list(described(view.resource.conditions(QueryDict())))


@cache
def usual(conditions: type[Conditions]) -> tuple[Order, str]:
    """The order of who asks for none, and its name."""
    return conditions(QueryDict()).order


class List(Rows, generics.ListAPIView):
    """Your campus's, newest first, in pages by cursor."""

    heading = "List {many}, in pages by cursor"

    filter_backends = (ByConditions,)
    parameters = CursorPagination.parameters | {FIELDS}

    @cached_property
    def conditions(self) -> Conditions | None:
        """None where none is given: the form costs more than reading the rows."""
        plain = self.request.query_params.keys() <= self.parameters
        if plain and not self.resource.conditions.narrows_always:
            return None
        given = self.request.query_params.copy()
        for name in self.parameters:
            given.pop(name, None)
        return self.resource.conditions(given, user=self.request.user)

    @property
    def order(self) -> tuple[Order, str]:
        conditions = self.conditions
        return conditions.order if conditions else usual(self.resource.conditions)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not self.has_shape:
            return super().get(request, *args, **kwargs)
        order, _name = self.order
        shape, rows = self.read(self.chosen_fields, *order.columns)
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response([*shape.shown(page)])

    @property
    def wrong(self) -> dict[str, list[str]]:
        if self.write:
            return super().wrong
        conditions = self.conditions
        fields = conditions.fields if conditions else {}
        known = conditions.wrong if conditions else {}
        read = conditions.cleaned_data if conditions else {}
        found = {name: said for name, said in known.items() if name in fields}
        for name, values in self.request.query_params.lists():
            # More than spaces, and what isn't as good as none.
            meant = name in known or bool(read.get(name))
            if name in fields and ("" in values or not meant):
                found.setdefault(name, [_("May not be empty.")])
            elif name in self.parameters and len(values) > 1:
                found[name] = [_("Only one value at a time.")]
            elif name not in fields and name not in self.parameters:
                found[name] = [_("There is no such parameter.")]
        return found | self._wrong_fields()


class Detail(Rows, generics.RetrieveAPIView):
    """One of your campus's."""

    heading = "Read one {one}"

    lookup_field: str
    parameters = frozenset({FIELDS})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not self.has_shape:
            row = self.get_object()
            shown, chosen = self.shown(row), self.get_serializer(row).data
        else:
            key = {self.lookup_field: self.kwargs[self.lookup_field]}
            shape, rows = self.read(None)
            row = generics.get_object_or_404(rows, **key)
            (shown,) = shape.shown([row])
            (chosen,) = shape.only(self.chosen_fields).shown([row])
        return Response(chosen, headers={"ETag": version_of(shown)})
