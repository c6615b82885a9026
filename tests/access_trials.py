"""The rows of trials, campaigns and plans."""

from tests.access_row import Row

SEES = ("lin", "office", "mentor", "manager")
# Who may press what on a planned trial; the answer to who may is never 403 or 404.
VERBS: dict[str, tuple[int, tuple[str, ...]]] = {
    "confirm": (302, ("lin", "office")),
    "cancel": (422, ("lin", "office")),
    "go-live": (409, ("office", "mentor")),
    "finish": (409, ("office", "mentor")),
    "abort": (422, ("office", "mentor")),
    "no-show": (422, ("office", "mentor")),
    "enter-result": (422, ("office", "mentor")),
}
OFFICE = ("office",)
COLLEGE = ("lin", "office")
SHIFT_ADD = "/shifts/at/{base}/add/"
PERMITS = "/candidates/{candidate}/permits/"
SENDERS = ("lin", "mei", "office", "double")
OFFICE_SHEETS = (
    *("rooms", "programme", "blocked", "audience", "shifts", "ways"),
    *("campaigns", "rounds", "permits"),
)


def _office(name: str, path: str, works: int = 200, **more) -> Row:
    return Row(name, path, ok=OFFICE, works=works, studio=True, **more)


def _college(name: str, path: str, works: int) -> Row:
    return Row(name, path, COLLEGE, works, studio=True, method="POST")


TRIALS = [
    Row("trial-list", "/trials/"),
    Row("trials-of", "/trials/of/{candidate}/", ok=SEES, studio=True),
    Row("trial-detail", "/trials/{trial}/", ok=SEES, studio=True),
    *(
        Row(
            "trial-act",
            f"/trials/{{trial}}/{verb}/",
            ok=may,
            works=works,
            denied=dict.fromkeys(set(SEES) - set(may), 403),
            studio=True,
            method="POST",
        )
        for verb, (works, may) in VERBS.items()
    ),
    *(
        Row(
            "trial-many",
            f"/trials/many/{verb}/",
            ok=(*may, *(("mei", "double") if "lin" in may else ())),
            works=422,
            denied=403,
            method="POST",
        )
        for verb, (_works, may) in VERBS.items()
        if verb != "enter-result"
    ),
    Row("host-week", "/candidates/{candidate}/week/", ok=COLLEGE, studio=True),
    _college("host-week", "/candidates/{candidate}/week/", 422),
    Row("host-permits", PERMITS, ok=COLLEGE, studio=True),
    _college("permit-enter", f"{PERMITS}enter/filing/", 422),
    *(
        _office("permit-enter", path, 422, denied={"lin": 403}, method="POST")
        for path in (f"{PERMITS}enter/compliance/", f"{PERMITS}enter/licence/")
    ),
    *(
        row
        for verb in ("change", "remove")
        for row in (
            _college("permit-act", f"{PERMITS}{{filing}}/{verb}/", 422),
            _office(
                "permit-act",
                f"{PERMITS}{{test}}/{verb}/",
                422,
                denied={"lin": 403},
                method="POST",
            ),
        )
    ),
    Row("sheet-list", "/trials/sheets/", ok=SENDERS, denied=403),
    Row("sheet-detail", "/trials/sheets/weeks/", ok=SENDERS, denied=403),
    Row("sheet-detail", "/trials/sheets/weeks/", SENDERS, 422, 403, method="POST"),
    Row("sheet-template", "/trials/sheets/weeks/template/", ok=SENDERS, denied=403),
    *(
        Row("sheet-detail", f"/trials/sheets/{slug}/", ok=OFFICE, denied=403)
        for slug in OFFICE_SHEETS
    ),
    Row("room-list", "/rooms/", ok=("office", "mentor", "manager"), denied=403),
    Row(
        "room-detail",
        "/rooms/{room}/",
        ok=("office", "mentor", "manager"),
        studio=True,
    ),
    *(
        _office(
            "room-act",
            f"/rooms/{{room}}/{verb}/",
            works,
            denied={"mentor": 403, "manager": 403},
            method="POST",
        )
        for verb, works in {
            "change": 422,
            "programme": 422,
            "end-programme": 422,
            "block": 422,
            "unblock": 422,
            "audience": 302,
            "estimate": 302,
            "renew": 409,
            "open-slots": 422,
        }.items()
    ),
    *(
        Row("room-many", f"/rooms/many/{verb}/", OFFICE, 422, 403, method="POST")
        for verb in ("open-slots", "estimate", "renew")
    ),
    Row("shift-list", "/shifts/", ok=("office", "mentor"), denied=403),
    Row("shift-add", SHIFT_ADD, OFFICE, 422, 403, studio=True, method="POST"),
    _office(
        "shift-remove",
        "/shifts/{shift}/remove/",
        302,
        denied={"mentor": 403},
        method="POST",
    ),
    _office("round-act", "/rounds/{round}/change/", 422, method="POST"),
    Row("campaign-list", "/campaigns/", ok=OFFICE, denied=403),
    Row("campaign-list", "/campaigns/", OFFICE, 422, 403, method="POST"),
    _office("campaign-detail", "/campaigns/{campaign}/"),
    _office("campaign-detail", "/campaigns/{campaign}/", 422, method="POST"),
    _office("round-act", "/rounds/{round}/draft/", 302, method="POST"),
    _office("round-act", "/rounds/{round}/close/", 409, method="POST"),
    _office("round-act", "/rounds/{round}/reopen/", 422, method="POST"),
    _office("plan-detail", "/plans/{plan}/"),
    _office("plan-place", "/plans/{plan}/place/", 422, method="POST"),
    _office("plan-take-out", "/plans/{plan}/take-out/", 422, method="POST"),
    _office("plan-pin", "/plans/{plan}/pin/", 422, method="POST"),
    _office("plan-lock", "/plans/{plan}/lock/", 422, method="POST"),
    _office("round-plan", "/rounds/{round}/plan/"),
    _office("round-plan", "/rounds/{round}/plan/", 422, method="POST"),
    _office("run-detail", "/runs/{run}/"),
    _office("run-stop", "/runs/{run}/stop/", 302, method="POST"),
    _office("plan-publish", "/plans/{plan}/publish/"),
    _office("plan-discard", "/plans/{plan}/discard/", 302, method="POST"),
]
