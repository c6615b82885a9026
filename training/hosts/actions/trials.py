"""What trials rest on has changed: they are judged again, by a job of a room above."""

from collections.abc import Iterable

from spark import jobs


def judge_trials_again(candidates: Iterable[int] | None = None) -> None:
    """Those of some candidates, or all, once the transaction is committed."""
    keys = None if candidates is None else sorted(set(candidates))
    jobs.enqueue_on_commit("trials.judge_again", candidates=keys)
