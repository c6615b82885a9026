"""Jobs: known by name, found again when lost, and ended when their time is up."""

import ast

from spark.celery import app
from tests.test_architecture import APPS, argument, calls, nodes, said

# The periodic job that finds the rows of one that Redis didn't take or has lost.
FOUND_BY = {
    "register.judge_roster": "register.resume_imports",
    "register.write_roster": "register.resume_imports",
    "register.write_export": "register.resume_exports",
    "trials.solve_round": "trials.sweep_runs",
    "trials.solve_part": "trials.sweep_runs",
}


def test_every_task_asked_for_by_name_exists():
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert enqueued() | periodic() == ours


def enqueued() -> set[str]:
    asked = calls("enqueue_on_commit")
    return {task for call in asked for task in said(argument(call, 0, "task"))}


def periodic() -> set[str]:
    return {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_a_job_that_was_not_sent_is_found_again():
    assert {FOUND_BY.get(task, task) for task in enqueued()} <= periodic()


def test_only_what_survives_its_failure_is_done_on_commit():
    asked = {
        name
        for name, node in nodes("spark", *APPS)
        if isinstance(node, ast.Attribute)
        and node.attr in {"on_commit", "delay", "apply_async", "send_task"}
    }
    assert asked == {"spark/jobs.py", "spark/postgresql/recording.py"}
