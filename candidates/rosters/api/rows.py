"""The rows of a roster for systems: what was found in each, and those to mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from candidates.register.sheets.words import reason_text
from candidates.register.views.files import TYPES, handed_out
from candidates.rosters import access, actions
from candidates.rosters.api.shapes import SaidSerializer, said
from candidates.rosters.sheets.findings import OUTCOMES
from candidates.rosters.sheets.rejected import hide_numbers, rejected
from spark.conditions import AnyOf, Conditions
from spark.errors import Refused
from spark.paging import Keyset, Order
from spark.resources import Resource
from spark.resources.reading import List
from spark.rest.rendering import JSONRenderer
from spark.rest.views import SystemView

SCOPE = "rosters:write"


class RosterRowSerializer(serializers.Serializer):
    """A row of the sheet, and what becomes of it, or became: never an ID number.

    There are none until the roster is judged, nor once it is discarded or undone.
    """

    row = serializers.IntegerField(help_text="Its number in the sheet.")
    sheet = serializers.CharField(help_text="Empty where only one is read.")
    hidden = serializers.BooleanField(help_text="By a filter or by hand.")
    name = serializers.CharField(help_text="Empty if none could be read.")
    outcome = serializers.ChoiceField(list(OUTCOMES))
    changed = serializers.SerializerMethodField(help_text="Fields of somebody known.")
    reasons = serializers.SerializerMethodField(help_text="Everything there is to say.")

    class Meta:
        fields = ["row", "sheet", "hidden", "name", "outcome", "changed", "reasons"]

    def get_changed(self, found: dict[str, Any]) -> list[str]:
        return [name.removesuffix("_id") for name in found["changed"]]

    @extend_schema_field(SaidSerializer(many=True))
    def get_reasons(self, found: dict[str, Any]) -> list[dict[str, str]]:
        return [
            said(code, hide_numbers(reason_text(code, facts)))
            for code, facts in found["said"]
        ]


class RowConditions(Conditions):
    outcome = AnyOf(choices=[(outcome, outcome) for outcome in OUTCOMES])

    def narrow(self, rows: Any) -> Any:
        """Rows of a roster, which are at hand."""
        wanted = self.chosen.get("outcome", OUTCOMES)
        return [row for row in rows if row["outcome"] in wanted]


@dataclass(frozen=True)
class InSheet(Order):
    """The order of rows that are at hand; a place is how many come before it."""

    def read(self, rows: Any, given: str) -> list:
        if not (given.isascii() and given.isdecimal() and len(given) < 6):
            raise ValueError(given)
        return [int(given)]

    def page(
        self, rows: Any, size: int, place: Sequence = (), backwards: bool = False
    ) -> Keyset:
        (at,) = place or [0]
        first, last = (max(at - size, 0), at) if backwards else (at, at + size)
        return Keyset(
            rows[first:last],
            newer=str(first) if first else "",
            older=str(last) if last < len(rows) else "",
        )


class RosterRows(List):
    name = "rows"
    resource = Resource(
        "rows", access.IMPORTS, RosterRowSerializer, RowConditions, scope=SCOPE
    )

    @property
    def order(self) -> tuple[Order, str]:
        """Named by what is shown: a place among the rejected is none among all."""
        return InSheet(), ".".join(self.request.query_params.getlist("outcome"))

    def get_queryset(self) -> Any:
        """Raises:
        Refused: roster-forgotten.
        """
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        roster = access.IMPORTS.get(self.request.user, self.kwargs["pk"])
        kept = roster.state in {roster.State.JUDGED, roster.State.IMPORTED}
        if kept and roster.findings is None:
            raise Refused("roster-forgotten")
        return roster.findings or []


class WorkbookRenderer(JSONRenderer):
    """What goes wrong with a workbook is told in JSON all the same."""

    media_type = TYPES[".xlsx"]
    format = "xlsx"


class RosterRejected(SystemView):
    name = "rejected"
    required_scope = SCOPE
    renderer_classes = (WorkbookRenderer, JSONRenderer)

    @extend_schema(responses={(200, TYPES[".xlsx"]): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The rejected rows as a workbook, each with its reasons, to mend and send.

        ID numbers in it are masked. Who takes it is noted.

        Raises:
            Refused: roster-forgotten.
        """
        roster = access.IMPORTS.get(request.user, pk)
        actions.take_rejected(actor=request.user, pk=pk)
        return handed_out(rejected(roster, masked=True), f"rejected-{pk}.xlsx")
