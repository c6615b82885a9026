"""The demo by seed, up to a stage, at any time; and where there is data already."""

import io

import pytest
from django.core.management import CommandError, call_command

from candidates.register.models import Candidate
from candidates.register.stages import ROAD, Stage
from contracts.management.commands.demo import STAGES
from spark.accounts.models import User
from spark.duties.models import Duty
from tests.life import WEDNESDAY, life
from tests.story import moment


def shape() -> list[tuple]:
    rows = Candidate.objects.order_by("pk")
    return list(rows.values_list("batch__slug", "campus__code", "stage", "state"))


def people() -> list[tuple]:
    rows = Candidate.objects.order_by("pk")
    return list(rows.values_list("person__name", "phone", "class_name", "stage"))


def test_a_seed_gives_the_same_people_another_seed_others_of_the_same_shape(db):
    """The seed is for who they are: that is settled by the first scene."""
    with life(seed=3, until="screening"):
        first, formed = people(), shape()
    with life(seed=3, until="screening"):
        assert people() == first
    with life(seed=4, until="screening"):
        assert people() != first
        assert shape() == formed


# A life for each stage and each odd time, one telling of both.
LIVES = {
    "screening at night": ("screening", WEDNESDAY.replace(hour=3)),
    "incubation in the evening": (
        "incubation",
        WEDNESDAY.replace(hour=23, minute=30),
    ),
    "training on a working day": ("training", WEDNESDAY),
    "signing in a holiday": ("signing", moment("2026-10-04 12:00")),
    "all of it in another year": (STAGES[-1], moment("2027-02-08 09:00")),
}


@pytest.mark.parametrize(("until", "now"), LIVES.values(), ids=LIVES)
def test_life_stops_at_a_stage_and_may_be_made_at_any_time(db, until, now):
    with life(now, until=until):
        stages = set(Candidate.objects.values_list("stage", flat=True))
        left = set(Candidate.objects.values_list("left_from", flat=True)) - {""}
        late = Duty.objects.filter(closed_at=None, due_at__lt=now).count()
        count = Duty.objects.filter(closed_at=None).count()
    further = set(ROAD[ROAD.index(Stage(until)) + 1 :])
    assert not further & (stages | left)
    assert until in stages
    assert late < count / (4 if now == WEDNESDAY else 2)


def test_it_refuses_a_database_with_data(world):
    with pytest.raises(CommandError):
        call_command("demo", stdout=io.StringIO())
    call_command("demo", "--if-empty", stdout=io.StringIO())
    assert not User.objects.filter(email="office@demo.spark").exists()
