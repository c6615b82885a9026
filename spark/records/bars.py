"""The bar over a list: what can be done to those ticked, most of them first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from spark.records.many import BulkAction

Fits = Callable[[BulkAction, Any], bool]


def possible(action: BulkAction, row: Any) -> bool:
    """Does the state of a row of the action's own kind allow it?"""
    return action.verb.possible(row)


def bar(
    actions: Sequence[BulkAction],
    rows: Mapping[Any, Any],
    fits: Fits = possible,
    everyone: Iterable[Any] = (),
) -> dict[str, Any]:
    """Context of `_bulk_actions.html`, and of the ticks beside it.

    Until somebody ticks, the order is that of the rows shown; as they do, the page
    counts anew, by what each tick says of its row. Risks stay last.

    Args:
        rows: those shown, by the key that a tick sends.
        everyone: all that match, if they can be taken at once.
    """
    matching = list(everyone)
    able = {
        action.name: {key for key, row in rows.items() if fits(action, row)}
        for action in actions
    }
    verbs = sorted(actions, key=lambda a: (a.button.danger, -len(able[a.name])))
    can = {
        key: " ".join(verb.name for verb in verbs if key in able[verb.name])
        for key in rows
    }
    fit_all = {
        action.name: sum(fits(action, row) for row in matching) for action in actions
    }
    return {"verbs": verbs, "can": can, "fit_all": fit_all if matching else {}}
