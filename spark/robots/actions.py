"""Verbs: adding a robot to a group, and looking after it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spark.accounts.queries import people_with
from spark.accounts.roles import Role
from spark.accounts.scope import Actor, has_role
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.crypto import keyed_hash
from spark.duties.board import close, open_many, subject_of
from spark.duties.models import Duty
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications import outbox
from spark.robots.access import GROUP_MESSAGES, KEEPERS, ROBOTS, places_of
from spark.robots.models import GroupMessage, Outcome, Robot, in_order
from spark.robots.stages import State
from spark.robots.telling import put

TIME_TO_RESUME = timedelta(days=7)
TEST = "robot-test"
on_one = partial(verb, ROBOTS, many=False)


@on_one(roles=KEEPERS, label=_("Robot added"), detail=False)
def create(
    *,
    actor: Actor,
    service: str,
    name: str,
    address: str,
    place: str = "",
    secret: str = "",
    keyword: str = "",
    language: str = "zh-hans",
    kinds: Collection[str] = (),
    at: datetime,
) -> Robot:
    """Have a robot tell its group what happens from now on, beginning with a test.

    Args:
        place: `<kind>:<key>` of PLACES; empty for the programme's own groups.

    Raises:
        Refused: robot-there.
    """
    robot = Robot(
        service=service,
        name=name,
        secret=secret,
        keyword=keyword,
        language=language,
        kinds=sorted(kinds),
        **_at(actor, place),
    )
    _set_address(robot, address)
    robot.save()
    _say_test(robot, at)
    return robot


def _at(actor: Actor, place: str) -> dict[str, Any]:
    """The field of the place; Http404 for one that isn't the actor's."""
    if not place and has_role(actor, Role.OFFICE):
        return {}
    for kind, row in places_of(actor):
        if f"{kind}:{row.pk}" == place:
            return {kind: row}
    raise Http404


def _set_address(robot: Robot, address: str) -> None:
    robot.address, robot.address_hash = address, keyed_hash(address)
    others = Robot.objects.filter(address_hash=robot.address_hash)
    if others.exclude(pk=robot.pk).exists():
        raise Refused("robot-there")


@on_one(roles=KEEPERS, label=_("Robot changed"))
def change(
    robot: Robot,
    *,
    name: str,
    address: str = "",
    secret: str = "",
    keyword: str = "",
    language: str = "zh-hans",
    kinds: Collection[str] = (),
) -> None:
    """Another name or choice of messages; an address or a secret only if given.

    Raises:
        Refused: robot-there.
    """
    robot.name, robot.keyword, robot.language = name, keyword, language
    robot.kinds = sorted(kinds)
    if address:
        _set_address(robot, address)
    if secret:
        robot.secret = secret
    robot.tries, robot.rests_until = 0, None
    robot.save()
    enqueue_on_commit("robots.send")


@on_one(roles=KEEPERS, label=_("Robot removed"))
def remove(robot: Robot, *, at: datetime) -> None:
    """The group is told nothing any more, and the log goes."""
    close([robot], at=at)
    robot.delete()


@on_one(roles=KEEPERS, label=_("Test message sent"), states={State.ACTIVE})
def test(robot: Robot, *, at: datetime) -> None:
    """Have it say that it works."""
    robot.rests_until = None
    robot.save(update_fields=["rests_until"])
    _say_test(robot, at)


def _say_test(robot: Robot, at: datetime) -> None:
    moment = at.timestamp()
    put(
        [
            GroupMessage(
                robot=robot,
                kind=TEST,
                subject=f"{TEST}:{robot.pk}",
                dedup_key=f"{TEST}:{moment}",
                facts={"name": robot.name},
                urgent=True,
                created_at=at,
                due_at=at,
                url=reverse("robot", args=[robot.pk]),
            )
        ]
    )


@on_one(roles=KEEPERS, label=_("Robot paused"), undone_by="resume")
def pause(robot: Robot) -> None:
    """Tell the group nothing for a while; nothing is kept for it meanwhile."""
    robot.pause()
    robot.save(update_fields=["state"])
    robot.messages.filter(state=Outcome.WAITING).update(state=Outcome.SUPERSEDED)


@on_one(roles=KEEPERS, label=_("Robot resumed"), undone_by="pause")
def resume(robot: Robot, *, at: datetime) -> None:
    """Tell the group what happens from now on, beginning with a test."""
    robot.resume()
    robot.tries, robot.failing_since, robot.rests_until = 0, None, None
    robot.save(update_fields=["state", "tries", "failing_since", "rests_until"])
    close([robot], at=at)
    _say_test(robot, at)


@verb(
    GROUP_MESSAGES,
    roles=KEEPERS,
    label=_("Sent again"),
    many=False,
    states={Outcome.FAILED},
)
def send_again(message: GroupMessage) -> None:
    """Send what was given up once more."""
    message.state = Outcome.WAITING
    message.save(update_fields=["state"])
    Robot.objects.filter(pk=message.robot_id).update(rests_until=None)
    enqueue_on_commit("robots.send")


@trail.action("robot.give-up", _("Robot paused: its service takes nothing"))
def give_up(*, actor: Actor, pk: int, reason: str, at: datetime) -> None:
    """Pause a robot that has failed for a day, and ask its place to mend it."""
    robot = ROBOTS.locked(actor, [pk])[0]
    if robot.state == State.PAUSED:
        return
    robot.pause()
    robot.save(update_fields=["state"])
    waiting = robot.messages.filter(state=Outcome.WAITING)
    in_order(waiting).update(state=Outcome.FAILED, error=reason[:300])
    role, place = _kept_by(robot)
    url, subject = reverse("robot", args=[pk]), subject_of(robot)
    outbox.put(
        "robot-paused",
        to=people_with(role, place),
        subject=subject,
        dedup=f"robot:{pk}:{at.isoformat()}",
        facts={"name": robot.name, "reason": reason},
        url=url,
        at=at,
    )
    open_many(
        [
            Duty(
                code="robot-resume",
                subject=subject,
                about=robot.name,
                role=role,
                campus=robot.campus,
                base=robot.base,
                team=robot.team,
                due_at=at + TIME_TO_RESUME,
                url=url,
                opened_at=at,
            )
        ]
    )


def _kept_by(robot: Robot) -> tuple[Role, int | None]:
    if robot.campus_id:
        return Role.COORDINATOR, robot.campus_id
    if robot.base_id:
        return Role.MENTOR, robot.base_id
    if robot.team_id:
        return Role.TEAM, robot.team_id
    return Role.OFFICE, None
