"""What is sent twice with one key is done once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from candidates.screening import actions
from candidates.screening.models import Screening
from spark import clock
from spark.rest.models import Answer
from spark.rest.repeats import forget
from tests.spark.rest.system import System
from tests.spark.rest.test_manners import problem
from tests.spark.superuser import superuser
from tests.story import last_event, record_of
from tests.world import World

LEAVE = {"left_reason": "further_study", "reason": "考上了本科"}


def in_review(world: World) -> Screening:
    return record_of(Screening, world.candidate("in_review"))


@pytest.fixture
def system(world) -> System:
    return System(world)


def test_the_second_answer_is_the_first_one(world, system):
    path, sent = f"screenings/{in_review(world).pk}/leave", {"idempotency_key": "a-1"}
    first, second = (system.post(path, LEAVE, **sent) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json() and first["ETag"] == second["ETag"]
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert system.post(path, LEAVE, idempotency_key="a-2").status_code == 409


def test_a_refusal_is_repeated_too(world, system):
    record = in_review(world)
    path, sent = f"screenings/{record.pk}/receive-more", {"idempotency_key": "b"}
    first = problem(system.post(path, **sent), 409)
    actions.ask_more(actor=world.office, ids=[record.pk], reason="补一段视频")
    again = system.post(path, **sent)
    assert problem(again, 409)["code"] == first["code"]
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("other", ["body", "address"])
def test_a_key_is_for_one_request(world, system, other):
    records = [in_review(world) for _ in range(2)]
    paths = [f"screenings/{record.pk}/leave" for record in records]
    system.post(paths[0], LEAVE, idempotency_key="c")
    path, given = (
        (paths[0], LEAVE | {"reason": "别的"}) if other == "body" else (paths[1], LEAVE)
    )
    body = problem(system.post(path, given, idempotency_key="c"), 422)
    assert body["code"] == "idempotency_key_reused"


def test_what_was_wrong_may_be_sent_again_mended(world, system):
    path, sent = f"screenings/{in_review(world).pk}/leave", {"idempotency_key": "d"}
    assert system.post(path, {"reason": "x"}, **sent).status_code == 400
    assert system.post(path, LEAVE, if_match=None, **sent).status_code == 428
    assert system.post(path, LEAVE, **sent).status_code == 200


def test_anothers_key_is_another_key(world, system):
    theirs = System(world, world.other)
    own = in_review(world)
    other = record_of(Screening, world.candidate("in_review", campus=world.other))
    for caller, record in ((system, own), (theirs, other)):
        path = f"screenings/{record.pk}/leave"
        assert caller.post(path, LEAVE, idempotency_key="e").status_code == 200


@pytest.mark.parametrize("key", ["", " ", "über", "k" * 256, "a b"])
def test_a_key_is_visible_letters(world, system, key):
    path = f"screenings/{in_review(world).pk}/leave"
    body = problem(system.post(path, LEAVE, idempotency_key=key), 400)
    assert body["code"] == "idempotency_key_invalid"


def test_keys_are_forgotten_after_a_day(world, system):
    path = f"screenings/{in_review(world).pk}/leave"
    system.post(path, LEAVE, idempotency_key="f")
    assert forget(clock.now() + timedelta(hours=23)) == 0
    assert forget(clock.now() + timedelta(hours=25)) == 1


def test_what_was_answered_is_not_stored_readably(world, system):
    record = in_review(world)
    path = f"screenings/{record.pk}/leave"
    system.post(path, LEAVE, idempotency_key="g")
    assert Answer.objects.get().body["state"] == "withdrawn"
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM rest_answer")
        assert b"withdrawn" not in bytes(cursor.fetchone()[0])


def test_while_the_first_is_worked_on_the_second_is_told_so(transactional_db):
    world = World()
    system, record = System(world), in_review(world)
    path, answers = f"screenings/{record.pk}/leave", []

    def send() -> None:
        answers.append(system.post(path, LEAVE, idempotency_key="h"))
        connection.close()

    with transaction.atomic():
        Screening.objects.select_for_update().get(pk=record.pk)
        first = threading.Thread(target=send)
        first.start()
        while first.is_alive() and not waits_for_a_row():
            first.join(0.05)
        second = threading.Thread(target=send)
        second.start()
        second.join(20)
    first.join(20)
    assert problem(answers[0], 409)["code"] == "request_in_progress"
    assert answers[1].status_code == 200
    assert last_event(record)["verb"] == "screening.leave"
    again = system.post(path, LEAVE, idempotency_key="h")
    assert again["Idempotency-Replayed"] == "true"


def waits_for_a_row() -> bool:
    with superuser() as cursor:  # a transaction sees its first look at activity again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
