"""What somebody's history tells of the rosters that named them."""

from dataclasses import replace

from candidates.register.models import Candidate
from spark.audit import trail
from tests.candidates.rosters.test_import import imported, sheet
from tests.story import messages_sent
from tests.world import invented


def test_the_sender_is_told_and_stands_in_the_story(world):
    roster = imported(world)
    assert messages_sent() == {("roster-judged", "lin"), ("roster-imported", "lin")}
    for candidate in Candidate.objects.all():
        (entry,) = trail.timeline(candidate, internal=False)
        assert (entry.who, entry.details) == (world.lin.name, (f"名单 #{roster.pk}",))


def test_the_story_says_what_a_later_roster_changed_not_what_it_was(world):
    person = invented()
    imported(world, sheet(person))
    changed = replace(person, student_number="20260009", phone="13900000009")
    roster = imported(world, sheet(changed))
    latest, _first = trail.timeline(Candidate.objects.get(), internal=False)
    assert (latest.title, latest.reason) == ("名单更新", "")
    assert latest.details == (f"名单 #{roster.pk}", "学号、联系方式")
