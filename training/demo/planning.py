"""The demo's next round: audience and slots of its rooms, a plan by the solver."""

from datetime import time, timedelta
from uuid import uuid4

from candidates.demo import Cast
from spark import clock
from spark.accounts.scope import SYSTEM
from training.solver.progress import ignore
from training.standings.models import Result
from training.studio import actions as studio
from training.studio.models import LiveRoom
from training.timetable import actions as timetable
from training.timetable.actions.solving import take_run
from training.timetable.models import SolveRun
from training.trials import actions as trials
from training.trials.models import Campaign, Round

BEGINS, ENDS = 8, 20  # days from today


def plan_ahead(cast: Cast) -> None:
    """A second round of the campaign under way, planned but not published yet."""
    campaign = Campaign.objects.order_by("pk").first()
    if campaign is None or not Result.objects.filter(is_final=True).exists():
        return
    _open_rooms(cast)
    round_ = trials.open_round(
        actor=cast.staff.office,
        pk=campaign.pk,
        starts_on=cast.clock.today + timedelta(days=BEGINS),
        ends_on=cast.clock.today + timedelta(days=ENDS),
        trials_each=2,
        minimum_trials=2,
        cut=4,
        products="6901234567892\n6901234567908",
        at=cast.clock.at(0, "09:10"),
    )
    _runs(cast, round_)


def _open_rooms(cast: Cast) -> None:
    office, at, today = cast.staff.office, cast.clock.at(0, "09:00"), cast.clock.today
    rooms = list(LiveRoom.objects.order_by("pk"))
    keys = [room.pk for room in rooms]
    studio.estimate_audience(actor=office, ids=keys, at=at)
    studio.add_programme(
        actor=office,
        pk=keys[0],
        weekdays=range(5),
        starts_at=time(12),
        ends_at=time(13, 30),
        title="午间专场",
        at=at,
    )
    repairs = clock.midnight(today + timedelta(days=BEGINS + 2))
    studio.block_rooms(
        actor=office,
        ids=keys[-1:],
        starts=repairs,
        ends=repairs + timedelta(days=1),
        why="灯光检修",
        at=at,
    )
    studio.open_slots(
        actor=office,
        ids=keys,
        first_day=today + timedelta(days=BEGINS),
        last_day=today + timedelta(days=ENDS),
        at=at,
    )


def _runs(cast: Cast, round_: Round) -> None:
    """Runs of the solver: one cancelled, one lost with its worker, one with a draft."""
    # numba takes a hundred megabytes, which only the demo's making needs.
    from training.timetable.actions.making import make_plan  # noqa: PLC0415

    office, at = cast.staff.office, cast.clock.at(0, "09:20")
    stopped = _asked(cast, round_)
    timetable.stop_run(actor=office, pk=stopped.pk, at=at)
    lost = _asked(cast, round_)
    take_run(actor=SYSTEM, run_id=lost.pk, token=uuid4(), at=at)
    timetable.sweep_runs(actor=SYSTEM, at=at + timedelta(minutes=1))
    run = take_run(actor=SYSTEM, run_id=_asked(cast, round_).pk, token=uuid4(), at=at)
    if run is not None:
        make_plan(run, ignore, at=cast.clock.at(0, "09:40"))


def _asked(cast: Cast, round_: Round) -> SolveRun:
    return timetable.ask_for_plan(
        actor=cast.staff.office,
        pk=round_.pk,
        seconds=1,
        at=cast.clock.at(0, "09:15"),
    )
