"""What people keep of the list, and taking it out."""

from candidates.lists.actions.exports import (
    KEPT,
    export_list,
    finish_export,
    forget_exports,
)
from candidates.lists.actions.lists import rename_view, save_columns, save_view

__all__ = [
    "KEPT",
    "export_list",
    "finish_export",
    "forget_exports",
    "rename_view",
    "save_columns",
    "save_view",
]
