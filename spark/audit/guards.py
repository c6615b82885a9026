"""The states of a record, held a second time by the database."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models
from django_fsm import FSMField

M = TypeVar("M", bound=type[models.Model])

# The actor, verb and reason are columns of each event, so that events never change.
CONTEXT: dict[str, Any] = {
    "context_field": pghistory.ContextJSONField(),
    "context_id_field": pghistory.ContextUUIDField(),
}


def remembered(model: str) -> models.ForeignKey:
    """A foreign key as history keeps it whose column came later: without an index."""
    return models.ForeignKey(
        model,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


def when_updated(condition: pgtrigger.Condition | None = None) -> pgtrigger.Trigger:
    """Keeps `updated_at`; not by NOW(): a long import's rows would seem too old."""
    return pgtrigger.Trigger(
        name="updated",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=condition,
        func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
    )


def timed_by_database(field: str, *, again: bool = False) -> pgtrigger.Trigger:
    """Whatever time is given for what somebody did now, it is the database's own.

    Args:
        again: of a row that keeps the last time, instead of one for each.
    """
    return pgtrigger.Trigger(
        name=f"{field}_now",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(field) if again else pgtrigger.Insert,
        condition=pgtrigger.AnyChange(field) if again else None,
        func=f"NEW.{field} := CLOCK_TIMESTAMP(); RETURN NEW;",
    )


def held_together(
    field: str, other: str, pairs: Mapping[str, Collection[str]]
) -> pgtrigger.Trigger:
    """In these states the other field says one of these, once all is written.

    Looked at with the row as it is at the end of the transaction.

    Args:
        pairs: by the state, what the other may be.
    """
    fits = " OR ".join(
        f"found.{field} = '{state}' AND found.{other} IN ({_quoted(may)})"
        for state, may in pairs.items()
    )
    said = f"{field} without its {other}"
    return pgtrigger.Trigger(
        name=f"{field}_fits_{other}",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(field, other),
        timing=pgtrigger.Deferred,
        declare=[("found", "RECORD")],
        func=pgtrigger.Func(
            f"SELECT {field}, {other} INTO found FROM {{meta.db_table}}"  # noqa: S608 -- names of ours
            f" WHERE id = NEW.id; IF found.{field} IN ({_quoted(pairs)}) AND NOT"
            f" ({fits}) THEN RAISE EXCEPTION 'pgtrigger: Invalid transition: {said}"
            " on table %', TG_TABLE_NAME; END IF; RETURN NULL;"
        ),
    )


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def after_statements(name: str, func: str, *variables: tuple[str, str]) -> list[Any]:
    """Triggers by which `func` runs once for each statement that writes rows.

    Args:
        func: finds as `parts` those made, changed or deleted.
        variables: names and types of what it declares.
    """
    old, new = pgtrigger.Referencing(old="parts"), pgtrigger.Referencing(new="parts")
    return [
        pgtrigger.Trigger(
            name=f"{name}_{written}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=parts,
            declare=list(variables),
            func=func,
        )
        for written, operation, parts in (
            ("insert", pgtrigger.Insert, new),
            ("update", pgtrigger.Update, new),
            ("delete", pgtrigger.Delete, old),
        )
    ]


def _from_trigger_only(event_model: type[models.Model]) -> None:
    """Let no one but a history trigger write events: raw SQL is refused."""
    pgtrigger.register(
        pgtrigger.Trigger(
            name="by_trigger_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION"
            " 'pgtrigger: Cannot insert history by hand'; END IF; RETURN NEW;",
        )
    )(event_model)


def tracked(
    *trackers: pghistory.Tracker, deletion: bool = False, **options: Any
) -> Callable[[M], M]:
    """Class decorator: keep the model's history, append-only, written by triggers.

    Args:
        deletion: rows may be deleted, and that is kept too.
        options: `fields` or `exclude`, as `pghistory.track` takes them.
    """

    def decorate(model: M) -> M:
        nonlocal trackers
        if deletion:
            trackers = (
                pghistory.InsertEvent(),
                pghistory.UpdateEvent(),
                pghistory.DeleteEvent(),
            )
        pghistory.track(*trackers, **CONTEXT, **options)(model)
        for event_model in set(model.pgh_event_models.values()):  # type: ignore[attr-defined]
            _from_trigger_only(event_model)
        return model

    return decorate


def _moves(model: type[models.Model], field: FSMField) -> list[tuple[str, str]]:
    """(from, to) of every `@transition` of the model, sorted so migrations are stable.

    A transition whose target is computed lists its possible targets in
    `custom={"targets": [...]}`.
    """
    pairs = set()
    for move in field.get_all_transitions(model):
        targets = move.custom.get("targets") or [move.target]
        pairs |= {(str(move.source), str(target)) for target in targets}
    return sorted(pairs)


def held_by_database(model: M) -> M:
    """Class decorator: what the model's `@transition`s allow, the database allows.

    Adds triggers for moves, for the initial state and against deletion. They hold for
    raw SQL too, since the runtime role doesn't own the tables.
    """
    (field,) = (f for f in model._meta.fields if isinstance(f, FSMField))
    name, initial = field.name, str(field.get_default())
    pgtrigger.register(
        pgtrigger.FSM(
            name=f"{name}_moves", field=name, transitions=_moves(model, field)
        ),
        pgtrigger.Trigger(
            name=f"{name}_initial",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=~pgtrigger.Q(**{f"new__{name}": initial}),
            func="RAISE EXCEPTION 'pgtrigger: Invalid initial state on table %',"
            " TG_TABLE_NAME;",
        ),
        pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
    )(model)
    return model


def one_of(
    field: str, choices: type[models.TextChoices], name: str
) -> models.CheckConstraint:
    """CHECK: the column holds one of the choices."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": sorted(choices.values)}), name=name
    )
