"""What the tests of actions ask: who may, where it leads, which messages are sent."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import connection, models, transaction
from django.http import Http404
from django.test import TestCase

from candidates.register.models import Candidate, LeaveReason
from candidates.register.stages import ROAD
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.world import ONLOOKERS, World


class Case(NamedTuple):
    """A verb as the design has it.

    Args:
        start: where somebody stands whom it is done to, for its room's `stand`.
        act: the action, called with `actor` and `ids`.
        leads: where they stand afterwards, as `standing` says it.
        duties: what is open about them afterwards, as code and role.
        messages: what is sent to whom, as kind and name.
        may: by whom it may be done.
        sees: by whom not, though they see the record; onlookers are not listed.
        elsewhere: what is said when one of them stands where nothing is possible.
    """

    start: str
    act: Callable
    leads: tuple[str, str]
    duties: set[tuple[str, str]]
    messages: set[tuple[str, str]]
    may: set[str]
    sees: set[str]
    elsewhere: str = "state-moved"

    @property
    def tried(self) -> dict[str, set[str]]:
        """What `who_may` has to find."""
        return tried(self.may, self.sees)


@dataclass(frozen=True)
class StageCases:
    """A stage and its verbs as the design has them.

    Args:
        model: what the stage keeps of a candidate; the candidate itself before any.
        leave: the action of leaving from here.
        states: the model's, the initial one first, and where each may lead.
        cases: by verb.
        aside: the points off WALK: from which point of it, and by what.
        possible: the verbs that can be done at each point.
        over: a point of those to whom none of them can be done any more.
    """

    model: type[models.Model]
    leave: Callable
    states: dict[str, set[str]]
    cases: dict[str, Case] = field(default_factory=dict)
    aside: dict[str, tuple[str, Callable]] = field(default_factory=dict)
    possible: dict[str, set[str]] = field(default_factory=dict)
    over: str = "left"

    def stand(self, world: World, point: str) -> tuple[Candidate, int]:
        """Somebody who stands there, and the key of what the stage keeps of them."""
        until, aside = self.aside.get(point, (point, None))
        candidate = world.candidate(until)
        own = self.model is Candidate
        pk = candidate.pk if own else record_of(self.model, candidate).pk
        if aside:
            aside(actor=SYSTEM, ids=[pk])
        return candidate, pk


def possible(cases: dict[str, Case], pk: int) -> set[str]:
    """The verbs that can be done to the record as it stands."""
    done = {
        verb: undone(partial(case.act, actor=SYSTEM, ids=[pk]))
        for verb, case in cases.items()
    }
    return {verb for verb, said in done.items() if said == "done"}


def record_of(model: type[models.Model], candidate: Candidate) -> models.Model:
    return model._default_manager.filter(candidate=candidate).latest("pk")


def leaving(leave: Callable, slug: str = "further_study") -> Callable:
    """A room's action of leaving, for a reason of the list."""

    def act(**given) -> None:
        chosen = LeaveReason.objects.get(slug=slug)
        leave(**{"left_reason": chosen, "reason": "考上了本科"} | given)

    return act


def in_turn(*acts: Callable) -> Callable:
    """Acts done by one actor to the same people, each after the other."""

    def act(**given) -> None:
        for do in acts:
            do(**given)

    return act


def outcome(act: Callable) -> str:
    """`done`, `404`, or the code of the refusal."""
    try:
        act()
    except Http404:
        return "404"
    except Refused as refused:
        return refused.code
    return "done"


def undone(act: Callable) -> str:
    """The outcome of an act that is rolled back afterwards."""
    with transaction.atomic():
        said = outcome(act)
        transaction.set_rollback(True)
    return said


def who_may(world: World, act: Callable) -> dict[str, set[str]]:
    """The people of the world by what comes of their trying; absent ones get a 404."""
    found: dict[str, set[str]] = {}
    for name, user in world.people.items():
        said = undone(partial(act, actor=user))
        if said != "404":
            found.setdefault(said, set()).add(name)
    return found


def tried(
    may: set[str], sees: Iterable[str] = (), said: str = "done"
) -> dict[str, set[str]]:
    """What `who_may` has to find about a candidate: onlookers are always refused."""
    found = {said: may, "not-your-role": {*sees, *ONLOOKERS}}
    return {said: people for said, people in found.items() if people}


def standing(candidate: Candidate) -> tuple[str, str]:
    """Stage and state; of somebody who left, the stage left from and the reason."""
    candidate.refresh_from_db()
    if candidate.stage in ROAD or not candidate.left_reason_id:
        return candidate.stage, candidate.state
    return f"left {candidate.left_from}", candidate.left_reason_id


def duties(*candidates: Candidate) -> set[tuple[str, str]]:
    """Code and role of the open duties about these candidates."""
    urls = [f"/candidates/{candidate.pk}/" for candidate in candidates]
    return set(
        Duty.objects.filter(url__in=urls, closed_at=None).values_list("code", "role")
    )


def messages_sent(since: Iterable[int] = ()) -> set[tuple[str, str]]:
    """Kind and recipient of all messages but those whose keys are given."""
    return {
        (message.kind, message.to.email.partition("@")[0])
        for message in Message.objects.exclude(pk__in=since).select_related("to")
    }


def message_keys() -> list[int]:
    return list(Message.objects.values_list("pk", flat=True))


def asked_for(act: Callable) -> list[tuple[str, int]]:
    """The jobs an act asks for, by name and key; none of them runs."""
    with TestCase.captureOnCommitCallbacks() as asked:
        act()
    return [(job.args[0], job.args[1]["pk"]) for job in asked]


def at_once(*acts: Callable) -> list[str]:
    """The sorted outcomes of acts begun at one moment, each on a connection of its own.

    For tests with `transactional_db`: the acts see only what is committed.
    """
    gate = threading.Barrier(len(acts))
    said: list[str] = []

    def run(act: Callable) -> None:
        try:
            connection.ensure_connection()
            gate.wait(10)
            said.append(outcome(act))
        except Exception as error:  # the test reads it
            said.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(said)


def last_event(record: models.Model) -> dict:
    """Verb, actor and reason of the newest event in the record's history."""
    (event_model, *_) = type(record).pgh_event_models.values()
    context = event_model.objects.filter(pgh_obj=record).latest("pgh_id").pgh_context
    return {name: context[name] for name in ("verb", "actor", "reason")}


def moment(text: str) -> datetime:
    """`2026-03-04 10:00` in Shanghai."""
    return datetime.fromisoformat(f"{text}+08:00")
