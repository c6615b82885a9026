"""Invented places and people to look at; none collides with a real roster."""

from candidates.demo.applying import applications
from candidates.demo.asking import requests
from candidates.demo.bouncing import fail_to_tell
from candidates.demo.cast import Cast, Part, beyond, by_campus, ending, records
from candidates.demo.clock import Clock, shared
from candidates.demo.holding import say_more
from candidates.demo.incubating import break_off, finish, incubate
from candidates.demo.people import (
    DIRECTIONS,
    FAMILY,
    GIVEN,
    Invented,
    credit_code,
    id_number,
)
from candidates.demo.photographing import photograph
from candidates.demo.places import places
from candidates.demo.registering import enrol, rosters
from candidates.demo.screening import screen
from candidates.demo.staff import ACCOUNTS, Staff, hire
from candidates.demo.systems import systems

__all__ = [
    "ACCOUNTS",
    "Cast",
    "Clock",
    "DIRECTIONS",
    "FAMILY",
    "GIVEN",
    "Invented",
    "Part",
    "Staff",
    "applications",
    "beyond",
    "break_off",
    "by_campus",
    "credit_code",
    "ending",
    "enrol",
    "fail_to_tell",
    "finish",
    "hire",
    "id_number",
    "requests",
    "incubate",
    "photograph",
    "places",
    "records",
    "rosters",
    "say_more",
    "screen",
    "systems",
    "shared",
]
