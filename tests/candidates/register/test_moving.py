"""Moving along: what the colleges are told."""

from datetime import timedelta

from candidates.register.actions import tell_campuses
from candidates.screening.models import Screening
from spark import clock
from spark.notifications.models import Channel, Message, State
from tests.story import record_of
from tests.world import World

KIND = "screening-released"


def waiting_for(world: World) -> list[tuple[str, int]]:
    """Of whom, and how many, what is not sent yet will tell lin."""
    rows = Message.objects.filter(
        to=world.lin, channel=Channel.EMAIL, state=State.WAITING, kind=KIND
    )
    return [(m.facts["name"], m.facts["count"]) for m in rows.order_by("pk")]


def test_word_of_many_is_not_lost_when_more_is_said_of_the_first(world):
    people = [world.candidate("waiting") for _ in range(3)]
    records = [record_of(Screening, candidate) for candidate in people]
    name = records[0].candidate.person.name
    now = clock.now()
    tell_campuses(KIND, records, at=now)
    tell_campuses(KIND, records[:1], at=now)
    assert waiting_for(world) == [(name, 3), (name, 1)]
    later = now + timedelta(minutes=1)
    tell_campuses(KIND, records[:1], at=later)
    tell_campuses(KIND, records[:2], at=later)
    assert waiting_for(world) == [(name, 3), (name, 1), (name, 2)]


def test_of_one_person_only_the_last_word_is_sent_and_the_same_word_once(world):
    record = record_of(Screening, world.candidate("waiting"))
    now = clock.now()
    for at in (now, now, now + timedelta(minutes=1)):
        tell_campuses(KIND, [record], at=at)
    assert Message.objects.filter(kind=KIND, channel=Channel.IN_APP).count() == 2
    assert len(waiting_for(world)) == 1
