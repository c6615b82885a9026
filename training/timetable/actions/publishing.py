"""Publishing a plan: the only way trials are made, moved and called off by plans."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from training.studio.models import Slot
from training.timetable.access import PLANS
from training.timetable.actions.foreseeing import Changes, Outlook, look
from training.timetable.actions.planning import locked_draft
from training.timetable.actions.telling import is_later, new_trials, tell_places
from training.timetable.models import Opening, Plan
from training.timetable.queries import published_of, replaceable
from training.timetable.queries.versions import version_of
from training.trials.actions import tell_cancelled, tell_moved, tell_planned
from training.trials.models import Trial, seats_and_people_last
from training.trials.stages import HOLDING, TrialState

TRIES = 3  # to judge a plan while nothing it depends on is changed
BATCH = 500  # rows in a statement: its cost grows with their square


class Outdated(Exception):
    """Something that a plan was judged by has changed since."""


@verb(
    PLANS,
    roles={Role.OFFICE},
    label=_("Trial plan published"),
    many=False,
    locks=False,
    key=True,
)
def publish(
    *,
    actor: Actor,
    pk: int,
    seen: str = "",
    reason: str = "",
    outlook: Outlook | None = None,
    first: Callable[[], object] | None = None,
    at: datetime,
) -> Changes:
    """Make a draft the timetable: make, move and cancel trials, and tell the colleges.

    It is judged before anything is locked, and again only if something it was judged
    by has changed by then.

    Args:
        seen: the digest of the changes somebody looked at and agreed to.
        reason: lets a warning of the rules pass; a block never passes.
        outlook: if it was judged already.
        first: done in the same transaction, before anything is written.

    Raises:
        Refused: state-moved, plan-overtaken, plan-changed, plan-unsettled, or with the
            code of the first finding.
    """
    plan = PLANS.get(actor, pk)
    publish.check(actor)
    for _try in range(TRIES):
        seen_before = outlook or look(plan, at)
        outlook = None
        try:
            # A savepoint: what is locked in it is let go again if it comes to nothing.
            with transaction.atomic():
                if first is not None:
                    first()
                return _publish(actor, plan.pk, seen_before, seen, reason, at)
        except Outdated:
            plan = PLANS.get(actor, pk)
    raise Refused("plan-unsettled")


def _publish(
    actor: Actor, pk: int, outlook: Outlook, seen: str, reason: str, at: datetime
) -> Changes:
    """Publish what was judged before the locks, if it is still so under them.

    Raises:
        Outdated: if it isn't.
    """
    plan = locked_draft(actor, pk, publish)
    before, changes = published_of(plan.round_id), outlook.changes
    if before != plan.based_on:
        raise Refused("plan-overtaken")
    trials = Trial.objects.filter(replaceable(at), round=plan.round_id)
    list(trials.select_for_update().order_by("pk").values_list("pk"))
    if version_of(plan) != outlook.version:
        raise Outdated
    if seen and seen != changes.digest:
        raise Refused("plan-changed")
    for finding in (*changes.blocks, *changes.warnings):
        if finding.level == "block" or not reason:
            raise Refused(finding.code, status=422, **finding.facts)
    if before is not None:
        before.supersede()
        _write(before, at)
    plan.publish()
    _write(plan, at)
    _carry_out(plan, changes, at)
    _give_mentors(plan, at)
    tell_places(plan, changes, at)
    return changes


def _write(plan: Plan, at: datetime) -> None:
    plan.state_since = at
    plan.save(update_fields=["state", "state_since"])


def _carry_out(plan: Plan, changes: Changes, at: datetime) -> None:
    """Cancel first, then move all before any is looked at, so that two may swap."""
    move(changes.cancelled, Trial.cancel, at=at)
    board.close(changes.cancelled, at=at)
    elsewhere = [trial for trial, entry in changes.moved if is_later(trial, entry)]
    was = [(trial, trial.during.lower) for trial in elsewhere]
    for trial in elsewhere:
        if trial.state == TrialState.CONFIRMED:
            trial.ask_again()
            trial.state_since = at
    for trial, entry in changes.moved:
        trial.slot, trial.seat, trial.during = entry.slot, entry.seat, entry.slot.during
        trial.passed, trial.against = changes.passed_by(entry), []
    with seats_and_people_last():
        Trial.objects.bulk_update(
            [trial for trial, _entry in changes.moved],
            ["slot", "seat", "during", "state", "state_since", "passed", "against"],
            batch_size=BATCH,
        )
    board.close(elsewhere, at=at)
    board.close([trial for trial, _entry in changes.moved], "trial-replan", at=at)
    new = Trial.objects.bulk_create(new_trials(plan, changes, at))
    board.open_for(
        [*new, *elsewhere],
        "trial-confirm",
        Role.COORDINATOR,
        at=at,
        due=lambda trial: trial.confirm_by,
    )
    tell_planned(new, at=at)
    tell_moved(was, at=at)
    tell_cancelled(changes.cancelled, at=at)


def _give_mentors(plan: Plan, at: datetime) -> None:
    """Slots to come have the mentors of the plan; those it leaves have none.

    All are freed first, so that two may swap. Slots that aren't in the plan, or where
    somebody is on air, keep theirs.
    """
    used = plan.entries.filter(slot__starts_at__gt=at).values("slot")
    openings = {
        opening.slot_id: opening.mentor_id
        for opening in plan.openings.filter(slot__in=used, mentor__isnull=False)
    }
    if not openings:
        return
    last = plan.based_on.openings.all() if plan.based_on else Opening.objects.none()
    left = last.filter(slot__starts_at__gt=at).values_list("slot_id", flat=True)
    busy = Trial.objects.filter(state__in=HOLDING).exclude(round=plan.round_id)
    slots = Slot.objects.filter(pk__in={*openings, *left}).exclude(trials__in=busy)
    changed = [
        slot
        for slot in slots.select_for_update(of=("self",))
        if slot.mentor_id != openings.get(slot.pk)
    ]
    Slot.objects.filter(pk__in=[slot.pk for slot in changed]).update(mentor=None)
    for slot in changed:
        slot.mentor_id = openings.get(slot.pk)
    Slot.objects.bulk_update([s for s in changed if s.mentor_id], ["mentor"], BATCH)
