"""Following changes: nothing skipped, nothing twice, nobody else's."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from candidates.register.models import Candidate
from candidates.screening import actions as screening
from spark import clock
from spark.changes.models import Change, Reading
from spark.changes.ordering import forget, put_in_order
from tests.candidates.lists.test_api import application, ask, get, is_problem
from tests.world import World

URL = "/api/v1/changes"


class System:
    """A campus's system that follows the changes."""

    def __init__(self, world: World, campus=None) -> None:
        campus = campus or world.campus
        application(world, campus, scopes="changes:read candidates:read")
        self.client = Client()
        self.token = ask(self.client, campus.code).json()["access_token"]
        self.place = ""

    def read(self, **query):
        given = {"after": self.place} if self.place else {}
        asked = "&".join(f"{name}={value}" for name, value in (given | query).items())
        return get(self.client, f"{URL}?{asked}", self.token)

    def follow(self, size: int = 100) -> list[dict]:
        """All there is to read now; the next time, what came since."""
        found, more = [], True
        while more:
            page = self.read(page_size=size).json()
            found += page["results"]
            self.place, more = page["next"], page["has_more"]
        return found


@pytest.fixture
def system(world) -> System:
    return System(world)


def types(changes: list[dict]) -> list[tuple[str, str]]:
    return [(change["resource"], change["type"]) for change in changes]


def test_what_was_done_is_told_in_order_with_the_address(world, system):
    system.follow()
    candidate = world.candidate("in_review")
    (record,) = candidate.screening_set.all()
    system.follow()
    screening.ask_more(actor=world.office, ids=[record.pk], reason="换个片段")
    found = system.follow()
    assert ("screenings", "screening.ask-more") in types(found)
    about = [c for c in found if c["resource"] != "messages"]
    assert {change["id"] for change in about} == {candidate.pk, record.pk}
    assert ("messages", "message.screening-more-asked") in types(found)
    for change in found:
        assert get(system.client, change["url"], system.token).status_code == 200
    assert system.follow() == []


def test_another_campuss_people_are_not_told_of(world, system):
    theirs = System(world, world.other)
    own, other = world.candidate(), world.candidate(campus=world.other)
    assert {change["id"] for change in system.follow()} == {own.pk}
    assert {change["id"] for change in theirs.follow()} == {other.pk}


def test_a_decision_before_its_release_is_not_told(world, system):
    (record,) = world.candidate("in_review").screening_set.all()
    system.follow()
    given = {"decision": "passed", "reason": "亲和力好"}
    screening.decide(actor=world.office, ids=[record.pk], **given)
    assert system.follow() == []


def test_from_now_on_only_what_follows(world, system):
    world.candidate()
    system.place = system.read(after="now").json()["next"]
    new = world.candidate()
    assert {change["id"] for change in system.follow()} == {new.pk}


def test_pages_of_one_tell_the_same_as_one_of_all(world, system):
    for _ in range(3):
        world.candidate("in_review")
    whole = system.follow()
    system.place = ""
    assert system.follow(size=1) == whole


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_the_same_for_one_and_for_many(
    world, system, django_assert_num_queries, rows
):
    system.follow()
    for _ in range(rows):
        world.candidate()
    put_in_order()
    with django_assert_num_queries(4):
        assert len(system.read().json()["results"]) >= rows


@pytest.mark.parametrize(
    "query",
    [
        {"after": "nonsense"},
        {"after": ""},
        {"after": "cDk5OTk5OTk5OQ"},
        {"after": "é"},
        {"after": "%00"},
        {"page_size": "0"},
        {"page_size": "201"},
        {"page_size": "many"},
        {"page_size": "9" * 5000},
        {"since": "2026-01-01"},
    ],
)
def test_what_is_not_understood_is_refused_by_name(system, query):
    body = is_problem(system.read(**query), 400)
    assert [e["parameter"] for e in body["errors"]] == list(query)


def test_who_comes_back_too_late_is_told_to_read_all_again(world, system):
    system.follow()
    idle, early = system.place, clock.now() + timedelta(days=91)
    world.candidate()
    put_in_order()
    assert forget(early) == Change.objects.filter(position=None).count() + 1
    body = is_problem(system.read(), 410)
    assert body["type"] == "urn:spark:refused:changes-forgotten"
    system.place = system.read(after="now").json()["next"]
    assert system.place != idle and system.follow() == []


def test_who_read_all_there_was_may_stay_away(world, system):
    world.candidate()
    system.follow()
    forget(clock.now() + timedelta(days=91))
    assert system.follow() == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)"
        " SELECT resource, object_key, campus_id, kind, verb FROM changes_change",
        "UPDATE changes_change SET campus_id = campus_id + 1",
    ],
)
def test_nobody_tells_of_what_did_not_happen(world, statement):
    world.candidate()
    with (
        pytest.raises(DatabaseError, match="pgtrigger"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_long_transaction_holds_nobody_back_and_is_told_when_it_ends(
    transactional_db,
):
    world = World()
    system, first, second = System(world), world.candidate(), world.candidate()
    system.follow()
    begun, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Candidate.objects.filter(pk=first.pk).update(class_name="一班")
            begun.set()
            finish.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    begun.wait(10)
    Candidate.objects.filter(pk=second.pk).update(class_name="二班")
    assert [change["id"] for change in system.follow()] == [second.pk]
    finish.set()
    writer.join(10)
    assert [change["id"] for change in system.follow()] == [first.pk]


def test_positions_are_given_by_one_at_a_time(transactional_db):
    """Else the slow one's change would come before what somebody has read by then."""
    world = World()
    slow, quick = world.candidate(), world.candidate()
    put_in_order()
    begun, finish, given = threading.Event(), threading.Event(), []

    def write() -> None:
        with transaction.atomic():
            Candidate.objects.filter(pk=slow.pk).update(class_name="一班")
            begun.set()
            finish.wait(10)
        connection.close()

    def order() -> None:
        given.append(put_in_order()[0].last)
        connection.close()

    writer, second = threading.Thread(target=write), threading.Thread(target=order)
    writer.start()
    begun.wait(10)
    Candidate.objects.filter(pk=quick.pk).update(class_name="二班")
    with transaction.atomic():
        Reading.objects.select_for_update().get()
        second.start()
        second.join(0.5)
        first = put_in_order()[0].last
        finish.set()
        writer.join(10)
    second.join(10)
    last = Change.objects.order_by("-position").values_list("object_key", "position")
    assert given == [first + 1]
    assert list(last[:2]) == [(slow.pk, first + 1), (quick.pk, first)]


def test_eight_writers_and_two_readers_skip_and_double_nothing(transactional_db):
    world = World()
    people = [world.candidate() for _ in range(4)]
    readers = [System(world), System(world, world.other)]
    for system in readers:
        system.follow()
    done, heard = threading.Event(), [[], []]

    def write(number: int) -> None:
        for turn in range(12):
            with transaction.atomic():
                for candidate in people if turn % 2 else people[number % 4 :][:1]:
                    Candidate.objects.filter(pk=candidate.pk).update(
                        class_name=f"{number}-{turn}"
                    )
                if turn % 5 == 4:
                    transaction.set_rollback(True)
        connection.close()

    def read(number: int) -> None:
        while not done.is_set():
            heard[number] += readers[number].follow(size=7)
        connection.close()

    writers = [threading.Thread(target=write, args=[n]) for n in range(8)]
    reading = [threading.Thread(target=read, args=[n]) for n in range(2)]
    for thread in [*reading, *writers]:
        thread.start()
    for thread in writers:
        thread.join(60)
    done.set()
    for thread in reading:
        thread.join(60)
    heard[0] += readers[0].follow()
    written = Change.objects.filter(kind="update", resource="candidates")
    expected = Counter(written.values_list("object_key", flat=True))
    assert sum(expected.values()) == 8 * (5 * 1 + 5 * 4)
    assert Counter(change["id"] for change in heard[0]) == expected
    assert heard[1] == []
    for candidate in people:
        own = written.filter(object_key=candidate.pk)
        in_order = list(own.order_by("position").values_list("pk", flat=True))
        assert in_order == sorted(in_order)
