"""What every operation shares, in the API's description: headers, scope, problems."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from spark.rest.examples import example_of_problem
from spark.rest.problems import PROBLEM
from spark.rest.telling import Told, told


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
    current = serializers.DictField(
        required=False, help_text="With 412: the record as it is."
    )


# Problems by status: why, and codes besides those of refusals.
Known = dict[str, tuple[str, ...]]
ALWAYS: Known = {
    "400": ("A parameter or field is wrong; `errors` names it.", "invalid"),
    "401": ("No token, or one that isn't valid any more.", "not_authenticated"),
    "403": ("The client hasn't the scope.", "scope_missing"),
    "406": ("Only JSON is sent.", "not_acceptable"),
    "429": ("Too many calls; see `Retry-After`.", "throttled"),
    "503": ("The database is busy; see `Retry-After`.", "busy"),
}
OF_ONE: Known = {
    "404": ("There is no such record, or it isn't your campus's.", "not_found")
}
OF_ACT: Known = {
    "409": (
        "The state of things forbids it: `code` is the refusal's. Or the request of"
        " this Idempotency-Key is still being worked on.",
        "request_in_progress",
    ),
    "413": ("More than is taken in at once.", "body-too-large"),
    "415": ("This kind of body isn't taken.", "unsupported_media_type"),
    "422": (
        "What was sent can't be accepted, or this Idempotency-Key was used for"
        " something else.",
        "idempotency_key_reused",
    ),
}
OF_VERSIONS: Known = {
    "412": (
        "The record was changed meanwhile; `current` shows it.",
        "changed_meanwhile",
    ),
    "428": ("`If-Match` is missing.", "precondition_required"),
}
OF_MANY: Known = {
    "400": (*ALWAYS["400"], "idempotency_key_invalid"),
    "413": (*OF_ACT["413"], "too_many_rows"),
    "422": (*OF_ACT["422"], "stopped_by_rows"),
}
UNCHANGED = "Nothing changed since the version of `If-None-Match`."
MINIMAL = "Done, and not shown: `Prefer: return=minimal`."
SENT = {
    "If-Match": "The ETag of the version you mean, or * for any.",
    "Idempotency-Key": "What is sent twice with one key within 24 hours is done once.",
    "Prefer": "`return=minimal` leaves out what the record looks like then.",
    "If-None-Match": "The ETag of what you have: 304 if it is still so.",
    "Accept-Language": "Of what problems say: `en`, `zh`.",
}
HEADERS = {
    "Request-Id": "What we find this request by, if you ask.",
    "RateLimit": "How many calls are left (`r`), and the seconds to one more (`t`).",
    "RateLimit-Policy": "Calls (`q`) in so many seconds (`w`).",
    "ETag": "The version of what is shown.",
    "Location": "The address of what was made or begun.",
    "Retry-After": "Seconds to wait.",
    "Idempotency-Replayed": "`true` if this is the answer given before.",
}


def share(result: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: headers and plain problems are described once."""
    components = result["components"]
    components["headers"] = {
        name: {"description": said, "schema": {"type": "string"}}
        for name, said in HEADERS.items()
    }
    shared: dict[str, Any] = {}
    for operations in result["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            for status, answer in answers.items():
                codes = answer.get("x-codes", [])
                if len(codes) == 1 and shared.setdefault(codes[0], answer) == answer:
                    answers[status] = {"$ref": f"#/components/responses/{codes[0]}"}
    components["responses"] = shared
    return result


class Schema(AutoSchema):
    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        operation["security"] = [{"oauth2": [scope]} for scope in self.view.scopes]
        operation.setdefault("parameters", []).extend(self._headers_sent())
        answers = operation["responses"]
        if self.method == "GET":
            answers["304"] = {"description": UNCHANGED}
        elif self.view.keyed and not self.view.many:
            answers.setdefault("204", {"description": MINIMAL})
        for status, said, codes in self._problems():
            answers.setdefault(status, self._problem(status, said, codes))
        for status, answer in answers.items():
            answer["description"] = answer["description"] or "Done."
            names = self._headers_answered(status)
            answer["headers"] = {
                n: {"$ref": f"#/components/headers/{n}"} for n in names
            }
        return operation

    def get_operation_id(self) -> str:
        """As clients in other languages name it: an act by its own name."""
        name = super().get_operation_id()
        is_act = self.method == "POST" and len(self._tokenize_path()) > 1
        return name.removesuffix("_create") if is_act else name

    def get_summary(self) -> str:
        return self._told.summary

    def get_description(self) -> str:
        return self._told.description

    @property
    def _told(self) -> Told:
        return told(self.view.said_of(self.method))

    def _problems(self) -> Iterator[tuple[str, str, list[str]]]:
        known = dict(ALWAYS)
        if "{" in self.path:
            known |= OF_ONE
        if self.method != "GET":
            known |= OF_ACT | self.view.refuses
        if self._takes_version:
            known |= OF_VERSIONS
        if self.view.many:
            known |= OF_MANY
        for status, (said, *codes) in known.items():
            refusals = self._told.refusals if status == "409" else []
            yield status, said, [*refusals, *codes]

    def _problem(self, status: str, said: str, codes: list[str]) -> dict[str, Any]:
        body = self.resolve_serializer(ProblemSerializer(), "response").ref
        listed = ", ".join(f"`{code}`" for code in codes)
        shown = {"schema": body, "example": example_of_problem(int(status), codes[0])}
        return {
            "description": f"{said} Codes: {listed}.",
            "content": {PROBLEM: shown},
            "x-codes": codes,
        }

    @property
    def _takes_version(self) -> bool:
        return self.method != "GET" and self.view.versioned

    def _headers_sent(self) -> Iterator[dict[str, Any]]:
        names = ["Accept-Language"]
        if self.method == "GET":
            names.append("If-None-Match")
        elif self.view.keyed:
            names.append("Idempotency-Key")
            if not self.view.many:
                names.append("Prefer")
        if self._takes_version:
            names.append("If-Match")
        required = {"If-Match", "Idempotency-Key" if self.view.many else ""}
        for name in names:
            yield {
                "name": name,
                "in": "header",
                "description": SENT[name],
                "required": name in required,
                "schema": {"type": "string"},
            }

    def _headers_answered(self, status: str) -> list[str]:
        names = ["Request-Id", "RateLimit", "RateLimit-Policy"]
        shows = self.method == "GET" or self.view.keyed
        if shows and status in {"200", "201", "202", "304"} and not self.view.many:
            names.append("ETag")
        if status in {"201", "202"}:
            names.append("Location")
        if status in {"429", "503"}:
            names.append("Retry-After")
        if self.method != "GET" and self.view.keyed and status < "400":
            names.append("Idempotency-Replayed")
        return names
