"""What a candidate's page shows, and what the rooms ask about candidates."""

from candidates.register.queries.keys import keys_fit
from candidates.register.queries.openings import openings
from candidates.register.queries.people import (
    duties_about,
    identity,
    names_of,
    names_of_others,
    other_batches,
    others_and_twins,
    outside,
    particulars,
    rail,
    story,
    told_apart,
    twins,
    undecided,
    waitlisted,
    with_file,
)
from candidates.register.queries.places import HOLDING, occupied, with_places_left

__all__ = [
    "HOLDING",
    "duties_about",
    "identity",
    "keys_fit",
    "names_of",
    "names_of_others",
    "occupied",
    "openings",
    "other_batches",
    "others_and_twins",
    "outside",
    "particulars",
    "rail",
    "story",
    "told_apart",
    "twins",
    "undecided",
    "with_file",
    "with_places_left",
    "waitlisted",
]
