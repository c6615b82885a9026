"""Plans made by the solver: asked for, followed, and kept as drafts."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from spark import clock, jobs
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.errors import Refused
from spark.notifications import outbox
from training.timetable.access import PLANS, RUNS
from training.timetable.actions.planning import check_open
from training.timetable.models import Entry, Opening, Plan, SolveRun
from training.timetable.queries import published_of
from training.timetable.stages import PlanState, RunState
from training.trials.access import ROUNDS
from training.trials.models import Round

Place = tuple[int, int, int]  # candidate, slot, seat


class Overtaken(Exception):
    """The run was stopped, or another worker has it: what this one finds is dropped."""


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Solver asked for a plan"),
    many=False,
    internal=True,
)
def ask_for_plan(
    round_: Round,
    *,
    actor: User,
    seconds: int = 30,
    seed: int = 0,
    base_id: int | None = None,
    is_repair: bool = False,
    price: int | None = None,
    at: datetime,
) -> SolveRun:
    """Have the solver plan a round.

    Args:
        base_id: a draft or the published plan, for what is pinned and locked in it.
        is_repair: keep the rest of it too, as far as that is lawful and fair.
        price: of each change in a repair, in viewers.

    Raises:
        Refused: round-closed, state-moved for a plan that is history, run-going.
    """
    check_open(round_)
    base = PLANS.get(actor, base_id) if base_id else None
    usable = {PlanState.DRAFT, PlanState.PUBLISHED}
    if base and (base.round_id != round_.pk or base.state not in usable):
        raise Refused("state-moved")
    run = SolveRun.objects.create(
        round=round_,
        base=base,
        is_repair=is_repair and base is not None,
        asked_by=actor,
        seconds=seconds,
        seed=seed,
        price=price,
        state_since=at,
        beat_at=at,
    )
    jobs.enqueue_on_commit("trials.solve_round", pk=run.pk)
    return run


@verb(RUNS, roles={Role.OFFICE}, label=_("Solver stopped"), many=False, internal=True)
def stop_run(run: SolveRun, *, at: datetime) -> None:
    """Nothing comes of it; a worker that has it notices at its next sign of life."""
    move(run, SolveRun.cancel, at)


def move(run: SolveRun, transition: Callable[[SolveRun], object], at: datetime) -> None:
    transition(run)
    run.state_since = at
    run.save(update_fields=["state", "state_since", "token", "failure", "plan"])


@trail.action("trials.take-run", _("Solver started"), internal=True)
def take_run(
    *, actor: Actor, run_id: int, token: UUID, at: datetime | None = None
) -> SolveRun | None:
    """Give a queued run to the worker of that token; None if it isn't queued."""
    at = at or clock.now()
    run = SolveRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state != RunState.QUEUED:
        return None
    run.token = token
    move(run, SolveRun.start, at)
    beat(run, at=at)
    return run


def beat(
    run: SolveRun, *, at: datetime | None = None, **progress: float | None
) -> None:
    """Renew the run's lease and keep how far it is: the fields of `Searching`.

    Raises:
        Overtaken: if the run isn't this worker's any more.
    """
    mine = SolveRun.objects.filter(pk=run.pk, token=run.token, state=RunState.RUNNING)
    if not mine.update(beat_at=at or clock.now(), **progress):
        raise Overtaken


@trail.action("trials.keep-run", _("Plan made by the solver"), internal=True)
def keep_plan(
    *,
    actor: Actor,
    run: SolveRun,
    places: Sequence[Place],
    mentors: Mapping[int, int],
    figures: dict,
    at: datetime | None = None,
) -> Plan:
    """Make the plan a worker found a draft. It was verified before.

    Args:
        places: those to come; what publishing leaves alone isn't among them.
        mentors: by slot.

    Raises:
        Overtaken: if the run isn't this worker's any more; then nothing is kept.
        Refused: round-closed.
    """
    at = at or clock.now()
    round_ = Round.objects.select_for_update().get(pk=run.round_id)
    kept = SolveRun.objects.select_for_update().get(pk=run.pk)
    if kept.token != run.token or kept.state != RunState.RUNNING:
        raise Overtaken
    check_open(round_)
    last = round_.plans.aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(
        round=round_,
        number=last + 1,
        based_on=published_of(round_.pk),
        state_since=at,
    )
    _fill(plan, kept, places, mentors)
    kept.plan, kept.figures, kept.share = plan, figures, 1
    kept.coverage, kept.mad = figures["plan"]["coverage"], figures["plan"]["mad"]
    kept.save(update_fields=["figures", "share", "coverage", "mad"])
    move(kept, SolveRun.succeed, at)
    outbox.put(
        "plan-made",
        to=[kept.asked_by],
        subject=f"plan-made:{round_.pk}",
        dedup=f"plan-made:{kept.pk}",
        facts={"number": round_.number, "plan": plan.number},
        url=f"/runs/{kept.pk}/",
        at=at,
    )
    return plan


def _fill(
    plan: Plan, run: SolveRun, places: Sequence[Place], mentors: Mapping[int, int]
) -> None:
    old = list(run.base.entries.all()) if run.base else []
    pinned = {(entry.candidate_id, entry.slot_id) for entry in old if entry.is_pinned}
    marks = run.base.openings.filter(is_locked=True) if run.base else ()
    locked = {opening.slot_id for opening in marks}
    Entry.objects.bulk_create(
        Entry(
            plan=plan,
            candidate_id=candidate,
            slot_id=slot,
            seat_id=seat,
            is_pinned=(candidate, slot) in pinned,
        )
        for candidate, slot, seat in places
    )
    slots = {slot for _candidate, slot, _seat in places} | locked
    Opening.objects.bulk_create(
        Opening(
            plan=plan,
            slot_id=slot,
            mentor_id=mentors.get(slot),
            is_locked=slot in locked,
        )
        for slot in sorted(slots)
    )


@trail.action("trials.fail-run", _("Solver failed"), internal=True)
def fail_run(
    *,
    actor: Actor,
    run_id: int,
    token: UUID | None,
    code: str,
    at: datetime | None = None,
) -> None:
    """Say what ended the run; nothing if it isn't that worker's any more."""
    mine = SolveRun.objects.select_for_update().filter(
        pk=run_id, token=token, state=RunState.RUNNING
    )
    for run in mine:
        run.failure = code
        move(run, SolveRun.fail, at or clock.now())


def seated(
    solution: Sequence[tuple[int, int]],
    seats: Mapping[int, Sequence[int]],
    base: Mapping[tuple[int, int], int],
) -> list[Place]:
    """Give each (candidate, slot) a seat: the one in `base`, where it is free."""
    by_slot: dict[int, list[int]] = defaultdict(list)
    for candidate, slot in solution:
        by_slot[slot].append(candidate)
    found: list[Place] = []
    for slot, candidates in by_slot.items():
        free = list(seats[slot])
        late = []
        for candidate in candidates:
            seat = base.get((candidate, slot))
            if seat is not None and seat in free:
                free.remove(seat)
                found.append((candidate, slot, seat))
            else:
                late.append(candidate)
        found += [
            (candidate, slot, seat) for candidate, seat in zip(late, free, strict=False)
        ]
    return found
