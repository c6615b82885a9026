"""What judging and publishing a plan cost as it grows: queries, and work in Python."""

import cProfile
import pstats
from collections.abc import Callable, Iterator
from datetime import time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spark import clock
from spark.accounts.scope import SYSTEM
from tests.training.timetable.crowd import crowd, fill
from tests.training.trials.studio import Studio
from training.timetable import actions
from training.timetable.models import Entry, Plan
from training.trials.models import Trial

LOOK, PUBLISH = 14, 45


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """In the evening, news of tomorrow's first trials waits for nobody's word."""
    with time_machine.travel(clock.at(clock.today(), time(10)), tick=True):
        yield


def drafted(studio: Studio, number: int) -> Plan:
    plan = studio.draft(empty=True)
    fill(plan, studio, crowd(studio.world, number))
    return plan


def calls(act: Callable[[], object]) -> int:
    """Calls of functions: the same on a machine with a lot to do."""
    profile = cProfile.Profile()
    profile.runcall(act)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined]


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def look(plan: Plan) -> Callable[[], object]:
    return lambda: actions.foresee(Plan.objects.get(pk=plan.pk), clock.now())


@pytest.mark.parametrize("rows", [1, 3])
def test_a_look_and_publishing_cost_as_many_queries_for_many(world, rows):
    studio = Studio(world)
    plan = drafted(studio, rows)
    given = {"actor": SYSTEM, "pk": plan.pk, "reason": "周末也播"}
    assert queries(look(plan)) == LOOK
    assert queries(lambda: actions.publish(**given)) == PUBLISH
    assert Trial.objects.count() == rows


def turned(studio: Studio) -> Plan:
    """A draft in which everybody has the place of the next."""
    plan = studio.draft(empty=True)
    trials = list(Trial.objects.filter(state="planned").order_by("pk"))
    Entry.objects.bulk_create(
        Entry(
            plan=plan, candidate_id=one.candidate_id, slot=next_.slot, seat=next_.seat
        )
        for one, next_ in zip(trials, [*trials[1:], trials[0]], strict=True)
    )
    return plan


def test_a_look_and_publishing_grow_with_the_entries_and_no_faster(world):
    studio = Studio(world)
    costs = []
    for number in (200, 800):
        first = drafted(studio, number)
        costs.append(
            [
                calls(look(first)),
                calls(lambda first=first: studio.publish(first)),
                calls(lambda: studio.publish(turned(studio))),
                calls(lambda: studio.publish(studio.draft(empty=True))),
            ]
        )
        studio.room.slots.exclude(trials__isnull=False).delete()
        studio.room = studio.live_room(f"星选{number}间")
    assert Trial.objects.filter(state="cancelled").count() == 1000
    for small, large in zip(*costs, strict=True):
        assert large < 5 * small, costs
