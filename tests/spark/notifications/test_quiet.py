"""At night nobody is written to about what can wait."""

from datetime import date, datetime, time
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from spark import clock
from spark.environment import hours
from spark.notifications import outbox, quiet
from spark.notifications.models import Message

HOURS = (time(22), time(7))


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return clock.at(date(2026, 12, day), time(hour, minute))


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (at(21, 59), at(21, 59)),
        (at(22), at(7, day=3)),
        (at(23, 59), at(7, day=3)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
        (at(12), at(12)),
    ],
)
def test_a_night_ends_at_seven(settings, now, over):
    settings.QUIET_HOURS = HOURS
    assert quiet.over(now) == over


def put(world, kind: str = "screening-released", **more) -> Message:
    outbox.put(
        kind,
        to=[world.lin],
        subject="s",
        dedup=str(uuid4()),
        facts={"count": 1, "name": "林可馨"},
        **more,
    )
    return Message.objects.filter(channel="email").latest("pk")


def test_mail_waits_until_morning_but_for_what_somebody_waits_for(
    world, settings, time_machine
):
    settings.QUIET_HOURS = HOURS
    time_machine.move_to(at(23, 30), tick=False)
    assert put(world).due_at == at(7, day=3)
    assert put(world, urgent=True).due_at == at(23, 30)
    assert put(world, "password-reset").due_at == at(23, 30)
    inbox = Message.objects.filter(channel="in_app", kind="screening-released")
    assert inbox.first().state == "sent", "the inbox rings nobody"
    time_machine.move_to(at(10), tick=False)
    assert put(world).due_at == at(10)


@pytest.mark.parametrize(
    ("given", "read"),
    [("", HOURS), ("off", None), ("21:30-06:15", (time(21, 30), time(6, 15)))],
)
def test_the_hours_are_set_by_the_environment(monkeypatch, given, read):
    monkeypatch.setenv("QUIET_HOURS", given)
    assert hours("QUIET_HOURS", "22:00-07:00") == read


@pytest.mark.parametrize("given", ["22-7", "22:00", "night", "22:00-25:00"])
def test_hours_that_cant_be_read_are_refused(monkeypatch, given):
    monkeypatch.setenv("QUIET_HOURS", given)
    with pytest.raises(ImproperlyConfigured, match="QUIET_HOURS"):
        hours("QUIET_HOURS", "off")


def test_what_changes_within_twelve_hours_is_soon():
    assert quiet.is_soon(at(10, 59, day=3), at(23))
    assert not quiet.is_soon(at(11, 1, day=3), at(23))
