"""The kinds of sheets there are: each room puts its own in."""

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from spark.accounts.scope import Actor
    from spark.sheets.kinds import SheetKind

KINDS: "dict[str, type[SheetKind]]" = {}


def add_kind(path: str) -> None:
    """Called from an app's `AppConfig.ready`, in the order of the page.

    Args:
        path: of the kind's class.
    """
    kind = import_string(path)
    KINDS[kind.slug] = kind


def kinds_for(actor: "Actor") -> "list[type[SheetKind]]":
    """Those the actor may send."""
    return [kind for kind in KINDS.values() if kind.is_for(actor)]
