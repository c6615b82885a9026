"""What the home page says of candidates: who moved since, and where they stand."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from candidates.lists import queries
from candidates.register.access import CANDIDATES
from candidates.register.models import BatchState
from candidates.register.stages import ROAD, Stage
from spark.accounts.models import User
from spark.notifications import inbox

SHOWN = 5  # messages


def people(user: User, since: datetime | None) -> dict | None:
    """What changed since the last visit, and how many stand where."""
    seen = queries.came_in(CANDIDATES.visible_to(user))
    here = seen.filter(batch__state=BatchState.OPEN)
    came = seen.filter(stage_since__gt=since) if since else seen.none()
    counts, arrived = queries.by_stage(here, came)
    total = sum(counts.values())
    found = {
        "changes": _changes(user, since, arrived) if since else None,
        "stages": _stages(user, counts) if total else None,
    }
    return found if any(found.values()) else None


def _changes(user: User, since: datetime, arrived: dict[str, int]) -> dict:
    """Who came to which stage, and what was written."""
    moves = [
        {"stage": stage, "count": arrived[stage], "url": _newest(stage)}
        for stage in Stage
        if arrived[stage]
    ]
    language = translation.get_language()
    messages = [
        {"title": title, "url": message.url, "when": message.created_at}
        for message in inbox.inbox(user).filter(created_at__gt=since)[:SHOWN]
        for title, _body in [inbox.words(message, language)]
    ]
    return {"since": since, "moves": moves, "messages": messages}


def _newest(stage: str) -> str:
    if stage in ROAD:
        return f"{reverse(f'{stage}-list')}?sort=since"
    return f"{reverse('candidate-list')}?stage={stage}&sort=since"


def _stages(user: User, counts: dict[str, int]) -> dict:
    """How many of the open batches stand in each stage, and how much is overdue."""
    late = queries.late_by_stage(user)
    most = max(counts.values())
    return {
        "total": sum(counts.values()),
        "rows": [
            {
                "label": stage.label,
                "count": counts[stage],
                "most": most,
                "late": late.get(stage, 0),
                "url": reverse(f"{stage.value}-list"),
            }
            for stage in ROAD
        ],
    }
