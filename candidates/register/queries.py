"""Lists of candidates and what a candidate's page shows."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register import access
from candidates.register.models import Batch, Candidate, Direction
from candidates.register.stages import ROAD, ROOMS, Stage
from spark.accounts.models import User
from spark.accounts.queries import duties_of
from spark.campuses.models import Campus
from spark.duties.models import Duty

FILTERS = {
    "stage": "stage",
    "state": "state",
    "campus": "campus__code",
    "direction": "direction__slug",
    "batch": "batch__slug",
}


def candidates(user: User, chosen: Mapping[str, str]) -> QuerySet[Candidate]:
    """The candidates `user` sees, narrowed by `chosen` (FILTERS and `q`).

    `q` finds a name or its pinyin from the start, the last digits of a phone, or a
    student number.
    """
    rows = access.CANDIDATES.visible_to(user)
    for name, path in FILTERS.items():
        if chosen.get(name):
            rows = rows.filter(**{path: chosen[name]})
    if text := chosen.get("q", "").strip():
        rows = rows.filter(_matches(text))
    return rows


def _matches(text: str) -> Q:
    key = text.lower().replace(" ", "")
    found = Q(person__name__startswith=text) | Q(person__name_key__startswith=key)
    if text.isdigit():
        found |= Q(phone__endswith=text) | Q(student_number=text)
    return found


def rail(candidate: Candidate) -> list[dict]:
    """The five stages as the rail draws them: d done, n now, t to come, x left here."""
    left = candidate.stage == Stage.LEFT
    at = candidate.left_from if left else candidate.stage
    position = ROAD.index(Stage(at)) if at in ROAD else -1
    drawn = []
    for number, stage in enumerate(ROAD):
        mark = "d" if number < position else "t"
        if number == position:
            mark = "x" if left else "n"
        drawn.append(
            {
                "key": stage.value,
                "label": stage.label,
                "state": mark,
                "number": number + 1,
                "note": candidate.stage_since if number == position else None,
            }
        )
    return drawn


def elsewhere(batch: Batch, campus: Campus, hashes: Iterable[str]) -> set[str]:
    """Of these ID hashes, those in the batch through another campus."""
    return set(
        Candidate.objects.filter(batch=batch, person__id_hash__in=list(hashes))
        .exclude(campus=campus)
        .values_list("person__id_hash", flat=True)
    )


def duties_about(user: User, url: str) -> QuerySet[Duty]:
    """The user's open duties that a candidate's page does."""
    return duties_of(user).filter(url=url)


def filters(user: User, chosen: Mapping[str, str]) -> list[dict]:
    """The chips of the list: name, label, options and what is chosen."""
    campuses = access.campuses_seen_by(user)
    batches = access.batches_seen_by(user)
    states = [
        (state.value, state.label)
        for room in ROOMS.values()
        if not chosen.get("stage") or room.stage == chosen["stage"]
        for state in room.states
    ]
    return [
        {"name": "stage", "label": _("Stage"), "options": Stage.choices},
        {"name": "state", "label": _("State"), "options": states},
        {
            "name": "campus",
            "label": _("Campus"),
            "options": [(campus.code, str(campus)) for campus in campuses],
        },
        {
            "name": "direction",
            "label": _("Direction"),
            "options": [(d.slug, str(d)) for d in Direction.objects.all()],
        },
        {
            "name": "batch",
            "label": _("Batch"),
            "options": [(batch.slug, str(batch)) for batch in batches],
        },
    ]
