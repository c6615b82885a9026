"""The list of candidates, the boards, and what is done to many."""

from candidates.lists.views.lists import (
    candidate_list,
    columns_save,
    view_change,
    view_save,
)
from candidates.lists.views.many import bulk, export, export_file
from candidates.lists.views.stages import pages_of

__all__ = [
    "bulk",
    "candidate_list",
    "columns_save",
    "export",
    "export_file",
    "pages_of",
    "view_change",
    "view_save",
]
