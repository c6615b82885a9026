"""Changing how to reach somebody; the same person in other batches."""

from datetime import timedelta

from candidates.demo import id_number
from candidates.register import queries
from candidates.register.models import (
    Candidate,
    Direction,
)
from candidates.rosters import actions
from spark.accounts.scope import SYSTEM
from tests.candidates.register.identities import (
    changing,
    refused,
    years_ago,
)
from tests.story import tried, who_may
from tests.world import invented


def test_particulars_are_the_colleges_and_the_offices(world):
    candidate = world.candidate("waiting")
    act = changing(candidate.pk, phone="13911112222", class_name="直播2302班")
    assert who_may(world, act) == tried({"lin", "office"}, {"reviewer"})


def test_what_changed_is_written_and_told_without_values(world):
    candidate = world.candidate()
    new = {"phone": "13911112222", "email": "a@b.cn", "department": "商学院"}
    assert changing(candidate.pk, **new)(world.lin) is True
    assert changing(candidate.pk, **new)(world.lin) is False
    candidate.refresh_from_db()
    assert {name: getattr(candidate, name) for name in new} == new
    entries = queries.story(candidate, internal=False)
    assert [e.who for e in entries if e.who == "林晓岚"] == ["林晓岚"]


def test_a_minor_keeps_a_guardian(world):
    birth = years_ago(17)
    candidate = world.candidate(
        id_number=id_number(birth, 12),
        birth_date=birth,
        guardian_name="林父",
        guardian_phone="13700001111",
    )
    said = refused(changing(candidate.pk, guardian_name="林父", guardian_phone=""))
    assert said.code == "guardian-needed"
    assert changing(candidate.pk, guardian_phone="13700002222")(SYSTEM)


def test_the_direction_may_change_until_screening(world):
    vertical = Direction.objects.create(
        slug="vertical", name_zh="垂类", name_en="Vertical"
    )
    fresh = world.candidate()
    assert refused(changing(fresh.pk, direction=vertical)).code == "state-moved"
    world.batch.directions.add(vertical)
    assert changing(fresh.pk, direction=vertical)(world.lin)
    fresh.refresh_from_db()
    assert fresh.direction == vertical
    called = world.candidate("waiting")
    assert refused(changing(called.pk, direction=vertical)).code == "direction-fixed"
    assert not changing(called.pk, direction=called.direction)(SYSTEM)


def test_a_roster_of_another_college_neither_changes_nor_names_anybody(world):
    candidate = world.candidate(email="first@example.com")
    person = candidate.person
    entry = invented(name=person.name, id_number=person.id_number, phone="13999999999")
    taken = actions.add_candidates(
        actor=world.mei, batch=world.batch, campus=world.other, entries=[entry]
    )
    assert [entry.outcome for entry in taken] == ["elsewhere"]
    before = candidate.phone
    candidate.refresh_from_db()
    assert (candidate.phone, candidate.email) == (before, "first@example.com")
    assert Candidate.objects.count() == 1


def test_other_batches_are_shown_as_far_as_they_may_be_seen(world):
    entry = invented()
    earlier = world.intake("earlier", world.batch.closes_on - timedelta(days=200))
    hidden = world.intake("hidden", world.batch.closes_on - timedelta(days=400))
    for batch, campus in (
        (earlier, world.campus),
        (hidden, world.other),
        (world.batch, world.campus),
    ):
        actions.add_candidates(
            actor=SYSTEM, batch=batch, campus=campus, entries=[entry]
        )
    candidate = Candidate.objects.latest("pk")
    found = {
        name: [earlier.batch.slug for earlier in queries.other_batches(user, candidate)]
        for name, user in world.people.items()
    }
    assert {name: slugs for name, slugs in found.items() if slugs} == {
        "office": ["earlier", "hidden"],
        "lin": ["earlier"],
        "mei": ["hidden"],
    }
