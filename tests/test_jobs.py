"""Jobs: known by name, found again when lost, and ended when their time is up."""

import ast

from spark.celery import app
from tests.test_architecture import APPS, argument, calls, nodes, said

EVERYTHING = {"Exception", "BaseException"}
NO_JOBS = {"spark/sheets/parser.py": "a process of its own, with limits of its own"}
# The periodic job that finds the rows of one that Redis didn't take or has lost.
FOUND_BY = {
    "register.judge_roster": "register.resume_imports",
    "register.write_roster": "register.resume_imports",
    "register.write_export": "register.resume_exports",
    "resources.work": "resources.resume",
    "screening.release": "screening.resume_releases",
    "trials.solve_round": "trials.sweep_runs",
    "trials.solve_part": "trials.sweep_runs",
    "trials.publish_plan": "trials.sweep_runs",
    **dict.fromkeys(["clips.probe", "clips.render", "clips.clean"], "clips.sweep"),
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
    polls = "spark/accounts/sessions.py"  # within a minute they are checked anyway
    assert asked == {"spark/jobs.py", "spark/postgresql/recording.py", polls}


def test_no_job_swallows_that_its_time_is_up():
    """SoftTimeLimitExceeded is an Exception: whoever catches all must let it through.

    By a handler of its own before, or by raising again.
    """
    swallowed = [
        f"{name}:{handler.lineno}"
        for name, node in nodes("spark", *APPS)
        if isinstance(node, ast.Try)
        for before, handler in enumerate(node.handlers)
        if catches_all(handler)
        and not any(map(lets_time_limits_through, node.handlers[:before]))
        and not raises(handler)
    ]
    assert swallowed == []
    suppressed = {
        name
        for name, node in nodes("spark", *APPS)
        if isinstance(node, ast.Call)
        and "suppress" in names_in(node.func)
        and EVERYTHING & names_in(node)
    }
    assert suppressed == set(NO_JOBS)


def catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(EVERYTHING & names_in(handler.type))


def lets_time_limits_through(handler: ast.ExceptHandler) -> bool:
    named = handler.type is not None and names_in(handler.type)
    return bool(named and "SoftTimeLimitExceeded" in named and raises(handler))


def raises(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def names_in(node: ast.AST) -> set[str]:
    return {getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(node)}
