"""What the stage records share on the edge: fragments, buttons, the same for many.

A room describes itself as a `Room`; `urls_of(room)` gives its pages. The candidate page
pulls each room's fragment by URL, so nothing below knows the rooms above.
"""

from spark.records.bulk import Subject, at_once
from spark.records.many import DEEDS, Deed, add, deeds_for, rehearse
from spark.records.pages import meanwhile, urls_of
from spark.records.rooms import Button, Entrance, ReasonForm, Room, form_of

__all__ = [
    "DEEDS",
    "Button",
    "Deed",
    "Entrance",
    "ReasonForm",
    "Room",
    "Subject",
    "add",
    "at_once",
    "deeds_for",
    "form_of",
    "meanwhile",
    "rehearse",
    "urls_of",
]
