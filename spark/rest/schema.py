"""What every operation shares, in the API's description: headers, scope, problems."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from spark.rest.problems import PROBLEM


class WrongSerializer(serializers.Serializer):
    pointer = serializers.CharField(required=False, help_text="JSON pointer.")
    parameter = serializers.CharField(required=False, help_text="Of the address.")
    detail = serializers.CharField()
    code = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457. `code` is stable, the texts are in the language asked for."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField(required=False)
    instance = serializers.CharField(required=False, help_text="The request's number.")
    errors = WrongSerializer(many=True, required=False)


ALWAYS = {
    "400": "A parameter or field is wrong; `errors` names it.",
    "401": "No token, or one that isn't valid any more.",
    "403": "The client hasn't the scope.",
    "429": "Too many calls; see `Retry-After`.",
    "503": "The database is busy; see `Retry-After`.",
}
OF_ONE = {"404": "There is no such record, or it isn't your campus's."}
OF_READ = {"304": "Nothing changed since the version of `If-None-Match`."}
OF_ACT = {
    "409": "The state of things forbids it: `code` is the refusal's. Or the request of"
    " this Idempotency-Key is still being worked on.",
    "412": "The record was changed meanwhile; `current` shows it.",
    "422": "What was sent can't be accepted, or this Idempotency-Key was used for"
    " something else.",
    "428": "`If-Match` is missing.",
}
HEADERS = {
    "If-Match": "The ETag of the version you mean, or * for any.",
    "Idempotency-Key": "What is sent twice with one key within 24 hours is done once.",
    "Prefer": "`return=minimal` leaves out what the record looks like then.",
}


class Schema(AutoSchema):
    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        scope = getattr(self.view, "required_scope", "")
        operation["security"] = [{"oauth2": [scope]}]
        known = dict(ALWAYS)
        if "{id}" in self.path:
            known |= OF_ONE
        if self.method != "GET":
            known |= OF_ACT
            operation.setdefault("parameters", []).extend(self._headers())
        else:
            operation["responses"]["304"] = {"description": OF_READ["304"]}
        body = self._problem()
        for status, said in known.items():
            operation["responses"].setdefault(
                status, {"description": said, "content": {PROBLEM: {"schema": body}}}
            )
        return operation

    def _headers(self) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "in": "header",
                "description": said,
                "required": name == "If-Match",
                "schema": {"type": "string"},
            }
            for name, said in HEADERS.items()
        ]

    def _problem(self) -> dict[str, Any]:
        return self.resolve_serializer(ProblemSerializer(), "response").ref
