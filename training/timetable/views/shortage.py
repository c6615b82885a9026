"""Why somebody has too few slots, and which rules what stands breaks, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate
from spark.accounts.models import User
from training.studio.access import SLOTS
from training.studio.models import Slot
from training.trials.views.display import add_display

# Codes of `timetable.explain` and of `may_broadcast`; each is said before a number of
# slots: "not free 12".
REASONS: Mapping[str, str | Promise] = {
    "class": pgettext_lazy("slots", "not free"),
    "travel": pgettext_lazy("slots", "base out of reach"),
    "category": pgettext_lazy("slots", "another category"),
    "lesson": pgettext_lazy("slots", "in a lesson"),
    "rest": pgettext_lazy("slots", "too little rest"),
    "hours": pgettext_lazy("slots", "hours used up"),
    "mentor": pgettext_lazy("slots", "no mentor"),
    "full": pgettext_lazy("slots", "taken by others"),
    "locked": pgettext_lazy("slots", "over or locked"),
    "night": pgettext_lazy("slots", "at night"),
    "two_places": pgettext_lazy("slots", "at the same time as another"),
    "too_many": pgettext_lazy("slots", "more than the round gives"),
    "host-under-16": pgettext_lazy("slots", "under 16"),
    "host-without-consent": pgettext_lazy("slots", "no guardian's consent"),
    "host-outside-internship": pgettext_lazy("slots", "outside the internship"),
    "host-without-test": pgettext_lazy("slots", "no compliance test"),
    "host-without-licence": pgettext_lazy("slots", "no licence"),
    "host-at-night": pgettext_lazy("slots", "at night"),
    "host-on-holiday": pgettext_lazy("slots", "on a public holiday"),
    "host-on-rest-day": pgettext_lazy("slots", "on a rest day"),
    "host-day-too-long": pgettext_lazy("slots", "day too long"),
    "host-week-too-long": pgettext_lazy("slots", "week too long"),
}
HELPS: Mapping[str, str | Promise] = {
    "class": _("Ask the college for more free times."),
    "travel": _("Enter a way to the base, or more days on which one can go."),
    "category": _("Open slots in rooms of a category they may sell."),
    "lesson": _("Move a lesson, or open slots outside the lessons."),
    "rest": _("Open slots on other days, or ask for less rest in this round."),
    "hours": _("Open shorter slots, or slots in another week."),
    "mentor": _("Enter more shifts of mentors at the base."),
    "full": _("Open more slots when they are free."),
    "": _("Complete their papers first."),
}


@dataclass(frozen=True)
class Against:
    """A slot that somebody has or had, with the rules that it breaks."""

    candidate: Candidate
    slot: Slot
    rules: list[str | Promise]


def against(user: User, figures: Iterable[Mapping[str, Any]]) -> list[Against]:
    """What a run's figures list under `given`, with candidates, slots and texts."""
    rules: dict[tuple[int, int], list[str | Promise]] = {}
    for row in figures:
        said = rules.setdefault((row["candidate"], row["slot"]), [])
        said.append(REASONS[row["code"]])
    people = CANDIDATES.visible_to(user).in_bulk({who for who, _slot in rules})
    slots = SLOTS.visible_to(user).in_bulk({slot for _who, slot in rules})
    for slot in slots.values():
        add_display(slot)
    return [
        Against(people[who], slots[slot], said)
        for (who, slot), said in rules.items()
        if who in people and slot in slots
    ]


@dataclass(frozen=True)
class Short:
    """A candidate with too few trials; `reasons` are (text, number of slots)."""

    candidate: Candidate
    placed: int
    wanted: int
    reasons: list[tuple[str | Promise, int]]
    help: str | Promise


def short_of(user: User, figures: Iterable[Mapping[str, Any]]) -> list[Short]:
    """What a run's figures list under `short`, with candidates and texts.

    Who has the fewest trials comes first.
    """
    rows = list(figures)
    keys = [row["candidate"] for row in rows]
    known = CANDIDATES.visible_to(user).in_bulk(keys)
    found = [
        Short(
            known[row["candidate"]],
            row["placed"],
            row["wanted"],
            [(REASONS[code], number) for code, number in row["reasons"]],
            HELPS[row["help"]],
        )
        for row in rows
        if row["candidate"] in known
    ]
    return sorted(found, key=lambda short: short.placed)
