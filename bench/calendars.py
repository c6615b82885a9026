"""A calendar of two thousand trials, as a program fetches it; nothing of it stays."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import User
from spark.calendars.actions import follow
from spark.calendars.queries import known, written
from training.studio.models import LiveRoom, Seat, Slot
from training.trials.models import Campaign, Round, Trial

TRIALS, A_DAY = 2_000, 10


def pages(office: User) -> Iterator[tuple[str, Callable[[], int], int]]:
    with transaction.atomic():
        room = _room()
        subscription = known(
            follow(actor=office, kind="base", place=room.base_id, language="zh-hans")
        )

        def call() -> int:
            said = written(subscription, clock.now())
            return len(said.text) if said else 0

        with CaptureQueriesContext(connection) as captured:
            call()
        yield f"calendar of {TRIALS:,} trials", call, len(captured)
        transaction.set_rollback(True)


def _room() -> LiveRoom:
    """A room of its own with the trials, ten a day from 20 days back."""
    first = clock.today() - timedelta(days=20)
    people = list(Candidate.objects.exclude(stage="left").order_by("pk")[:A_DAY])
    room = LiveRoom.objects.create(
        base=LiveRoom.objects.earliest("pk").base, name_zh="两千场", name_en="Thousands"
    )
    seat = Seat.objects.create(room=room, number=1)
    last = first + timedelta(days=TRIALS // A_DAY)
    campaign = Campaign.objects.create(
        batch=people[0].batch,
        name_zh="两千场",
        name_en="Thousands",
        starts_on=first,
        ends_on=last,
    )
    round_ = Round.objects.create(
        campaign=campaign, number=1, starts_on=first, ends_on=last
    )
    began = clock.midnight(first)
    starts = [
        began + timedelta(days=n // A_DAY, hours=n % A_DAY) for n in range(TRIALS)
    ]
    slots = Slot.objects.bulk_create(
        Slot(
            room=room,
            during=DateTimeTZRange(at, at + timedelta(minutes=50)),
            expected_viewers=4200,
        )
        for at in starts
    )
    Trial.objects.bulk_create(
        Trial(
            candidate=people[n % len(people)],
            person_id=people[n % len(people)].person_id,
            round=round_,
            slot=slot,
            seat=seat,
            during=slot.during,
        )
        for n, slot in enumerate(slots)
    )
    return room
