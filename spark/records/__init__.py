"""What the stage records share on the edge: fragments, buttons, the same for many.

A room describes itself as a `Section` and registers it while its app gets ready;
`urls_of(section)` gives its pages, and its app puts its part into the candidate's page.
"""

from spark.accounts.buttons import Button, ReasonForm
from spark.records.bars import bar
from spark.records.bulk import AT_ONCE, Subject, at_once, bounded
from spark.records.many import (
    BULK_ACTIONS,
    BY_DUTY,
    SECTIONS,
    BulkAction,
    add,
    bulk_actions_for,
    in_order,
    register,
    rehearse,
)
from spark.records.pages import Drawn, entrance_of, meanwhile, record_of, urls_of
from spark.records.sections import Entrance, Section

__all__ = [
    "AT_ONCE",
    "BULK_ACTIONS",
    "BY_DUTY",
    "BulkAction",
    "Button",
    "Drawn",
    "Entrance",
    "SECTIONS",
    "ReasonForm",
    "Section",
    "Subject",
    "add",
    "at_once",
    "bar",
    "bounded",
    "bulk_actions_for",
    "entrance_of",
    "in_order",
    "meanwhile",
    "record_of",
    "register",
    "rehearse",
    "urls_of",
]
