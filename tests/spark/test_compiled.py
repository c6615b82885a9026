"""Statements that are made once read what the queryset itself would."""

from typing import Any

import pytest
from django.db.models import QuerySet

from candidates.register.models import Candidate, Direction
from spark.compiled import MOST, compiled
from spark.rest.models import Answer
from tests.spark.rest.system import System

MADE = []


@compiled
def of_batch(batch: int, names: tuple[str, ...]) -> QuerySet[Direction]:
    MADE.append(names)
    return Direction.objects.filter(batches=batch, slug__in=names).order_by("slug")


@compiled
def keys_at(campus: int, stage: str) -> QuerySet[Candidate, Any]:
    rows = Candidate.objects.filter(campus=campus, stage=stage)
    return rows.order_by("pk").values_list("pk", "stage")


@compiled
def like(part: str) -> QuerySet[Direction]:
    return Direction.objects.filter(slug__contains=part).order_by("slug")


@compiled
def answers(application: int, key: str) -> QuerySet[Answer]:
    return Answer.objects.filter(application=application, key=key).defer("created_at")


@pytest.fixture
def names(world) -> list[str]:
    rows = world.batch.directions.order_by("slug")
    return list(rows.values_list("slug", flat=True))


def test_rows_are_those_of_what_is_given_each_time(world, names):
    for name in names:
        (found,) = of_batch(world.batch.pk, (name,))
        assert found == Direction.objects.get(slug=name)
        assert (found.slug, found.name_zh) == (name, str(found))
        assert of_batch(world.batch.pk + 1000, (name,)) == []


def test_the_statement_is_made_once_for_as_many_values(world, names):
    of_batch(world.batch.pk, tuple(names[:2]))
    MADE.clear()
    assert len(of_batch(world.batch.pk, tuple(names[-2:]))) == len(names[-2:])
    assert MADE == []


@pytest.mark.parametrize("more", [0, MOST, MOST * 10])
def test_of_none_and_of_many_values_too(world, names, more):
    given = tuple(f"none-{number}" for number in range(more))
    assert of_batch(world.batch.pk, given) == []
    found = of_batch(world.batch.pk, (*given, *names))
    assert [one.slug for one in found] == names


def test_some_columns_come_as_tuples(world):
    one, other = world.candidate("registered"), world.candidate("registered")
    world.candidate("registered", campus=world.other)
    world.candidate("in_review")
    found = keys_at(world.campus.pk, "registered")
    assert found == [(one.pk, "registered"), (other.pk, "registered")]


def test_what_is_given_inside_other_text_is_found_as_well(world, names):
    for name in names:
        assert name in [one.slug for one in like(name[1:-1])]
    assert like("%") == like("none") == []


def test_what_is_encrypted_is_read_and_what_is_deferred_is_not(
    world, django_assert_num_queries
):
    client = System(world).app
    for key in ("one", "other"):
        Answer.objects.create(
            application=client, key=key, asked="", status=200, body={"key": [key]}
        )
        with django_assert_num_queries(1):
            (found,) = answers(client.pk, key)
            assert (found.body, found.headers) == ({"key": [key]}, {})
        with django_assert_num_queries(1):
            assert found.created_at
