"""What the home page says of candidates: who moved since, and where they stand."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from candidates.register import queries
from candidates.register.access import CANDIDATES
from candidates.register.models import BatchState
from candidates.register.stages import ROAD, Stage
from spark.accounts.models import User
from spark.notifications import outbox

SHOWN = 5  # messages


def changes(user: User, since: datetime | None) -> dict | None:
    """Who came to which stage since the last visit, and what was written since."""
    if since is None:
        return None
    counts = queries.arrived(CANDIDATES.visible_to(user), since)
    moves = [
        {"stage": Stage(stage), "count": counts[stage], "url": _newest(stage)}
        for stage in Stage
        if counts.get(stage)
    ]
    language = translation.get_language()
    messages = [
        {"title": title, "url": message.url, "when": message.created_at}
        for message in outbox.inbox(user).filter(created_at__gt=since)[:SHOWN]
        for title, _body in [outbox.words(message, language)]
    ]
    return {"since": since, "moves": moves, "messages": messages}


def _newest(stage: str) -> str:
    if stage in ROAD:
        return f"{reverse(f'{stage}-list')}?sort=since"
    return f"{reverse('candidate-list')}?stage={stage}&sort=since"


def stages(user: User, since: datetime | None) -> dict | None:
    """How many of the open batches stand in each stage, and how much is overdue."""
    rows = CANDIDATES.visible_to(user).filter(batch__state=BatchState.OPEN)
    counts = queries.by_stage(rows)
    total = sum(counts.values())
    if not total:
        return None
    late = queries.late_by_stage(user)
    most = max(counts.values())
    return {
        "total": total,
        "rows": [
            {
                "label": stage.label,
                "count": counts.get(stage, 0),
                "most": most,
                "late": late.get(stage, 0),
                "url": reverse(f"{stage.value}-list"),
            }
            for stage in ROAD
        ],
    }
