"""Lists of candidates and what a candidate's page shows."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from candidates.register import access
from candidates.register.models import Batch, Candidate, Direction, Quota
from candidates.register.stages import ROAD, Stage
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


def names_of_others(direction: Direction) -> dict[str, Direction]:
    """What rosters call the other directions."""
    return {
        name: other
        for other in Direction.objects.exclude(pk=direction.pk)
        for name in (other.name_zh, other.name_en, other.slug, *other.aliases)
    }


def outside(
    batch: Batch, campuses: Iterable[Campus], directions: Iterable[Direction]
) -> QuerySet[Candidate]:
    """The batch's candidates of other colleges or directions than these."""
    return Candidate.objects.filter(batch=batch).exclude(
        campus__in=campuses, direction__in=directions
    )


def undecided(batch: Batch) -> QuerySet[Candidate]:
    """Who waits for a decision: not called yet, not judged, or not told."""
    answered = ["passed", "waitlisted"]
    return Candidate.objects.filter(batch=batch).filter(
        Q(stage=Stage.REGISTERED) | Q(stage=Stage.SCREENING) & ~Q(state__in=answered)
    )


def waitlisted(batch: Batch) -> QuerySet[Candidate]:
    """Who waits for a place to fall free."""
    return Candidate.objects.filter(
        batch=batch, stage=Stage.SCREENING, state="waitlisted"
    )


def elsewhere(batch: Batch, campus: Campus, hashes: Iterable[str]) -> set[str]:
    """Of these ID hashes, those in the batch through another campus."""
    return set(
        Candidate.objects.filter(batch=batch, person__id_hash__in=list(hashes))
        .exclude(campus=campus)
        .values_list("person__id_hash", flat=True)
    )


def occupied(quota: Quota) -> int:
    """How many hold a place of the quota: passed, and not left since."""
    passed = Q(stage__in=[stage for stage in ROAD if stage != Stage.SCREENING])
    passed |= Q(stage=Stage.SCREENING, state="passed")
    rows = Candidate.objects.filter(
        passed, batch=quota.batch_id, direction=quota.direction_id
    )
    if quota.campus_id:
        rows = rows.filter(campus=quota.campus_id)
    return rows.count()


def duties_about(user: User, url: str) -> QuerySet[Duty]:
    """The user's open duties that a candidate's page does."""
    return duties_of(user).filter(url=url)


def identity(candidate: Candidate) -> list[object]:
    """The line under the name: what tells two people of one name apart."""
    facts = [
        candidate.student_number,
        candidate.campus,
        candidate.major,
        candidate.class_name,
        candidate.direction,
        candidate.batch,
    ]
    return [fact for fact in facts if fact]


def particulars(candidate: Candidate) -> Sequence[tuple[object, object]]:
    """Label and value of what the page shows of a person; the ID number masked."""
    pairs: list[tuple[object, object]] = [
        (_("ID number"), candidate.person.id_masked),
        (_("Date of birth"), candidate.person.birth_date),
        (_("Phone"), candidate.phone),
        (_("Guardian"), candidate.guardian_name),
        (_("Guardian's phone"), candidate.guardian_phone),
        (_("Department"), candidate.department),
    ]
    if candidate.left_reason:
        pairs.append((_("Reason for leaving"), candidate.get_left_reason_display()))
    return pairs
