"""Every address of Spark with who gets what. Add a row with every route."""

from collections.abc import Iterator

from spark.records import SECTIONS
from tests.access_accounts import CLIENTS, OWN, PEOPLE
from tests.access_api import API
from tests.access_judging import JUDGING
from tests.access_operations import OPERATIONS
from tests.access_portal import PORTAL
from tests.access_robots import ROBOTS
from tests.access_row import Row, may, pressed, public, seen_by
from tests.access_screening import SCREENING
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
    *SCREENING,
    *SCANS,
    *TRIALS,
    *JUDGING,
    *PORTAL,
    *PEOPLE,
    *CLIENTS,
    *OWN,
    *ADMIN,
    *WEBHOOKS,
    *ROBOTS,
    *OPERATIONS,
    *API,
    *SERVICE,
]
