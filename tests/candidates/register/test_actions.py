"""Taking people in: once each, kept up to date, never twice in a batch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from candidates.demo import Invented
from candidates.register.actions import mask
from candidates.register.models import Candidate, Direction, Person
from candidates.rosters.actions import add_candidates, send_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import forget_rosters
from spark import clock, text
from spark.accounts.models import User
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Campus
from spark.crypto import decrypt, keyed_hash
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.story import at_once, last_event, moment, who_may
from tests.world import EVERYBODY, World, invented


def add(world: World, *entries: Invented, campus: Campus | None = None, **other):
    given = {"actor": SYSTEM, "batch": world.batch, "campus": campus or world.campus}
    taken = add_candidates(**given | other, entries=entries)
    return [entry.outcome for entry in taken]


def stored() -> list[dict]:
    return list(Candidate.objects.order_by("pk").values())


def test_a_new_person_is_registered_at_the_campus_in_the_batch(world):
    entry = invented(name="欧阳慕白", guardian_name="欧阳青")
    at = moment("2026-03-04 10:00")
    assert add(world, entry, actor=world.lin, reason="直播2301班.xlsx", at=at) == [
        "added"
    ]
    candidate = Candidate.objects.get()
    assert (candidate.batch, candidate.campus) == (world.batch, world.campus)
    assert (candidate.stage, candidate.state) == ("registered", "")
    assert candidate.stage_since == at
    assert candidate.direction.slug == "comprehensive"
    names = ("phone", "guardian_name", "department", "class_name", "student_number")
    assert {getattr(candidate, name) == getattr(entry, name) for name in names} == {
        True
    }
    person = candidate.person
    assert (person.name, person.name_key) == ("欧阳慕白", "ou yang mu bai")
    assert person.birth_date == entry.birth_date
    assert last_event(candidate) == {
        "verb": "register.add",
        "actor": world.lin.pk,
        "reason": "直播2301班.xlsx",
    }


def test_an_id_number_is_never_stored_readably(world):
    entry = invented()
    add(world, entry)
    person = Person.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p) FROM candidates_person p")
        (kept,) = cursor.fetchone()
    assert entry.id_number not in str(kept)
    assert person.id_number == entry.id_number
    assert person.id_hash == keyed_hash(entry.id_number)
    assert person.id_masked == mask(entry.id_number)
    assert entry.id_number[6:14] not in person.id_masked


def test_taking_in_tells_nobody_and_asks_nothing_of_anybody(world):
    add(world, invented())
    assert not Message.objects.exists()
    assert not Duty.objects.exists()


def test_the_same_roster_again_changes_nothing(world):
    entries = [invented(), invented()]
    add(world, *entries)
    before = stored()
    assert add(world, *entries) == ["unchanged", "unchanged"]
    assert stored() == before
    assert Person.objects.count() == 2


def test_contact_data_is_brought_up_to_date_and_an_empty_cell_erases_nothing(world):
    entry = invented(guardian_name="林青")
    add(world, entry)
    changed = replace(entry, phone="13911112222", guardian_name="", major="")
    assert add(world, changed) == ["updated"]
    candidate = Candidate.objects.get()
    assert (candidate.phone, candidate.guardian_name) == ("13911112222", "林青")
    assert candidate.major == entry.major


def test_who_somebody_is_is_not_changed_by_a_roster(world):
    entry = invented()
    add(world, entry)
    add(
        world, replace(entry, name="林改名", birth_date=entry.birth_date.replace(day=1))
    )
    person = Person.objects.get()
    assert (person.name, person.birth_date) == (entry.name, entry.birth_date)


def test_the_direction_can_change_until_screening(world):
    other = Direction.objects.create(
        slug="vertical", name_zh="垂类", name_en="Vertical"
    )
    candidate = world.candidate()
    entry = invented(
        name=candidate.person.name,
        id_number=candidate.person.id_number,
        phone=candidate.phone,
        student_number=candidate.student_number,
        direction="vertical",
    )
    assert add(world, entry) == ["updated"]
    candidate.refresh_from_db()
    assert candidate.direction == other
    for _ in zip(range(2), world.walk(candidate), strict=False):
        pass
    assert add(world, replace(entry, direction="comprehensive")) == ["unchanged"]
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.direction) == ("screening", other)


def test_somebody_in_the_batch_through_another_campus_is_left_alone(world):
    entry = invented()
    add(world, entry)
    before = stored()
    changed = replace(entry, phone="13911112222")
    assert add(world, changed, campus=world.other) == ["elsewhere"]
    assert stored() == before


def test_somebody_of_an_earlier_batch_is_recognised(world):
    earlier = world.intake("earlier", world.batch.closes_on - timedelta(days=400))
    entry = invented()
    add(world, entry, batch=earlier, campus=world.other)
    assert add(world, entry) == ["added"]
    person = Person.objects.get()
    assert {c.batch.slug for c in person.candidates.all()} == {
        "earlier",
        world.batch.slug,
    }


def test_a_large_roster_costs_no_more_queries_than_a_small_one(
    world, django_assert_num_queries
):
    for size in (1, 3, 30):
        with django_assert_num_queries(10):
            assert add(world, *(invented() for _ in range(size))) == ["added"] * size


def test_two_rosters_of_the_same_people_at_once_leave_one_set(transactional_db):
    world = World()
    entries = [invented() for _ in range(20)]
    backwards = entries[::-1]
    assert at_once(lambda: add(world, *entries), lambda: add(world, *backwards)) == [
        "done",
        "done",
    ]
    assert Candidate.objects.count() == Person.objects.count() == 20


@pytest.mark.parametrize(
    ("name", "key"),
    [("林可馨", "lin ke xin"), ("Anna  Lee", "anna lee"), ("阿·依", "a yi")],
)
def test_names_are_sorted_by_pinyin(name, key):
    assert text.key(name) == key


def send(world: World, actor: User, campus: Campus, content: bytes = b"x", **other):
    given = {
        "batch": world.batch,
        "file_name": "直播2301班.xlsx",
        "notice_version": "2026-1",
        "notice_on": clock.today(),
    } | other
    return send_roster(actor=actor, campus=campus, content=content, **given)


def test_a_roster_is_kept_encrypted_until_a_job_reads_it(
    world, django_capture_on_commit_callbacks
):
    content = "姓名,林可馨".encode()
    with django_capture_on_commit_callbacks() as callbacks:
        roster = send(world, world.lin, world.campus, content)
    assert len(callbacks) == 1
    roster.refresh_from_db()
    kept = bytes(roster.content)
    assert content not in kept
    assert decrypt(kept) == content
    assert (roster.state, roster.sent_by) == (RosterImport.State.WAITING, world.lin)


def test_who_may_send_a_roster(world):
    world.user("both", "两校", "coordinator", world.campus, world.other)

    def here(actor: User) -> None:
        send(world, actor, world.campus)

    assert who_may(world, here) == {
        "done": {"lin", "both", "office"},
        "not-your-campus": {"mei"},
        "not-your-role": EVERYBODY - {"lin", "mei", "office"},
    }


def test_a_campus_outside_the_batch_is_refused(world):
    world.batch.campuses.remove(world.campus)
    for actor in (world.lin, world.office):
        with pytest.raises(Refused) as refused:
            send(world, actor, world.campus)
        assert (refused.value.code, refused.value.status) == (
            "campus-not-in-batch",
            422,
        )
    assert not RosterImport.objects.exists()


def test_a_roster_and_its_findings_are_forgotten_after_a_day(world):
    old, new = (send(world, world.lin, world.campus) for _ in range(2))
    RosterImport.objects.filter(pk=old.pk).update(
        created_at=old.created_at - timedelta(days=1, seconds=1),
        findings=[{"name": "林可馨"}],
        counts={"added": 1},
    )
    forget_rosters()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.content, old.findings, old.counts) == (None, None, {"added": 1})
    assert new.content is not None
