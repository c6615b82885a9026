"""What a candidate's page shows, and what the rooms ask about candidates."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from candidates.register import access
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    IdentityOpening,
    Person,
    Quota,
)
from candidates.register.stages import ROAD, Stage, SystemReason
from spark.accounts.models import Role, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import has_role
from spark.audit import trail
from spark.campuses.models import Campus
from spark.duties.models import Duty


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
        .exclude(left_reason__slug=SystemReason.IMPORT_UNDONE)
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


def duties_about(user: User, candidate: Candidate) -> QuerySet[Duty]:
    """The user's open duties about a candidate."""
    return duties_of(user).filter(candidate_key=candidate.pk)


def names_of(keys: Collection[int]) -> dict[int, str]:
    """What candidates are called, by their keys."""
    rows = Candidate.objects.filter(pk__in=keys)
    return dict(rows.values_list("pk", "person__name"))


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
        (_("E-mail"), candidate.email),
        (_("Guardian"), candidate.guardian_name),
        (_("Guardian's phone"), candidate.guardian_phone),
        (_("Department"), candidate.department),
    ]
    if candidate.left_reason_id:
        pairs.append((_("Reason for leaving"), candidate.left_reason))
    return pairs


def story(candidate: Candidate, *, internal: bool) -> list[trail.Entry]:
    """What happened to a candidate, and to the name and number of the person."""
    about = trail.timeline(candidate, internal=internal)
    identity = trail.timeline(
        candidate.person,
        internal=internal,
        among=[Person],
        verbs={"identity.correct", "identity.merge"},
    )
    both = dict.fromkeys([*about, *identity])
    return sorted(both, key=lambda entry: entry.when, reverse=True)


def openings(candidate: Candidate) -> list[IdentityOpening]:
    """Each time somebody looked at the person's full number, newest first."""
    rows = IdentityOpening.objects.filter(candidate__person=candidate.person_id)
    return list(rows.select_related("opened_by").order_by("-opened_at", "-pk"))


def other_batches(user: User, candidate: Candidate) -> list[Candidate]:
    """The person in other batches, for the office and the college, as far as theirs."""
    if not has_role(user, Role.OFFICE, Role.COORDINATOR):
        return []
    rows = access.CANDIDATES.visible_to(user).filter(person=candidate.person_id)
    return list(rows.exclude(pk=candidate.pk).order_by("-batch__opens_on", "-pk"))


def twins(person: Person, offered: int | None = None) -> list[Person]:
    """Who `person` might really be: of the same name in pinyin, or offered."""
    same = Q(name_key=person.name_key) | Q(pk=offered)
    rows = Person.objects.filter(same, merged_into=None).exclude(pk=person.pk)
    return list(
        rows.order_by("pk").prefetch_related(
            Prefetch("candidates", Candidate.objects.select_related("campus", "batch"))
        )[:20]
    )


def told_apart(person: Person) -> str:
    """What tells a person from another of the same name; the number masked."""
    where = [f"{one.campus} · {one.batch}" for one in person.candidates.all()]
    return " · ".join([person.name, person.id_masked, *where])
