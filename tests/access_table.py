"""Every address of Spark with who gets what. Add a row with every route."""

from collections.abc import Iterator
from dataclasses import replace

from spark.records import SECTIONS
from spark.resources import RESOURCES, Write
from tests.access_accounts import CLIENTS, OWN, PEOPLE
from tests.access_row import EVERYBODY, Row, may, pressed, public, seen_by
from tests.access_trials import TRIALS
from tests.access_webhooks import WEBHOOKS
from tests.world import ONLOOKERS, STAFF

PAGES = [
    Row("home", "/"),
    Row("inbox", "/inbox/"),
    Row("inbox-read", "/inbox/read/", works=302, method="POST"),
    Row("candidate-list", "/candidates/"),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=seen_by("lin", "office", "reviewer"),
        at="in_review",
    ),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=seen_by("lin", "office", "signing"),
        at="qualified",
    ),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=seen_by("lin", "office", "signing", "manager"),
        at="probation",
    ),
    Row("candidate-columns", "/candidates/columns/", works=302, method="POST"),
    Row("candidate-views", "/candidates/views/", works=422, method="POST"),
    Row("candidate-view", "/candidates/views/0/", works=404, method="POST"),
    Row(
        "candidate-export",
        "/candidates/export/",
        ok=("lin", "mei", "office", "signing", "manager"),
        works=422,
        denied=403,
        method="POST",
    ),
    Row(
        "export-file",
        "/candidates/export/0/",
        ok=("lin", "mei", "office", "signing", "manager"),
        works=404,
        denied=403,
    ),
    Row(
        "candidate-bulk",
        "/candidates/bulk/screening-enter/",
        ok=("office",),
        works=422,
        denied=403,
        method="POST",
    ),
    Row(
        "candidate-leave",
        "/candidates/{candidate}/leave/",
        ok=("lin", "office"),
        works=422,
        denied=dict.fromkeys(ONLOOKERS, 403),
        at="registered",
        method="POST",
    ),
    *(
        Row(
            "identity-act",
            f"/candidates/{{candidate}}/identity/{verb}/",
            ok=may,
            works=422,
            denied=dict.fromkeys({*seen_by("lin", "office", "signing")} - {*may}, 403),
            at="qualified",
            method="POST",
        )
        for verb, may in {
            "open-number": ("office", "signing"),
            "change": ("lin", "office"),
            "correct": ("office",),
            "merge": ("office",),
        }.items()
    ),
    Row("roster-send", "/candidates/import/", ok=("lin", "mei", "office"), denied=403),
    Row(
        "roster-template",
        "/candidates/import/template.xlsx",
        ok=("lin", "mei", "office"),
        denied=403,
    ),
    Row("roster-detail", "/candidates/import/{roster}/", ok=("lin", "office")),
    Row(
        "roster-rejected",
        "/candidates/import/{roster}/rejected.xlsx",
        ok=("lin", "office"),
        works=409,
        method="POST",
    ),
    Row(
        "roster-act",
        "/candidates/import/{roster}/discard/",
        ok=("lin", "office"),
        works=302,
        method="POST",
    ),
    Row("numbers", "/numbers/", ok=("lin", "mei", "office"), denied=403),
    Row("numbers-file", "/numbers/file.csv", ok=("lin", "mei", "office"), denied=403),
]

# Where each stage's record is looked at, and who sees it there.
STAGES = {
    "screening": ("screening", "waiting", seen_by("lin", "office", "reviewer")),
    "incubation": ("incubation", "paperwork", seen_by("lin", "office")),
    "training": ("training", "enrolled", seen_by("lin", "office")),
    "signing": ("signing", "draft", seen_by("lin", "office", "signing")),
    "management": (
        "team",
        "probation",
        seen_by("lin", "office", "signing", "manager"),
    ),
}
ENTERED_FROM = {
    "screening": "registered",
    "incubation": "passed",
    "training": "active",
    "signing": "qualified",
    "management": "in_force",
}


def of_stages() -> Iterator[Row]:
    for name, (prefix, at, sees) in STAGES.items():
        section = SECTIONS[name]
        yield Row(f"{name}-list", f"/{prefix}/")
        yield Row(f"{name}-board", f"/{prefix}/board/")
        yield Row(
            f"{name}-enter",
            f"/{prefix}/of/{{candidate}}/enter/",
            ok=may(section.entrance.verb, STAFF),
            works=302,
            denied=403,
            at=ENTERED_FROM[name],
            room=name,
            method="POST",
        )
        for button in section.buttons:
            able = may(button.verb, sees)
            yield Row(
                f"{name}-act",
                f"/{prefix}/{{record}}/{button.verb.name}/",
                ok=able,
                works=pressed(button, at),
                denied=dict.fromkeys(set(sees) - set(able), 403),
                at=at,
                room=name,
                method="POST",
            )


SCANS = [
    *(
        Row(
            "scans-of",
            "/signing/of/{candidate}/scans/",
            ok=("office", "signing"),
            at=at,
            room="signing",
        )
        for at in ("in_force", "probation")
    ),
    *(
        Row(
            "scan-open",
            "/signing/{record}/scans/{scan}/",
            ok=("office", "signing"),
            at=at,
            room="signing",
            method="POST",
        )
        for at in ("in_force", "probation")
    ),
]

# Where a row of each resource is looked at: its key, and how far somebody is.
RESOURCE_ROWS = {
    "candidates": ("{candidate}", "", "in_review"),
    "screenings": ("{record}", "screening", "in_review"),
    "incubations": ("{record}", "incubation", "paperwork"),
    "enrolments": ("{record}", "training", "learning"),
    "contracts": ("{record}", "signing", "draft"),
    "memberships": ("{record}", "management", "probation"),
    "rosters": ("{roster}", "", ""),
}
# The state it is in there, where nobody's way tells it.
STANDS = {"rosters": "waiting", "trials": "planned"}

# The same of what the studio has: its key, where a trial is planned.
STUDIO_ROWS = {"trials": "{trial}", "weeks": "{candidate}", "permits": "{filing}"}
REPLACED = {"weeks"}  # as a whole: by PATCH too nothing may be left out


def _asks(write: Write) -> bool:
    return any(field.required for field in write.given().fields.values())


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
            ok=("client",),
            denied=dict.fromkeys(EVERYBODY, 401) | {"other_client": 404},
            anonymous=401,
            at=at,
            room=room,
            studio=studio,
        )
        both = ("client", "other_client")
        yield replace(own, name=f"api-{name}", path=f"/api/v1/{name}", ok=both)
        yield own
        if resource.create:
            collection = f"api-{name}"
            path = f"/api/v1/{name}"
            yield replace(
                own, name=collection, path=path, ok=both, works=400, method="POST"
            )
        write_to = replace(own, headers={"If-Match": "*"})
        if resource.update:
            works = 400 if name in REPLACED else 200
            yield replace(write_to, method="PATCH", works=works)
        if resource.remove:
            yield replace(write_to, method="DELETE", works=204)
        for write in resource.writes:
            verb = write.verb
            done = 202 if write.is_begun else 200
            yield replace(
                write_to,
                name=f"{own.name}-{verb.name}",
                path=f"{own.path}/{verb.name}",
                works=400
                if _asks(write)
                else done
                if stands in verb.states_before
                else 409,
                method="POST",
            )
        for write in resource.many:
            act = write is not resource.bulk
            whole = f"{own.name}-{write.verb.name}-bulk" if act else f"api-{name}-bulk"
            yield replace(
                own,
                name=whole,
                path=f"/api/v1/{name}/bulk" + (f"/{write.verb.name}" if act else ""),
                ok=both,
                works=400,
                headers={"Idempotency-Key": "k"},
                method="POST",
            )


API = [
    *of_resources(),
    Row(
        "api-candidate-by-number",
        "/api/v1/candidates/by-number/hangzhou-2026-autumn/nobodys",
        ok=("client", "other_client"),
        denied=dict.fromkeys(EVERYBODY, 401),
        anonymous=401,
        works=404,
    ),
    Row(
        "api-candidate-by-number",
        "/api/v1/candidates/by-number/hangzhou-2026-autumn/nobodys",
        ok=("client", "other_client"),
        denied=dict.fromkeys(EVERYBODY, 401),
        anonymous=401,
        works=422,
        method="PUT",
    ),
    Row(
        "api-changes",
        "/api/v1/changes",
        ok=("client", "other_client"),
        denied=401,
        anonymous=401,
    ),
    Row(
        "api-job",
        "/api/v1/jobs/0",
        ok=("client", "other_client"),
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
    public("api-reference", "/api/"),
    public("api-schema", "/api/v1/schema"),
    public("oauth-token", "/oauth/token/", 400, method="POST"),
]

SERVICE = [
    public("healthz", "/healthz", 500),
    public("metrics", "/metrics", 403),
    public("set_language", "/i18n/setlang/", 302, method="POST"),
    public("demo_login", "/accounts/demo/", 404, method="POST"),
]

# The office's admin lets one role in; tests/test_admin.py walks its pages.
ADMIN = [
    Row("admin:", "/office/", ok=("office",), denied=403),
    Row("admin:", "/office/candidates/batch/", ok=("office",), denied=403),
]

ROWS = [
    *PAGES,
    *of_stages(),
    *SCANS,
    *TRIALS,
    *PEOPLE,
    *CLIENTS,
    *OWN,
    *ADMIN,
    *WEBHOOKS,
    *API,
    *SERVICE,
]
