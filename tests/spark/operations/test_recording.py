"""Workers write when a periodic job ran and how it ended, and it grows late by age."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from celery.app.trace import build_tracer

from spark import clock
from spark.celery import app
from spark.operations import recording
from spark.operations.models import JobRun
from spark.operations.timetable import Colour, Job, jobs
from spark.operations.words import DOES

FORGET, CODES = "notifications.forget", "portal.send_codes"


class Failing(app.Task):  # type: ignore[name-defined]
    """A job as it fails when rows aren't as they should be."""

    name = FORGET

    def run(self) -> None:
        raise ValueError(
            "no such address: lin@demo.spark, 13800005678\nDETAIL: (name)=(林可欣)"
        )


@pytest.fixture(autouse=True)
def _nothing_written(monkeypatch) -> None:
    """This process has written nothing yet."""
    monkeypatch.setattr(recording, "_written", {})


def work(task: object, *args: object, **kwargs: object) -> None:
    """As a worker does it, with Celery's signals."""
    if isinstance(task, str):
        app.loader.import_default_modules()
        task = app.tasks[task]
    else:
        task.bind(app)
    key, name = str(uuid4()), task.name
    request = {"id": key, "args": args, "kwargs": kwargs, "task": name}
    build_tracer(name, task, app=app)(key, args, kwargs, request)


def run_of(key: str) -> JobRun:
    return JobRun.objects.get(job=key)


def job(name: str) -> Job:
    return next(job for job in jobs() if job.name == name)


def test_a_run_leaves_its_beginning_and_end(db):
    before = clock.now()
    work(FORGET)
    run = run_of(FORGET)
    assert before <= run.began_at <= run.ended_at == run.done_at
    assert not run.failed and run.error == ""


def test_one_that_fails_leaves_its_last_words_and_nobodys_address(db):
    work(FORGET)
    done = run_of(FORGET).done_at
    work(Failing())
    run = run_of(FORGET)
    assert run.failed and run.done_at == done
    assert run.error == "ValueError: no such address: l***@demo.spark, 138***"
    work(FORGET)
    run = run_of(FORGET)
    assert not run.failed and run.error  # as it was the last time that it failed


def test_quick_jobs_write_once_a_minute(db):
    work("portal.send_codes", "sms")
    written = run_of(f"{CODES}:sms").ended_at
    work("portal.send_codes", by="sms")  # as who asks for a code has it sent at once
    assert run_of(f"{CODES}:sms").ended_at == written
    recording._written[f"{CODES}:sms", True] -= recording.REST
    work("portal.send_codes", "sms")
    assert run_of(f"{CODES}:sms").ended_at > written
    assert not JobRun.objects.filter(job=f"{CODES}:email").exists()


def test_what_beat_sends_by_no_timetable_and_the_pulse_are_not_written(db):
    work("notifications.pulse", "default")
    app.tasks[FORGET].apply()  # within the process, as tests do
    assert not JobRun.objects.exists()


def test_beat_says_what_it_sends_from_now_on(db):
    old = clock.now() - timedelta(days=9)
    JobRun.objects.create(job="gone.job", since=old)
    JobRun.objects.create(job=FORGET, since=old, done_at=old, ended_at=old)
    recording.begin()
    assert set(JobRun.objects.values_list("job", flat=True)) == {j.key for j in jobs()}
    run = run_of(FORGET)
    assert run.done_at == old and run.since > old


def seen(name: str, **ago: float) -> Colour:
    """How a job stands that was done so long ago."""
    done = clock.now() - timedelta(**ago)
    return job(name).colour(JobRun(job="", since=done, done_at=done, ended_at=done))


@pytest.mark.parametrize(
    ("name", "yellow", "red"),
    [
        ("deliver messages", 3, 15),  # minutes: never at once, however quick
        ("move reviews of who is away", 30, 100),
        ("forget staged rosters", 3 * 60, 10 * 60),
        ("forget old messages", 3 * 24 * 60, 10 * 24 * 60),
    ],
)
def test_three_periods_are_yellow_and_ten_are_red(time_machine, name, yellow, red):
    time_machine.move_to(clock.now(), tick=False)
    assert seen(name, minutes=yellow) == Colour.GREEN
    assert seen(name, minutes=yellow + 1) == Colour.YELLOW
    assert seen(name, minutes=red) == Colour.YELLOW
    assert seen(name, minutes=red + 1) == Colour.RED


def test_one_that_only_fails_grows_late_too():
    now = clock.now()
    failing = JobRun(since=now, ended_at=now, failed_at=now)
    assert job("admit who signed").colour(failing) == Colour.YELLOW
    failing.since = now - timedelta(hours=1)
    assert job("admit who signed").colour(failing) == Colour.RED


def test_the_next_run_follows_the_timetable(time_machine):
    now = datetime(2026, 11, 25, 11, 20, tzinfo=clock.CHINA)
    time_machine.move_to(now, tick=False)
    daily, minutely = job("forget old messages"), job("admit who signed")
    assert daily.next(None) == datetime(2026, 11, 26, 3, 7, tzinfo=clock.CHINA)
    assert daily.period == timedelta(days=1)
    began = now - timedelta(seconds=20)
    run = JobRun(began_at=began, since=began)
    assert minutely.next(run) == now + timedelta(seconds=40)


def test_every_job_has_words_and_all_words_a_job():
    assert {job.name for job in jobs()} == set(DOES)
