"""Trials as they stand in calendars: as the door shows them to who reads.

A live room's calendar names nobody, whoever follows it: it hangs on walls.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from spark import clock
from spark.accounts.scope import Guest
from spark.calendars.kinds import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    Event,
    Reader,
    add_source,
)
from training.trials.access import TRIALS
from training.trials.models import Trial
from training.trials.stages import MOVABLE, TrialState

KEPT = timedelta(days=30)  # once cancelled
STATUS = {TrialState.PLANNED: TENTATIVE, TrialState.CANCELLED: CANCELLED}
NAMED = {
    "base_name": "slot__room__base",
    "room_name": "slot__room",
    "direction_name": "candidate__direction",
    "campaign_name": "round__campaign",
}
READ = ("pk", "during", "state", "sequence", "updated_at")


def trials(
    reader: Reader,
    place: int | None,
    since: datetime,
    until: datetime,
    *,
    at: str,
    names: bool,
) -> Iterator[Event]:
    """Those at a place, or one's own.

    Args:
        at: the path to what has the place's key; of one's own, to their mentor.
        names: says whose trials they are.
    """
    rows = TRIALS.visible_to(reader).filter(starts_at__gte=since, starts_at__lt=until)
    forgotten = clock.now() - KEPT
    rows = rows.exclude(state=TrialState.CANCELLED, state_since__lt=forgotten)
    guest = isinstance(reader, Guest)
    if not guest:
        rows = rows.filter(**{at: reader.pk if place is None else place})
    labels = dict(TrialState.choices)
    for row in _read(rows):
        yield _event(row, str(labels[row["state"]]), names and not guest, guest)


def _read(rows: QuerySet[Trial]) -> QuerySet:
    """Only what is shown, in the active language."""
    suffix = "zh" if (get_language() or "zh").startswith("zh") else "en"
    named = {name: F(f"{path}__name_{suffix}") for name, path in NAMED.items()}
    return rows.order_by("starts_at", "pk").values(
        *READ,
        who=F("candidate__person__name"),
        seat_number=F("seat__number"),
        round_number=F("round__number"),
        **named,
    )


def _event(row: dict, state: str, named: bool, guest: bool) -> Event:
    dot = pgettext("between facts", " · ")
    what = [_("Trial"), row["room_name"], row["direction_name"]]
    seat = _("Seat %(n)s") % {"n": row["seat_number"]}
    round_ = _("Round %(n)s") % {"n": row["round_number"]}
    return Event(
        key=f"trial-{row['pk']}",
        starts=row["during"].lower,
        ends=row["during"].upper,
        summary=dot.join([*what, row["who"]] if named else what),
        changed=row["updated_at"],
        sequence=row["sequence"],
        status=STATUS.get(row["state"], CONFIRMED),
        where=dot.join([row["base_name"], row["room_name"], seat]),
        text=dot.join([state, row["campaign_name"], round_]),
        url=reverse("portal-home" if guest else "trial-detail", args=_key(row, guest)),
        is_to_come=row["state"] in MOVABLE,
    )


def _key(row: dict, guest: bool) -> list[int]:
    return [] if guest else [row["pk"]]


for kind, at, names in (
    ("own", "slot__mentor", True),
    ("campus", "candidate__campus", True),
    ("base", "slot__room__base", True),
    ("room", "slot__room", False),
):
    add_source(kind, partial(trials, at=at, names=names))
