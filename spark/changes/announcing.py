"""Triggers by which a model's rows tell that they changed."""

from collections.abc import Callable
from typing import TypeVar

import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])

TELL = """
    changed := COALESCE(NEW, OLD);
    context := current_setting('pghistory.context_metadata', true);
    INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)
    SELECT '{resource}', changed.id, ({campus}), lower(TG_OP),
        COALESCE(NULLIF(context, '')::jsonb ->> 'verb', '');
    RETURN NULL;
"""


def announced(resource: str, campus: str = "changed.campus_id") -> Callable[[M], M]:
    """Class decorator: every write to a row is a change of the API's resource.

    Args:
        campus: SQL for the key of the college that may read of the row `changed`.
    """
    tell = pgtrigger.Trigger(
        name="announced",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("changed", "RECORD"), ("context", "TEXT")],
        func=TELL.format(resource=resource, campus=campus),
    )

    def decorate(model: M) -> M:
        return pgtrigger.register(tell)(model)

    return decorate
