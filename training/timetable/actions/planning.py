"""Drafting a plan by hand: who sits where, before anybody is told."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from spark import clock
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.errors import Refused
from training.studio.access import SLOTS
from training.timetable.access import PLANS
from training.timetable.actions.judging import Judge
from training.timetable.models import Entry, Opening, Plan
from training.timetable.queries import entries_of, of_round, published_of, replaceable
from training.trials.access import ROUNDS
from training.trials.models import Round


@trail.action("trials.draft", _("Plan drafted"), internal=True)
def draft_plan(
    *,
    actor: Actor,
    round_id: int,
    empty: bool = False,
    at: datetime | None = None,
) -> Plan:
    """Begin a plan: of the trials to come as they stand, or of none."""
    at = at or clock.now()
    (round_,) = ROUNDS.locked(actor, [round_id], "draft")
    check_open(round_)
    last = round_.plans.aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(
        round=round_,
        number=last + 1,
        based_on=published_of(round_id),
        state_since=at,
    )
    if not empty:
        _as_it_stands(plan, at)
    return plan


def _as_it_stands(plan: Plan, at: datetime) -> None:
    """The trials to come, with the mentors, pins and locks of the published plan."""
    old = plan.based_on
    kept = old.entries.filter(is_pinned=True) if old else Entry.objects.none()
    pinned = set(kept.values_list("candidate_id", "slot_id"))
    Entry.objects.bulk_create(
        Entry(
            plan=plan,
            candidate_id=trial.candidate_id,
            slot=trial.slot,
            seat=trial.seat,
            is_pinned=(trial.candidate_id, trial.slot_id) in pinned,
        )
        for trial in of_round(plan.round_id).filter(replaceable(at))
    )
    openings = old.openings.all() if old else ()
    Opening.objects.bulk_create(
        Opening(
            plan=plan,
            slot_id=one.slot_id,
            mentor_id=one.mentor_id,
            is_locked=one.is_locked,
        )
        for one in openings
    )


def check_open(round_: Round) -> None:
    if not round_.is_open:
        raise Refused("round-closed")


def locked_draft(actor: Actor, plan_id: int, verb: str) -> Plan:
    """A draft to do `verb` to; its round is locked first, so plans change in turn."""
    plan = PLANS.get(actor, plan_id)
    PLANS.check(actor, verb)
    (round_,) = ROUNDS.locked(actor, [plan.round_id])
    (plan,) = PLANS.locked(actor, [plan_id])
    plan.round = round_
    if not plan.is_draft:
        raise Refused("state-moved")
    check_open(round_)
    return plan


@trail.action("trials.place", _("Put into a plan"), internal=True)
def place(
    *,
    actor: Actor,
    plan_id: int,
    candidate_id: int,
    slot_id: int,
    seat_id: int,
    at: datetime | None = None,
) -> Entry:
    """Put a candidate on a seat of a draft. What only warns is asked at publishing.

    Raises:
        Refused: with the code of the first thing that forbids it, the others with it.
    """
    plan = locked_draft(actor, plan_id, "place")
    slot = SLOTS.get(actor, slot_id)
    seat = slot.room.seats.filter(pk=seat_id).first()
    if seat is None:
        raise Refused("seat-not-there", slot=str(slot))
    entry = Entry(
        plan=plan,
        candidate=CANDIDATES.get(actor, candidate_id),
        slot=slot,
        seat=seat,
    )
    others = entries_of(plan)
    judge = Judge(plan, [*others, entry], at or clock.now())
    blocks = [
        Refused(finding.code, status=422, **finding.facts)
        for finding in judge.against(entry)
        if finding.level == "block"
    ]
    if blocks:
        refused, *refused.also = blocks
        raise refused
    entry.save()
    return entry


@trail.action("trials.take-out", _("Taken out of a plan"), internal=True)
def take_out(
    *, actor: Actor, plan_id: int, entry_id: int, at: datetime | None = None
) -> None:
    """Take an entry out of a draft; gone already is as good."""
    plan = locked_draft(actor, plan_id, "remove")
    plan.entries.filter(pk=entry_id).delete()


@trail.action("trials.pin", _("Pinned in a plan"), internal=True)
def pin(
    *,
    actor: Actor,
    plan_id: int,
    entry_id: int,
    is_pinned: bool = True,
    at: datetime | None = None,
) -> None:
    """Keep an entry where it is when the plan is planned again, or no longer."""
    plan = locked_draft(actor, plan_id, "pin")
    plan.entries.filter(pk=entry_id).update(is_pinned=is_pinned)


@trail.action("trials.lock", _("Slot locked in a plan"), internal=True)
def lock(
    *,
    actor: Actor,
    plan_id: int,
    slot_id: int,
    is_locked: bool = True,
    at: datetime | None = None,
) -> None:
    """Put nobody into a slot and take nobody out when planned again, or no longer."""
    plan = locked_draft(actor, plan_id, "lock")
    slot = SLOTS.get(actor, slot_id)
    given = {"is_locked": is_locked}
    plan.openings.update_or_create(
        slot=slot, defaults=given, create_defaults=given | {"mentor": slot.mentor}
    )


@trail.action("trials.discard", _("Plan discarded"), internal=True)
def discard(*, actor: Actor, plan_id: int, at: datetime | None = None) -> None:
    """Give a draft up; it can still be looked at."""
    (plan,) = PLANS.locked(actor, [plan_id], "discard")
    plan.discard()
    plan.state_since = at or clock.now()
    plan.save(update_fields=["state", "state_since"])
