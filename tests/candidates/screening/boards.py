"""A board of a batch, for tests: people with scores, decisions and places."""

from functools import partial

from django.test import Client

from candidates.register.models import Quota
from candidates.screening import actions, queries
from candidates.screening.models import Screening
from tests.candidates.screening.reviewing import given, lock, panel

BOARD = "/screening/decisions/"


def board(world, query: str = "", who=None) -> str:
    return client(world, who).get(f"{BOARD}{query}").text


def client(world, who=None) -> Client:
    found = Client()
    found.force_login(who or world.office)
    return found


def judged(world, *values: int) -> list[Screening]:
    """Each with two reviews of one mark throughout."""
    if "judge1" not in world.people:
        panel(world)
    records = []
    for value in values:
        record, reviews = given(world)
        for review in reviews:
            lock(review, value)
        records.append(record)
    return records


def name(record: Screening) -> str:
    return record.candidate.person.name


def noted(world, records, decision: str) -> None:
    ids = [record.pk for record in records]
    decide = partial(actions.decide, actor=world.office, ids=ids)
    decide(decision=decision, reason="讲品有演示", ground="score")


def places(world, number: int, campus=None) -> Quota:
    direction = world.batch.directions.get()
    return Quota.objects.create(
        batch=world.batch, direction=direction, campus=campus, places=number
    )


def seen(world) -> str:
    return actions.fingerprint(queries.decided_in(world.batch))
