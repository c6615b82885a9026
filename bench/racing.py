"""Who goes on of 300 people after 900 results: standings, the page, the release."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F

from bench.pages import client_of, measured
from bench.ranked import EACH, PEOPLE, ranked_round
from bench.rosters import timed
from bench.seed import grow
from spark.accounts.models import User
from training.racing import actions, queries
from training.standings.actions import compute_standings
from training.standings.models import Result
from training.trials.models import Round

WHY = {"ground": "standing", "reason": "按排名"}


def seed() -> Round:
    """Kept for the next time."""
    grow(0)
    return ranked_round()


def pages(round_: Round) -> Iterator[tuple[str, Callable[[], int], int]]:
    """The page of 300, beside the same with nobody on it."""
    page = f"/racing/{round_.pk}/"
    nobody = f"{page}?decision=through"
    yield measured(f"race of {PEOPLE}, nobody found", client_of("office"), nobody)
    yield measured(f"race of {PEOPLE}", client_of("office"), page)


def acts(round_: Round) -> Iterator[tuple[str, float, float]]:
    """(what, seconds, peak MB); each rolled back afterwards."""
    office = User.objects.get(email="office@demo.spark")
    results = Result.objects.filter(trial__round=round_)
    given: dict[str, Any] = {"actor": office, "pk": round_.pk}
    with transaction.atomic():
        # Of the same results nothing new would be made.
        results.filter(pk=results.earliest("pk").pk).update(gmv_fen=F("gmv_fen") + 100)
        yield timed(f"standings of {PEOPLE * EACH}", lambda: compute_standings(**given))
        transaction.set_rollback(True)
    with transaction.atomic():
        ids = list(queries.competing_in(round_).values_list("pk", flat=True))
        told: dict[str, Any] = {"actor": office, "ids": ids, "round_": round_} | WHY
        yield timed(f"decide on {PEOPLE}", lambda: actions.decide(**told))
        seen = actions.fingerprint(queries.noted_in(round_))
        release = lambda: actions.release(**given, seen=seen)  # noqa: E731
        yield timed(f"release {PEOPLE}", release)
        transaction.set_rollback(True)
