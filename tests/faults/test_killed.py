"""Parts of a running Spark are killed: it goes on, or says why it can't."""

import os
import signal

import psutil
import pytest

from tests.faults.running import eventually

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_killed_child_is_started_again(spark, name):
    killed = eventually(lambda: spark.child(name))
    its_own = killed.children(recursive=True)
    killed.kill()
    spark.wait_until_it_says(f"{name} ended (killed by SIGKILL)")
    assert eventually(lambda: spark.child(name)).pid != killed.pid
    assert not psutil.wait_procs(its_own, timeout=10)[1]
    assert eventually(spark.answers)


def test_killed_postgresql_is_started_again_with_its_data(spark):
    spark.sql("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(postmaster(spark), signal.SIGKILL)
    spark.wait_until_it_says("PostgreSQL or Redis has died")
    spark.wait_until_it_says("PostgreSQL and Redis run again")
    assert eventually(spark.answers)
    assert spark.sql("SELECT number FROM kept") == [(7,)]


def test_killed_redis_is_started_again(spark):
    worker = eventually(lambda: spark.child("worker"))
    os.kill(int((spark.local.run / "redis.pid").read_text()), signal.SIGKILL)
    eventually(lambda: not spark.local.running())
    eventually(spark.local.running)
    assert eventually(spark.answers)
    assert worker.is_running()


def test_what_dies_too_often_stops_all_with_a_reason(start):
    running = start().wait_until_it_answers()
    for time in range(5):
        running.wait_until_it_says("beat ended", times=time)
        eventually(lambda: running.child("beat")).kill()
    assert running.wait() == 1
    *_, last = running.lines
    assert last == "beat (killed by SIGKILL) died 5 times within 60 seconds\n"
    assert running.processes() == []


def test_children_end_with_a_killed_supervisor_and_the_next_start_works(start):
    running = start().wait_until_it_answers()
    os.kill(running.process.pid, signal.SIGKILL)
    eventually(lambda: not [line for line in running.processes() if "python" in line])
    again = start(running.folder).wait_until_it_answers()
    assert eventually(again.answers)


def postmaster(spark) -> int:
    return int((spark.folder / "postgres" / "postmaster.pid").read_text().split()[0])
