"""Drafting a plan by hand: who sits where, before anybody is told."""

from datetime import datetime
from functools import partial

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import Verb, verb
from spark.errors import Refused, refuse_all
from training.studio.access import SLOTS
from training.timetable.access import PLANS
from training.timetable.actions.checking import EntryChecker
from training.timetable.models import Entry, Opening, Plan
from training.timetable.queries import entries_of, of_round, published_of, replaceable
from training.trials.access import ROUNDS
from training.trials.models import Round

# Each of these locks the plan's round before the plan.
on_a_draft = partial(
    verb, PLANS, roles={Role.OFFICE}, many=False, locks=False, internal=True
)


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Plan drafted"),
    name="draft",
    many=False,
    internal=True,
)
def draft_plan(round_: Round, *, empty: bool = False, at: datetime) -> Plan:
    """Begin a plan: of the trials to come as they stand, or of none."""
    check_open(round_)
    last = round_.plans.aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(
        round=round_,
        number=last + 1,
        based_on=published_of(round_.pk),
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
            slot_id=opening.slot_id,
            mentor_id=opening.mentor_id,
            is_locked=opening.is_locked,
        )
        for opening in openings
    )


def check_open(round_: Round) -> None:
    if not round_.is_open:
        raise Refused("round-closed")


def locked_draft(actor: Actor, pk: int, done: Verb) -> Plan:
    """A draft to do that to; its round is locked first, so plans change in turn."""
    plan = PLANS.get(actor, pk)
    done.check(actor)
    (round_,) = ROUNDS.locked(actor, [plan.round_id])
    (plan,) = PLANS.locked(actor, [pk])
    plan.round = round_
    if not plan.is_draft:
        raise Refused("state-moved")
    check_open(round_)
    return plan


@on_a_draft(label=_("Put into a plan"))
def place(
    *,
    actor: Actor,
    pk: int,
    candidate_id: int,
    slot_id: int,
    seat_id: int,
    at: datetime,
) -> Entry:
    """Put a candidate on a seat of a draft. What only warns is asked at publishing.

    Raises:
        Refused: with the code of the first thing that forbids it, the others with it.
    """
    plan = locked_draft(actor, pk, place)
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
    checker = EntryChecker(plan, [*others, entry], at)
    refuse_all(
        Refused(finding.code, status=422, **finding.facts)
        for finding in checker.findings(entry)
        if finding.level == "block"
    )
    entry.save()
    return entry


@on_a_draft(label=_("Taken out of a plan"))
def take_out(*, actor: Actor, pk: int, entry_id: int) -> None:
    """Take an entry out of a draft; gone already is as good."""
    plan = locked_draft(actor, pk, take_out)
    plan.entries.filter(pk=entry_id).delete()


@on_a_draft(label=_("Pinned in a plan"))
def pin(*, actor: Actor, pk: int, entry_id: int, is_pinned: bool = True) -> None:
    """Keep an entry where it is when the plan is planned again, or no longer."""
    plan = locked_draft(actor, pk, pin)
    plan.entries.filter(pk=entry_id).update(is_pinned=is_pinned)


@on_a_draft(label=_("Slot locked in a plan"))
def lock(*, actor: Actor, pk: int, slot_id: int, is_locked: bool = True) -> None:
    """Put nobody into a slot and take nobody out when planned again, or no longer."""
    plan = locked_draft(actor, pk, lock)
    slot = SLOTS.get(actor, slot_id)
    given = {"is_locked": is_locked}
    plan.openings.update_or_create(
        slot=slot, defaults=given, create_defaults=given | {"mentor": slot.mentor}
    )


@verb(
    PLANS,
    roles={Role.OFFICE},
    label=_("Plan discarded"),
    follows=_(
        "The draft is given up with all that was placed in it: it can still be looked"
        " at, but never published."
    ),
    many=False,
    internal=True,
)
def discard(plan: Plan, *, at: datetime) -> None:
    """Give a draft up; it can still be looked at."""
    plan.discard()
    plan.state_since = at
    plan.save(update_fields=["state", "state_since"])
