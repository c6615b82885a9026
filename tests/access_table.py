"""Every address of Spark with who gets what. Add a row with every route."""

from collections.abc import Iterator

from tests.access_accounts import OWN, PEOPLE
from tests.access_row import EVERYBODY, Row, public
from tests.access_trials import TRIALS

PAGES = [
    Row("home", "/"),
    Row("inbox", "/inbox/"),
    Row("inbox-read", "/inbox/read/", works=302, method="POST"),
    Row("candidate-list", "/candidates/"),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=("lin", "office", "reviewer"),
        at="in_review",
    ),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=("lin", "office", "signing"),
        at="qualified",
    ),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=("lin", "office", "signing", "manager"),
        at="probation",
    ),
    Row("candidate-columns", "/candidates/columns/", works=302, method="POST"),
    Row("candidate-views", "/candidates/views/", works=422, method="POST"),
    Row("candidate-view", "/candidates/views/0/", works=404, method="POST"),
    Row(
        "candidate-export",
        "/candidates/export/",
        ok=("lin", "mei", "office", "signing", "manager"),
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
        at="registered",
        method="POST",
    ),
    Row(
        "identity-of",
        "/candidates/{candidate}/identity/",
        ok=("lin", "office", "signing"),
        at="qualified",
    ),
    *(
        Row(
            "identity-act",
            f"/candidates/{{candidate}}/identity/{verb}/",
            ok=may,
            works=422,
            denied=dict.fromkeys({"lin", "office", "signing"} - set(may), 403),
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

# Where each room's record is looked at, and who sees it there.
ROOMS = {
    "screening": ("screening", "waiting", ("lin", "office", "reviewer")),
    "incubation": ("incubation", "paperwork", ("lin", "office")),
    "training": ("training", "enrolled", ("lin", "office")),
    "signing": ("signing", "draft", ("lin", "office", "signing")),
    "management": ("team", "probation", ("lin", "office", "signing", "manager")),
}
# How each room is entered: from where, and by whom.
ENTER = {
    "screening": ("registered", ("office",)),
    "incubation": ("passed", ("office",)),
    "training": ("active", ("office",)),
    "signing": ("qualified", ("signing",)),
    "management": ("in_force", ("signing",)),
}
# Who may press what; the answer to who may is 302, 409 or 422, never 403 or 404.
VERBS: dict[str, dict[str, tuple[int, tuple[str, ...]]]] = {
    "screening": {
        "open-review": (302, ("office", "reviewer")),
        "ask-more": (422, ("office", "reviewer")),
        "receive-more": (409, ("lin", "office")),
        "decide": (422, ("office",)),
        "release": (409, ("office",)),
        "take-from-waitlist": (422, ("office",)),
        "close-waitlist": (422, ("office",)),
        "leave": (422, ("lin", "office")),
        "appeal": (422, ("office",)),
    },
    "incubation": {
        "activate": (422, ("lin", "office")),
        "suspend": (422, ("lin", "office")),
        "resume": (409, ("lin", "office")),
        "complete": (409, ("lin", "office")),
        "break-off": (422, ("lin", "office")),
        "leave": (422, ("lin", "office")),
    },
    "training": {
        "start-learning": (302, ("office",)),
        "start-competing": (409, ("office",)),
        "decide": (422, ("office",)),
        "release": (409, ("office",)),
        "leave": (422, ("lin", "office")),
        "appeal": (422, ("office",)),
    },
    "signing": {
        "issue": (422, ("signing",)),
        "sign": (422, ("signing",)),
        "countersign": (422, ("signing",)),
        "add-scan": (422, ("signing",)),
        "void": (422, ("signing",)),
        "expire": (409, ("signing",)),
        "decline": (422, ("signing",)),
        "draft-again": (409, ("signing",)),
        "leave": (422, ("signing",)),
        "end": (422, ("signing",)),
    },
    "management": {
        "confirm": (422, ("manager",)),
        "go-on-leave": (422, ("manager",)),
        "return-from-leave": (409, ("manager",)),
        "leave": (422, ("manager",)),
    },
}


def of_rooms() -> Iterator[Row]:
    for room, (prefix, at, sees) in ROOMS.items():
        yield Row(f"{room}-list", f"/{prefix}/")
        yield Row(f"{room}-board", f"/{prefix}/board/")
        yield Row(
            f"{room}-of",
            f"/{prefix}/of/{{candidate}}/",
            ok=sees,
            at=at,
            room=room,
        )
        start, enters = ENTER[room]
        yield Row(
            f"{room}-enter",
            f"/{prefix}/of/{{candidate}}/enter/",
            ok=enters,
            works=302,
            denied=403,
            at=start,
            room=room,
            method="POST",
        )
        for verb, (works, may) in VERBS[room].items():
            yield Row(
                f"{room}-act",
                f"/{prefix}/{{record}}/{verb}/",
                ok=may,
                works=works,
                denied={visitor: 403 for visitor in sees if visitor not in may},
                at=at,
                room=room,
                method="POST",
            )


SCANS = [
    Row(
        "scan-open",
        "/signing/{record}/scans/{scan}/",
        ok=("office", "signing"),
        at=at,
        room="signing",
        method="POST",
    )
    for at in ("in_force", "probation")
]

API = [
    Row(
        "api-candidates",
        "/api/v1/candidates",
        ok=("client", "other_client"),
        denied=401,
        anonymous=401,
    ),
    Row(
        "api-candidate",
        "/api/v1/candidates/{candidate}",
        ok=("client",),
        denied=dict.fromkeys(EVERYBODY, 401) | {"other_client": 404},
        anonymous=401,
        at="in_review",
    ),
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

ROWS = [*PAGES, *of_rooms(), *SCANS, *TRIALS, *PEOPLE, *OWN, *ADMIN, *API, *SERVICE]
