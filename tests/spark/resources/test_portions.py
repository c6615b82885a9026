"""Too many rows to wait for: a job that is followed, and outlives its worker."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from subprocess import Popen

import pytest
from django.db import connection
from pghistory.models import Events

from candidates.screening.models import Screening
from spark import clock
from spark.resources import jobs
from spark.rest.models import Job, Portion
from tests.conftest import start_worker
from tests.spark.resources.test_bulk import asked, row, send, states
from tests.spark.rest.system import System
from tests.spark.rest.test_manners import problem
from tests.spark.superuser import superuser
from tests.world import World


@pytest.fixture
def system(world) -> System:
    return System(world)


@pytest.fixture(autouse=True)
def portions_of_two(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)


def results(system: System, place: str) -> list[dict]:
    """All pages of them."""
    found, url = [], place
    while url:
        page = system.get(url).json()
        found, url = found + page["results"], page["next"]
    return found


def test_many_rows_are_done_by_a_job(world, system):
    records = asked(world, 5)
    rows = [row(record) for record in records]
    rows[3]["id"] = "x"
    answer = send(system, rows)
    assert answer.status_code == 202, answer.text
    place = answer["Location"]
    waits = {"rows": 5, "done": 0, "not_done": 0, "waiting": 5}
    assert (answer.json()["state"], answer.json()["counts"]) == ("queued", waits)
    assert send(system, rows)["Location"] == place
    (job,) = Job.objects.all()
    jobs.work(job.pk)
    page = system.get(place).json()
    assert (page["state"], len(page["results"])) == ("done", 2)
    assert page["counts"] == {"rows": 5, "done": 4, "not_done": 1, "waiting": 0}
    found = results(system, place)
    assert [r["index"] for r in found] == list(range(5))
    assert [r["status"] for r in found] == [200, 200, 200, 400, 200]
    for record, result in zip(records, found, strict=True):
        if "id" in result:
            assert system.get(result["url"])["ETag"] == result["etag"]
            assert result["id"] == record.pk


def test_a_half_done_job_tells_what_is_done(world, system):
    answer = send(system, [row(record) for record in asked(world, 3)])
    job = Job.objects.get()
    last = job.portions.latest("first")
    Portion.objects.filter(pk=last.pk).update(attempts=9)
    jobs.attempt(jobs._waiting(), job.portions.earliest("first").pk, jobs._work)
    page = system.get(answer["Location"]).json()
    assert (page["state"], page["counts"]["done"]) == ("running", 2)
    assert results(system, answer["Location"]) == page["results"]


def test_all_or_nothing_of_a_job(world, system):
    records = asked(world, 4)
    rows = [*map(row, records), row(records[0]) | {"id": 10**9}]
    place = send(system, rows, atomic=True)["Location"]
    jobs.work(Job.objects.get().pk)
    page = system.get(place).json()
    assert (page["state"], page["counts"]["done"]) == ("stopped", 0)
    assert [(r["index"], r["status"]) for r in page["results"]] == [(4, 404)]
    assert states(records) == ["more_asked"] * 4


def test_rows_are_encrypted_and_forgotten(world, system):
    send(system, [row(record) for record in asked(world, 3)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows FROM rest_portion")
        assert not any(b"if_match" in bytes(rows) for (rows,) in cursor.fetchall())
    job = Job.objects.get()
    jobs.work(job.pk)
    assert set(Portion.objects.values_list("rows", flat=True)) == {None}
    assert jobs.forget() == 0
    Job.objects.update(created_at=clock.now() - timedelta(days=8))
    assert jobs.forget() == 3 and not Job.objects.exists()


def test_nobody_elses_job_is_there(world, system):
    place = send(system, [row(record) for record in asked(world, 3)])["Location"]
    other = System(world, world.other)
    assert problem(other.get(place), 404)
    assert problem(system.get(f"{place}?first=x"), 400)
    assert problem(system.get(f"{place}?after=1"), 400)
    assert system.get(f"{place}?first=999").status_code == 200


def test_who_was_switched_off_meanwhile_does_nothing(world, system):
    records = asked(world, 3)
    send(system, [row(record) for record in records])
    system.app.service_user.is_active = False
    system.app.service_user.save()
    job = Job.objects.get()
    jobs.work(job.pk)
    found = [outcome for portion in job.portions.all() for outcome in portion.outcomes]
    assert [outcome["status"] for outcome in found] == [403] * 3
    assert states(records) == ["more_asked"] * 3


def test_what_breaks_is_tried_three_times_and_then_told(world, system, monkeypatch):
    place = send(system, [row(record) for record in asked(world, 3)])["Location"]
    monkeypatch.setattr(Screening, "receive_more", lambda record: 1 / 0)
    job = Job.objects.get()
    for _ in range(2):
        jobs.work(job.pk)
        assert system.get(place).json()["state"] == "running"
    jobs.work(job.pk)
    found = results(system, place)
    assert {(r["status"], r["problem"]["code"]) for r in found} == {(500, "broken")}


@pytest.fixture
def hire(transactional_db) -> Iterator[Callable[[], Popen]]:
    """Starts a worker, gone after the test: it would do the next one's jobs."""
    with ExitStack() as ends:

        def hired() -> Popen:
            worker = start_worker()
            ends.callback(worker.wait, 20)
            ends.callback(worker.kill)
            return worker

        yield hired


def test_a_killed_worker_leaves_no_row_undone_and_none_done_twice(hire):
    world = World()
    system, records = System(world), asked(world, 6)
    worker = hire()
    with superuser() as cursor:
        cursor.connection.autocommit = False
        table = Screening._meta.db_table
        held = f"SELECT FROM {table} WHERE id = %s FOR UPDATE"
        cursor.execute(held, [records[3].pk])
        place = send(system, [row(record) for record in records])["Location"]
        wait_until(lambda: system.get(place).json()["counts"]["done"] == 2)
        worker.kill()
        worker.wait(20)
    assert states(records) == ["in_review"] * 2 + ["more_asked"] * 4
    Job.objects.update(created_at=clock.now() - timedelta(minutes=2))
    hire()
    jobs.resume()
    wait_until(lambda: system.get(place).json()["state"] == "done")
    assert states(records) == ["in_review"] * 6
    assert [r["status"] for r in results(system, place)] == [200] * 6
    told = Events.objects.filter(pgh_context__verb="screening.receive-more")
    done = told.filter(pgh_model="candidates.ScreeningEvent")
    assert done.count() == 6


def wait_until(true, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)
