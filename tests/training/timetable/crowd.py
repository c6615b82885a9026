"""Plans of any size: many people at once, and a room with room for all of them."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.rosters.actions import add_candidates
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from tests.training.trials.studio import Studio
from tests.world import World, invented, papers, passed_test
from training.course import actions as course
from training.course.handover import incubation_to_training
from training.course.models import Enrolment
from training.studio.models import Slot
from training.timetable.models import Entry, Plan

LENGTH = timedelta(minutes=15)
A_DAY = 48  # slots, from eight to eight
DAYS = 12


def crowd(world: World, number: int) -> list[Candidate]:
    """People who compete, walked there all at once."""
    add_candidates(
        actor=SYSTEM,
        batch=world.batch,
        campus=world.campus,
        entries=[invented() for _ in range(number)],
    )
    people = list(Candidate.objects.order_by("-pk")[:number])
    keys = [candidate.pk for candidate in people]

    def of(model: type) -> list[int]:
        rows = model.objects.filter(candidate__in=keys)
        return list(rows.values_list("pk", flat=True))

    given = {"actor": SYSTEM}
    register_to_screening(ids=keys, **given)
    ids = of(Screening)
    screening.open_review(ids=ids, **given)
    screening.decide(ids=ids, decision="passed", reason="讲品有演示", **given)
    screening.release(ids=ids, **given)
    screening_to_incubation(ids=ids, **given)
    warned = {"reason": "基地一时人多"}
    incubation.activate(ids=of(Incubation), papers=papers(), **warned, **given)
    incubation_to_training(ids=of(Incubation), **given)
    course.start_learning(ids=of(Enrolment), **given)
    course.start_competing(ids=of(Enrolment), **given)
    passed_test(*keys)
    return people


def fill(plan: Plan, studio: Studio, people: list[Candidate]) -> None:
    """One short slot each, in one room with two seats."""
    seats = list(studio.room.seats.all())
    numbers = range(-(-len(people) // len(seats)))
    slots = Slot.objects.bulk_create(
        Slot(room=studio.room, during=_short(studio, n), expected_viewers=4200)
        for n in numbers
    )
    places = ((slot, seat) for slot in slots for seat in seats)
    Entry.objects.bulk_create(
        Entry(plan=plan, candidate=who, slot=slot, seat=seat)
        for who, (slot, seat) in zip(people, places, strict=False)
    )


def _short(studio: Studio, number: int) -> DateTimeTZRange:
    day, place = number % DAYS, number // DAYS
    starts = studio.time(1 + day, "08:00") + place * LENGTH
    return DateTimeTZRange(starts, starts + LENGTH)
