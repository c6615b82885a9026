"""What sheets ask about trials."""

from collections import defaultdict
from datetime import datetime

from spark.accounts.scope import Actor
from spark.sheets.cells import folded
from training.studio.access import LIVE_ROOMS
from training.trials.access import TRIALS
from training.trials.models import Trial


def by_room(actor: Actor, first: datetime, last: datetime) -> dict[str, list[Trial]]:
    """By each name of each room the actor sees, its trials that begin between these."""
    rows = TRIALS.visible_to(actor).filter(starts_at__range=(first, last))
    rows = rows.select_related("live_figures")
    of_room: dict[int, list[Trial]] = defaultdict(list)
    for trial in rows.order_by("starts_at", "pk"):
        of_room[trial.slot.room_id].append(trial)
    found: dict[str, list[Trial]] = defaultdict(list)
    for room in LIVE_ROOMS.visible_to(actor):
        for name in {folded(room.name_zh), folded(room.name_en)}:
            found[name] += of_room[room.pk]
    return found
