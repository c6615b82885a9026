"""The rows of judging, incidents and the live board."""

from collections.abc import Iterator

from tests.access_row import Row

SEES = ("lin", "office", "mentor", "manager")
JUDGES = ("office", "mentor", "reviewer")
WATCHING = ("office", "mentor")
ROUND = "/judging/rounds/{round}/"


def _acts() -> Iterator[Row]:
    """What is done to a trial, to the mentor's own card, and to an incident."""
    for verb in ("mark", "lock", "recuse", "report-as-judge"):
        path = f"/judging/{{judgement}}/{verb}/"
        yield Row("judging-act", path, ("mentor",), 422, studio=True, method="POST")
    offices = {"assign-judges": 302, "name-judge": 422, "end-judging": 422}
    for verb, works in offices.items():
        yield Row(
            *("judging-of-act", f"/judging/of/{{trial}}/{verb}/", ("office",), works),
            denied=dict.fromkeys(("lin", "mentor", "manager"), 403),
            studio=True,
            method="POST",
        )
    yield Row(
        *("judging-of-act", "/judging/of/{trial}/report/", WATCHING, 422),
        denied=dict.fromkeys(("lin", "manager"), 403),
        studio=True,
        method="POST",
    )
    for name, path in {
        "judging-card-act": "/judging/cards/{judgement}/reopen/",
        "incident-act": "/incidents/{incident}/fail/",
    }.items():
        denied = {"mentor": 403}
        yield Row(name, path, ("office",), 422, denied, studio=True, method="POST")


JUDGING = [
    Row("judging-mine", "/judging/", ok=JUDGES, denied=403),
    Row("judging-detail", "/judging/{judgement}/", ok=("mentor",), studio=True),
    Row("judging-of", "/judging/of/{trial}/", ok=SEES, studio=True),
    *_acts(),
    Row(
        "trial-many",
        "/trials/many/assign-judges/",
        ("office",),
        422,
        403,
        method="POST",
    ),
    Row("judging-round", ROUND, ok=("office",), studio=True),
    Row(
        *("judging-round-act", f"{ROUND}assign-judges/", ("office",)),
        studio=True,
        method="POST",
    ),
    Row(
        *("judging-round-act", f"{ROUND}freeze-board/", ("office",), 302),
        studio=True,
        method="POST",
    ),
    Row("incident-list", "/incidents/", ok=WATCHING, denied=403),
    Row("live", "/live/", ok=WATCHING, denied=403),
    Row("live-hall", "/live/hall/", ok=WATCHING, denied=403),
]
