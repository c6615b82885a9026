"""The rows of the API."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from spark.accounts.roles import Role
from spark.resources import RESOURCES, Resource, Write
from tests.access_row import EVERYBODY, Row, public

BOTH = ("client", "other_client")
TUS = {"Tus-Resumable": "1.0.0"}
# Where a row of each resource is looked at: its key, and how far somebody is.
RESOURCE_ROWS = {
    "candidates": ("{candidate}", "", "in_review"),
    "screenings": ("{record}", "screening", "in_review"),
    "incubations": ("{record}", "incubation", "paperwork"),
    "papers": ("{paper}", "", "paperwork"),
    "enrolments": ("{record}", "training", "learning"),
    "contracts": ("{record}", "signing", "draft"),
    "memberships": ("{record}", "management", "probation"),
    "rosters": ("{roster}", "", ""),
    "duties": ("{duty}", "", ""),
    "applications": ("{application}", "", ""),
    "messages": ("{message}", "", ""),
    "preferences": ("ZJYY", "", ""),
    "campuses": ("ZJYY", "", ""),
    "bases": ("YYJD", "", ""),
    "programmes": ("spark-plan", "", ""),
    "batches": ("hangzhou-2026-autumn", "", ""),
    "directions": ("comprehensive", "", ""),
}
SHARED = {"bases", "programmes", "batches", "directions"}  # every college's
# The state it is in there, where nobody's way tells it.
STANDS = {"applications": "submitted", "rosters": "waiting", "trials": "planned"}

# The same of what the studio has: its key, where a trial is planned.
STUDIO_ROWS = {
    "trials": "{trial}",
    "weeks": "{candidate}",
    "permits": "{filing}",
    "results": "{result}",
    "live-figures": "{live_figures}",
    "standings": "{place}",
}
UNRELEASED = {
    "results",
    "live-figures",
    "standings",
}  # there is one that campuses don't see yet
ONLY_OFFICE = dict.fromkeys(EVERYBODY, 401) | dict.fromkeys(BOTH, 403)
REPLACED = {"weeks"}  # as a whole: by PATCH too nothing may be left out


def _asks(write: Write) -> bool:
    return any(field.required for field in write.given().fields.values())


def _works(write: Write, stands: str) -> int:
    """The status where a row stands so, with nothing given."""
    if _asks(write):
        return 400
    if stands and stands not in write.verb.states_before:
        return 409
    return 202 if write.is_begun else 200


def _readers(name: str) -> tuple[str, ...]:
    if name in SHARED:
        return BOTH
    return ("office_client",) if name in UNRELEASED else ("client",)


def of_resources() -> Iterator[Row]:
    for name, resource in RESOURCES.items():
        if name == "webhooks":  # in a file of its own
            continue
        studio = name in STUDIO_ROWS
        key, room, at = (STUDIO_ROWS[name], "", "") if studio else RESOURCE_ROWS[name]
        stands = STANDS.get(name, at)
        own = Row(
            f"api-{resource.singular}",
            f"/api/v1/{name}/{key}",
            ok=_readers(name),
            denied=dict.fromkeys(EVERYBODY, 401) | dict.fromkeys(BOTH, 404),
            anonymous=401,
            at=at,
            room=room,
            studio=studio,
        )
        yield replace(own, name=f"api-{name}", path=f"/api/v1/{name}", ok=BOTH)
        yield own
        if resource.create:
            yield _of_create(own, resource, resource.create)
        yield from _of_writes(own, resource, stands)
        yield from _of_many(own, resource)


def _of_create(own: Row, resource: Resource, create: Write) -> Row:
    return replace(
        own,
        name=f"api-{resource.name}",
        path=f"/api/v1/{resource.name}",
        ok=BOTH if Role.CLIENT in create.verb.roles else ("office_client",),
        denied=ONLY_OFFICE,
        works=400,
        method="POST",
    )


def _of_writes(own: Row, resource: Resource, stands: str) -> Iterator[Row]:
    write_to = replace(own, headers={"If-Match": "*"})
    if resource.update:
        works = 400 if resource.name in REPLACED else 200
        yield replace(write_to, method="PATCH", works=works)
    if resource.remove:
        yield replace(write_to, method="DELETE", works=204)
    for write in resource.writes:
        verb = write.verb
        yield replace(
            write_to,
            name=f"{own.name}-{verb.name}",
            path=f"{own.path}/{verb.name}",
            works=_works(write, stands),
            method="POST",
        )


def _of_many(own: Row, resource: Resource) -> Iterator[Row]:
    for write in resource.many:
        of, beneath = f"{own.name}-{write.verb.name}", f"/{write.verb.name}"
        if write is resource.bulk:
            of, beneath = f"api-{resource.name}", ""
        yield replace(
            own
            if Role.CLIENT in write.verb.roles
            else replace(own, denied=ONLY_OFFICE),
            name=f"{of}-bulk",
            path=f"/api/v1/{resource.name}/bulk{beneath}",
            ok=BOTH if Role.CLIENT in write.verb.roles else ("office_client",),
            works=400,
            headers={"Idempotency-Key": "k"},
            method="POST",
        )


def _of_clip(beneath: str, **more: Any) -> Row:
    name = "api-candidate-clip" + ("s" if beneath == "s" else "")
    return Row(
        name,
        f"/api/v1/candidates/{{candidate}}/clips{beneath.removeprefix('s')}",
        ok=("client",),
        denied=dict.fromkeys(EVERYBODY, 401) | dict.fromkeys(BOTH, 404),
        anonymous=401,
        at="waiting",
        **more,
    )


API = [
    *of_resources(),
    Row(
        "api-candidate-by-number",
        "/api/v1/candidates/by-number/hangzhou-2026-autumn/nobodys",
        ok=BOTH,
        denied=dict.fromkeys(EVERYBODY, 401),
        anonymous=401,
        works=404,
    ),
    Row(
        "api-candidate-by-number",
        "/api/v1/candidates/by-number/hangzhou-2026-autumn/nobodys",
        ok=BOTH,
        denied=dict.fromkeys(EVERYBODY, 401) | {"office_client": 400},
        anonymous=401,
        works=422,
        method="PUT",
    ),
    Row(
        "api-changes",
        "/api/v1/changes",
        ok=BOTH,
        denied=401,
        anonymous=401,
    ),
    Row(
        "api-job",
        "/api/v1/jobs/0",
        ok=BOTH,
        works=404,
        denied=401,
        anonymous=401,
    ),
    *(
        Row(
            name,
            f"/api/v1/rosters/{{roster}}/{path}",
            ok=("client",),
            works=works,
            denied=dict.fromkeys(EVERYBODY, 401) | {"other_client": 404},
            anonymous=401,
        )
        for name, path, works in (
            ("api-roster-rows", "rows", 200),
            ("api-roster-rejected", "rejected.xlsx", 409),
        )
    ),
    _of_clip("s", method="POST", headers=TUS | {"Upload-Length": "10"}, works=201),
    _of_clip("/0", works=404),  # nobody's; tests/candidates/screening/test_uploads.py
    _of_clip("/0", works=404, method="PATCH", headers=TUS),
    _of_clip("/0", works=404, method="DELETE", headers=TUS),
    public("api-reference", "/api/"),
    public("api-schema", "/api/v1/schema"),
    public("oauth-token", "/oauth/token/", 400, method="POST"),
]
