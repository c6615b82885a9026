"""The services whose robots speak in groups, a module for each.

Each has `LIMIT`, how many posts a robot may make a minute; `HOSTS`, where its robots
are; `REST`, how long it is left alone that was too fast; `body(robot, letter, at)`, the
address and what is posted there; and `judge(answer)`, which raises what the service
said, as all of them refuse with 200 too.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, Protocol

from spark.outside import Answer


@dataclass(frozen=True)
class Letter:
    """What a group is told: a title, lines beneath it, and a page to open."""

    title: str
    lines: tuple[str, ...]
    url: str
    verb: str


class Refusal(Exception):
    """The service didn't take it; says its code and its words."""


class TooFast(Refusal):
    """Nor will it take anything for a while."""


class Addressed(Protocol):
    """What a channel needs of a robot."""

    address: str
    secret: str
    keyword: str


class Channel(Protocol):
    LIMIT: int
    HOSTS: frozenset[str]
    REST: timedelta

    def body(
        self, robot: Addressed, letter: Letter, at: datetime
    ) -> tuple[str, bytes]: ...

    def judge(self, answer: Answer) -> None: ...


def as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def said(answer: Answer) -> dict[str, Any]:
    """The answer's object.

    Raises:
        Refusal: it is none, or isn't 200.
    """
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if answer.status != 200 or not isinstance(found, dict):
        raise Refusal(f"HTTP {answer.status}: no answer of the service")
    return found


def cut(text: str, most: int) -> str:
    """So many bytes of UTF-8 at most, without half a letter."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    return whole[: most - 3].decode("utf-8", "ignore") + "…"


def channel_of(service: str) -> ModuleType:
    from spark.robots.channels import dingtalk, feishu, wecom  # noqa: PLC0415

    return {"dingtalk": dingtalk, "wecom": wecom, "feishu": feishu}[service]
