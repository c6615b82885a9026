"""The rows of trials, campaigns and plans."""

from collections.abc import Iterator

from tests.access_row import Row, may, pressed
from training.standings.views.buttons import BUTTONS

SEES = ("lin", "office", "mentor", "manager")
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


def _of_buttons() -> Iterator[Row]:
    """Each button of a planned trial, for it and for many."""
    for button in BUTTONS:
        able, name = may(button.verb, SEES), button.verb.name
        yield Row(
            "trial-act",
            f"/trials/{{trial}}/{name}/",
            ok=able,
            works=pressed(button, "planned"),
            denied=dict.fromkeys(set(SEES) - set(able), 403),
            studio=True,
            method="POST",
        )
        if button.verb.many:
            others = ("mei", "double") if "lin" in able else ()
            path, everybody = f"/trials/many/{name}/", (*able, *others)
            yield Row("trial-many", path, everybody, 422, 403, method="POST")


TRIALS = [
    Row("trial-list", "/trials/"),
    Row("trials-of", "/trials/of/{candidate}/", ok=SEES, studio=True),
    Row("trial-detail", "/trials/{trial}/", ok=SEES, studio=True),
    *_of_buttons(),
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
        for verb in ("change-permit", "remove-permit")
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
    Row("sheet-list", "/trials/sheets/", ok=(*SENDERS, "mentor"), denied=403),
    Row(
        *("sheet-detail", "/trials/sheets/results/"),
        ok=("office", "mentor"),
        denied=403,
    ),
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
            "change-room": 422,
            "add-programme": 422,
            "remove-programme": 422,
            "block-rooms": 422,
            "unblock-room": 422,
            "enter-audience": 302,
            "estimate-audience": 302,
            "refresh-expected": 409,
            "open-slots": 422,
        }.items()
    ),
    *(
        Row("room-many", f"/rooms/many/{verb}/", OFFICE, 422, 403, method="POST")
        for verb in ("open-slots", "estimate-audience", "refresh-expected")
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
    _office("round-act", "/rounds/{round}/change-round/", 422, method="POST"),
    Row("campaign-list", "/campaigns/", ok=OFFICE, denied=403),
    Row("campaign-list", "/campaigns/", OFFICE, 422, 403, method="POST"),
    _office("campaign-detail", "/campaigns/{campaign}/"),
    _office("campaign-detail", "/campaigns/{campaign}/", 422, method="POST"),
    _office("round-act", "/rounds/{round}/draft/", 302, method="POST"),
    _office("round-act", "/rounds/{round}/close-round/", 409, method="POST"),
    _office("round-act", "/rounds/{round}/reopen-round/", 422, method="POST"),
    _office("round-race", "/racing/{round}/"),
    _office("round-release", "/racing/{round}/release/"),
    _office("round-release", "/racing/{round}/release/", 409, method="POST"),
    _office("round-race-places", "/racing/{round}/places/", 422, method="POST"),
    _office("round-race-compute", "/racing/{round}/compute/", 409, method="POST"),
    _office("round-race-sheet", "/racing/{round}/sheet/", method="POST"),
    _office("round-race-many", "/racing/{round}/many/proposed/", 409, method="POST"),
    _office("round-reserve", "/racing/{round}/reserve/"),
    _office(
        "round-reserve-act",
        "/racing/{round}/reserve/end-reserve/",
        422,
        method="POST",
    ),
    _office("plan-detail", "/plans/{plan}/"),
    _office("plan-place", "/plans/{plan}/place/", 422, method="POST"),
    _office("plan-take-out", "/plans/{plan}/take-out/", 400, method="POST"),
    _office("plan-pin", "/plans/{plan}/pin/", 400, method="POST"),
    _office("plan-lock", "/plans/{plan}/lock/", 400, method="POST"),
    _office("round-plan", "/rounds/{round}/plan/"),
    _office("round-plan", "/rounds/{round}/plan/", 422, method="POST"),
    _office("round-standings", "/rounds/{round}/standings/"),
    _office("round-standings", "/rounds/{round}/standings/", 409, method="POST"),
    _office("round-standings-file", "/rounds/{round}/standings/file/"),
    _office("round-predicting", "/rounds/{round}/standings/predicting/"),
    _office("round-predicting-file", "/rounds/{round}/standings/predicting/file/"),
    _office("place-detail", "/places/{place}/", denied=403),
    _office("run-detail", "/runs/{run}/"),
    _office("run-stop", "/runs/{run}/stop/", 302, method="POST"),
    _office("plan-publish", "/plans/{plan}/publish/"),
    _office("plan-look", "/plans/{plan}/look/", 302, method="POST"),
    _office("plan-discard", "/plans/{plan}/discard/", 302, method="POST"),
]
