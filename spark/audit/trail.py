"""Who did what and why: the frame of every action, and the story read back.

Each action runs within `acting`, which opens its transaction, tells the history
triggers who acts, by which verb and for what reason, and turns what the database
forbids into `Refused`.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

import pghistory
import structlog
from django.db import DatabaseError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_fsm import FSMField, TransitionNotAllowed
from pghistory.models import Events

from spark import clock
from spark.errors import Refused, refused_by_database
from spark.text import prose
from spark.text.numbers import holds_own_number, without_numbers

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Title:
    """How the timeline tells what was done.

    Args:
        key: a decision, drawn filled.
        internal: never shown to colleges or candidates.
        changed: the label for somebody who was there before.
        source: words for the reason, where that is where it comes from.
    """

    name: str
    label: str | Promise
    key: bool = False
    internal: bool = False
    changed: str | Promise = ""
    source: str | Promise = ""


TITLES: dict[str, Title] = {}  # by the verb's name in history
ALL: Container[str] = TITLES.keys()
# What people write freely into verbs, by the names of their arguments.
WRITTEN = {"answer", "description", "evidence", "marks", "note", "reason", "text"}
WRITTEN |= {"title", "wanted", "why"}
# How history calls who acts without an account, by the name they act under.
GUESTS: dict[str, str | Promise] = {}
# What changes with an event of its own, whose values history doesn't keep, by label.
UNKEPT: dict[str, str | Promise] = {}
CHANGE = ["pgh_label", "pgh_obj_model", "pgh_diff"]
_acting: ContextVar[bool] = ContextVar("acting", default=False)


def declare(
    name: str,
    label: str | Promise,
    key: bool = False,
    internal: bool = False,
    formerly: str = "",
) -> None:
    """Let the timeline tell what is in history under a name, and perhaps a former."""
    TITLES[name] = Title(name, label, key, internal)
    if formerly:
        TITLES[formerly] = TITLES[name]


def sourced(name: str, source: str | Promise, changed: str | Promise = "") -> None:
    """Let the timeline tell from where it comes instead of a reason.

    Args:
        source: e.g. "Roster %(source)s".
        changed: how it is told of who was there before, with what was changed.
    """
    TITLES[name] = replace(TITLES[name], source=source, changed=changed)


def action(
    name: str,
    label: str | Promise,
    *,
    key: bool = False,
    internal: bool = False,
    formerly: str = "",
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Frame a function `f(*, actor, ..., reason="", at=None)` that is of no door.

    For what the software does by itself and what no role guards; what people do to
    rows is a `spark.accounts.verbs.verb`, framed alike.

    Raises:
        Refused: as `acting`.
    """
    declare(name, label, key, internal, formerly)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def framed(*args: P.args, **kwargs: P.kwargs) -> R:
            given: dict = kwargs
            check_words(given, given["actor"])
            reason, at = given.get("reason"), given.get("at")
            with acting(given["actor"], name, reason=reason, at=at):
                return function(*args, **kwargs)

        framed.history = name  # type: ignore[attr-defined]
        return framed

    return decorate


@contextmanager
def acting(
    actor: object, verb: str, *, reason: object = "", at: datetime | None = None
) -> Iterator[None]:
    """One transaction, of which history records actor, verb, reason and time.

    An action within another belongs to the outer one's story.

    Args:
        verb: one of TITLES.

    Raises:
        Refused: reason-with-number; also for an illegal transition, or a constraint or
            trigger of ours.
    """
    check_words({"reason": reason}, actor)
    if _acting.get():
        yield
        return
    token = _acting.set(True)
    try:
        with _context(verb, actor, reason, at), transaction.atomic():
            yield
    except TransitionNotAllowed as error:
        raise Refused("state-moved") from error
    except DatabaseError as error:
        if refused := refused_by_database(error):
            raise refused from error
        raise
    finally:
        _acting.reset(token)


def _context(
    verb: str, actor: object, reason: object, at: datetime | None
) -> pghistory.context:
    return pghistory.context(
        verb=verb,
        actor=getattr(actor, "pk", None),
        name=str(actor),
        reason=_kept(reason),
        at=(at or clock.now()).isoformat(),
        request=structlog.contextvars.get_contextvars().get("request_id"),
    )


def _kept(reason: object) -> str:
    """History is kept for good: no number that is somebody's own goes into it."""
    return without_numbers(prose(str(reason or "")), phones=True)


def check_words(given: Mapping[str, object], actor: object) -> None:
    """Refuse what people write freely if it holds an ID, card or phone number.

    Raises:
        Refused: reason-with-number.
    """
    if getattr(actor, "pk", None) is None and str(actor) not in GUESTS:
        return  # the software's own words, starred where they are kept
    said = (given[name] for name in WRITTEN & set(given))
    if any(map(holds_own_number, _texts(list(said)))):
        raise Refused("reason-with-number", status=422)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def because(reason: str) -> None:
    """Give the running action its reason, found by itself: before it writes."""
    pghistory.context(reason=_kept(reason))


def under(**names: str) -> None:
    """File the running action's reason under a heading, named in each language."""
    pghistory.context(heading=names)


@dataclass(frozen=True)
class Entry:
    """One action as the timeline shows it; `details`: from where, what changed."""

    title: str | Promise
    when: datetime
    who: str
    reason: str
    key: bool
    details: tuple[str, ...] = ()


def timeline(
    subject: models.Model,
    *,
    internal: bool,
    among: Sequence[type[models.Model]] = (),
    verbs: Container[str] = ALL,
    limit: int = 200,
) -> list[Entry]:
    """What happened to `subject` and to the records that point at it, newest first.

    Args:
        internal: also what only the programme's own people may see.
        among: the models whose history is shown, all by default.
        verbs: those shown, all by default.
    """
    kept = [e for m in among for e in m.pgh_event_models.values()]  # type: ignore[attr-defined]
    events = (
        Events.objects.across(*kept)
        .references(subject)
        .exclude(pgh_context=None)
        .order_by("-pgh_created_at", "-pgh_id")
        .values("pgh_context_id", "pgh_context", *CHANGE)[:limit]
    )
    contexts, changed = {}, defaultdict(set)
    for event in events:  # an action's first words stay, e.g. one's own reason
        contexts[event["pgh_context_id"]] = event["pgh_context"]
        if event["pgh_obj_model"] == subject._meta.label:
            names = [event["pgh_label"], *(event["pgh_diff"] or ())]
            changed[event["pgh_context_id"]].update(names)
    for key, context in contexts.items():
        context["changed"] = changed[key]
    shown = [context for context in contexts.values() if context["verb"] in verbs]
    entries = _entries(shown, subject, internal)
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _entries(
    contexts: Iterable[dict], subject: models.Model, internal: bool
) -> Iterable[Entry]:
    for context in contexts:
        title = TITLES.get(context["verb"])
        if title is None or (title.internal and not internal):
            continue
        changed = title.changed and _changed(context, subject)
        from_where = context["reason"] and title.source
        details = [title.source % {"source": context["reason"]}] if from_where else []
        if changed:
            details.append(changed)
        yield Entry(
            title=title.changed if changed else title.label,
            when=clock.local(datetime.fromisoformat(context["at"])),
            who=_who(context),
            reason="" if title.source else _reason(context),
            key=title.key,
            details=tuple(details),
        )


def _changed(context: dict, subject: models.Model) -> str:
    """The names of what was changed, not what it says; nothing for who moved on."""
    changed = context["changed"]
    fields = [f for f in subject._meta.concrete_fields if f.column in changed]
    if any(isinstance(field, FSMField) for field in fields):
        return ""
    names = [str(field.verbose_name) for field in fields]
    names += [str(UNKEPT[label]) for label in UNKEPT.keys() & changed]
    return _(", ").join(names)


def _who(context: dict) -> str:
    if context["actor"]:
        return context["name"]
    return str(GUESTS.get(context["name"], _("System")))


def _reason(context: dict) -> str:
    """The words given, after the heading they were filed under."""
    heading = context.get("heading", {}).get((get_language() or "zh")[:2], "")
    if not heading:
        return context["reason"]
    words = {"heading": heading, "reason": context["reason"]}
    return _("%(heading)s: %(reason)s") % words
