"""Triggers by which a model's rows tell that they changed."""

from collections.abc import Callable
from typing import TypeVar

import pgtrigger
from django.db import models

from spark.audit.guards import after_statements

M = TypeVar("M", bound=type[models.Model])

TELL = """
    changed := COALESCE(NEW, OLD);
    context := current_setting('pghistory.context_metadata', true);
    INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)
    SELECT '{resource}', changed.id, ({campus}), lower(TG_OP),
        COALESCE(NULLIF(context, '')::jsonb ->> 'verb', '');
    RETURN NULL;
"""

# Of several rows in one statement, which are parts of what is told of.
TELL_WHOLE = """
    context := current_setting('pghistory.context_metadata', true);
    INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)
    SELECT DISTINCT '{resource}', {key}, ({campus}), 'update',
        COALESCE(NULLIF(context, '')::jsonb ->> 'verb', '')
    FROM parts changed;
    RETURN NULL;
"""

# Of rows that a campus may read from now on, or no longer.
TELL_SHOWN = """
    context := current_setting('pghistory.context_metadata', true);
    INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)
    SELECT '{resource}', shown.id, shown.campus_id,
        CASE WHEN {condition} THEN 'insert' ELSE 'delete' END,
        COALESCE(NULLIF(context, '')::jsonb ->> 'verb', '')
    FROM ({rows}) shown;
    RETURN NULL;
"""

# Of a message: once, when it is written, or later if it was held.
TELL_TOLD = """
    IF NEW.held OR (TG_OP = 'UPDATE' AND NOT OLD.held) THEN
        RETURN NULL;
    END IF;
    INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)
    SELECT '{resource}', NEW.id, NEW.campus_id, 'insert', '{name}.' || NEW.kind;
    RETURN NULL;
"""


def announced(
    resource: str, campus: str = "changed.campus_id", *, once: str = ""
) -> Callable[[M], M]:
    """Class decorator: every write to a row is a change of the API's resource.

    Args:
        campus: SQL for the key of the college that may read of the row `changed`.
        once: SQL of the row `NEW`, until when nobody reads it; it is never deleted.
    """
    operation = pgtrigger.Insert | pgtrigger.Update
    tell = pgtrigger.Trigger(
        name="announced",
        when=pgtrigger.After,
        operation=operation if once else operation | pgtrigger.Delete,
        condition=pgtrigger.Condition(once) if once else None,
        declare=[("changed", "RECORD"), ("context", "TEXT")],
        func=TELL.format(resource=resource, campus=campus),
    )

    def decorate(model: M) -> M:
        return pgtrigger.register(tell)(model)

    return decorate


def announced_whole(resource: str, key: str, campus: str) -> Callable[[M], M]:
    """Class decorator: the rows are parts of a row of the API's resource.

    A statement that writes any of them is one change of the whole.

    Args:
        key: SQL for the key of the whole that the row `changed` is a part of.
        campus: as `announced` takes it.
    """
    func = TELL_WHOLE.format(resource=resource, key=key, campus=campus)
    tell = after_statements("announced", func, ("context", "TEXT"))

    def decorate(model: M) -> M:
        return pgtrigger.register(*tell)(model)

    return decorate


def announced_with(resource: str, field: str, rows: str) -> Callable[[M], M]:
    """Class decorator: rows of the API's resource are read while `field` isn't null.

    To fill or empty it is one change of each of them.

    Args:
        rows: SQL for their keys and colleges, `id` and `campus_id`, by the row `NEW`.
    """
    tell = pgtrigger.Trigger(
        name=f"announced_{resource}",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(field),
        condition=pgtrigger.AnyChange(field),
        declare=[("context", "TEXT")],
        func=TELL_SHOWN.format(
            resource=resource, rows=rows, condition=f"NEW.{field} IS NOT NULL"
        ),
    )

    def decorate(model: M) -> M:
        return pgtrigger.register(tell)(model)

    return decorate


def announced_if(resource: str, rows: str) -> Callable[[M], M]:
    """Class decorator: a row made is of the API's resource, if somebody may read it.

    Args:
        rows: SQL for its key and college, `id` and `campus_id`, by the row `NEW`;
            none while it isn't to be read.
    """
    tell = pgtrigger.Trigger(
        name="announced",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("context", "TEXT")],
        func=TELL_SHOWN.format(resource=resource, rows=rows, condition="TRUE"),
    )

    def decorate(model: M) -> M:
        return pgtrigger.register(tell)(model)

    return decorate


def announced_told(resource: str, name: str) -> Callable[[M], M]:
    """Class decorator: a row is a message to its campus, read while it isn't `held`.

    The change is called by its kind; to mark it as read or to forget it is none.

    Args:
        name: before the kind, as in `message.plan-published`.
    """
    tell = pgtrigger.Trigger(
        name="announced",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("held"),
        func=TELL_TOLD.format(resource=resource, name=name),
    )

    def decorate(model: M) -> M:
        return pgtrigger.register(tell)(model)

    return decorate
