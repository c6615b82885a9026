"""A button of trials pressed for many of them at once."""

import pytest
from django.urls import reverse

from tests.training.trials.studio import Studio
from training.trials.models import Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def press(client, verb: str, trials: list[Trial], **more):
    ids = [trial.pk for trial in trials]
    return client.post(reverse("trial-many", args=[verb]), {"ids": ids, **more})


def two(studio: Studio) -> list[Trial]:
    plan = studio.draft()
    for number in (1, 2):
        competitor = studio.world.candidate("competing")
        studio.place(plan, competitor, studio.slot(days=number + 1))
    studio.publish(plan)
    return list(Trial.objects.order_by("starts_at"))


def test_a_college_confirms_many_trials_at_once(client, world, studio):
    first, second = two(studio)
    studio.walk(first, "confirmed")
    client.force_login(world.lin)
    context = press(client, "confirm", [first, second]).context
    assert [row.key for row in context["hit"]] == [second.pk]
    assert [row.key for row, _why in context["out"]] == [first.pk]
    press(client, "confirm", [second], confirmed="1")
    second.refresh_from_db()
    assert second.state == "confirmed"


def test_a_reason_is_asked_for_before_many_are_cancelled(client, world, studio):
    trials = two(studio)
    client.force_login(world.office)
    assert not press(client, "cancel", trials).context["ready"]
    given = {"given": "1", "many-reason": "期末考试", "confirmed": "1"}
    assert press(client, "cancel", trials, **given).status_code == 302
    assert set(Trial.objects.values_list("state", flat=True)) == {"cancelled"}


def test_nobody_reaches_other_colleges_trials(client, world, studio):
    trials = two(studio)
    client.force_login(world.mei)
    context = press(client, "confirm", trials, confirmed="1").context
    assert (context["hit"], context["out"]) == ([], [])
    client.force_login(world.reviewer)
    assert press(client, "confirm", trials).status_code == 403
    client.force_login(world.lin)
    assert press(client, "nonsense", trials).status_code == 404
    assert press(client, "confirm", []).status_code == 422
