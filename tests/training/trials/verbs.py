"""Every verb of a trial: whence, where to, what it tells and asks, and whose it is."""

from functools import partial

from spark.duties.models import Duty
from tests.story import Case
from training.judging.actions import enter_live_figures
from training.standings.actions import enter_result
from training.trials import actions
from training.trials.models import Trial

NUMBERS = {"viewers": 4100, "views": 5200, "average_watch_seconds": 71}


def because(action):
    return partial(action, reason="设备故障")


def later(action):
    """Done as if the slot had begun: an action of the studio doesn't wait for it."""

    def act(*, actor, ids, **more) -> None:
        starts = Trial.objects.get(pk=list(ids)[0]).during.lower
        action(actor=actor, ids=ids, at=starts, **more)

    return act


def at_the_end(action):
    """Done as the slot ends."""

    def act(*, actor, ids, **more) -> None:
        ends = Trial.objects.get(pk=list(ids)[0]).during.upper
        action(actor=actor, ids=ids, at=ends, **more)

    return act


def open_about(trial: Trial) -> set[tuple[str, str]]:
    rows = Duty.objects.filter(subject=f"trial:{trial.pk}", closed_at=None)
    return set(rows.values_list("code", "role"))


def result(*, actor, ids) -> None:
    enter_result(actor=actor, pk=list(ids)[0], numbers=NUMBERS)


def figures(*, actor, ids) -> None:
    starts = Trial.objects.get(pk=list(ids)[0]).during.lower
    enter_live_figures(actor=actor, pk=list(ids)[0], viewers=4100, at=starts)


RUN = {"office", "mentor"}
LOOK = {"lin", "office", "mentor", "manager"}
CASES = {
    "confirm": Case(
        "planned",
        actions.confirm,
        ("confirmed", ""),
        set(),
        set(),
        may={"lin", "office"},
        sees={"mentor", "manager"},
    ),
    "go-live": Case(
        "confirmed",
        later(actions.go_live),
        ("live", ""),
        set(),
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
    "finish": Case(
        "live",
        at_the_end(actions.finish),
        ("finished", ""),
        {("trial-result", "mentor")},
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
    "take-back": Case(
        "live",
        later(actions.take_back),
        ("confirmed", ""),
        set(),
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
    "abort": Case(
        "live",
        later(because(actions.abort)),
        ("aborted", ""),
        set(),
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
    "no-show": Case(
        "confirmed",
        later(because(actions.no_show)),
        ("no_show", ""),
        set(),
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
    "let-stand": Case(
        "against",
        because(actions.let_stand),
        ("planned", ""),
        {("trial-confirm", "coordinator")},
        set(),
        may={"office"},
        sees=LOOK - {"office"},
    ),
    "cancel": Case(
        "confirmed",
        because(actions.cancel),
        ("cancelled", ""),
        set(),
        {("trial-cancelled", "lin")},
        may={"office"},
        sees=LOOK - {"office"},
    ),
    "decline": Case(
        "confirmed",
        because(actions.decline),
        ("cancelled", ""),
        set(),
        {("trial-cancelled", "lin")},
        may={"lin"},
        sees=LOOK - {"lin"},
    ),
    "enter-live-figures": Case(
        "live",
        figures,
        ("live", ""),
        set(),
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
    "enter-result": Case(
        "finished",
        result,
        ("finished", "4100"),
        {("trial-result-final", "mentor")},
        set(),
        may=RUN,
        sees=LOOK - RUN,
    ),
}
