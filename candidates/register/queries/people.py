"""What a candidate's page shows, and what the rooms ask about candidates."""

from collections.abc import Collection, Iterable

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import Http404
from django.utils.translation import gettext as _

from candidates.register import access
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    Person,
)
from candidates.register.queries.openings import told_of_openings
from candidates.register.stages import ROAD, Stage, reached
from spark.accounts.models import Role, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import has_role
from spark.audit import trail
from spark.campuses.models import Campus
from spark.duties.models import Duty


def rail(candidate: Candidate) -> list[dict]:
    """The five stages as the rail draws them: d done, n now, t to come, x left here."""
    left = candidate.stage == Stage.LEFT
    position = len(reached(candidate.stage, candidate.left_from)) - 1
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


def with_file(user: User, pk: int) -> Candidate:
    """A candidate with what their page needs to know before it asks for more.

    `opened` is what `openings` reads of who looked at the person's full number;
    `was_corrected` says whether the person was ever corrected or merged.

    Raises:
        Http404: for who is absent or not theirs.
    """
    person = OuterRef("person")
    (history,) = set(Person.pgh_event_models.values())  # type: ignore[attr-defined]
    changes = history.objects.filter(pgh_obj=person).exclude(pgh_label="known")
    rows = access.CANDIDATES.visible_to(user).filter(pk=pk)
    found = (
        rows.select_related("left_reason")
        .annotate(
            opened=told_of_openings(OuterRef("person")),
            was_corrected=Exists(changes),
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


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


def particulars(
    user: User, candidate: Candidate, *, age: int
) -> list[tuple[object, object]]:
    """Label and value of what the page shows the user of a person."""
    person = candidate.person
    masked = [(_("ID number"), person.id_masked)] if access.sees_numbers(user) else []
    pairs: list[tuple[object, object]] = [
        *masked,
        (_("Age"), age),
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
    if not getattr(candidate, "was_corrected", True):
        return about
    identity = trail.timeline(
        candidate.person,
        internal=internal,
        among=[Person],
        verbs={"identity.correct", "identity.correct-as-asked", "identity.merge"},
    )
    both = dict.fromkeys([*about, *identity])
    return sorted(both, key=lambda entry: entry.when, reverse=True)


def other_batches(user: User, candidate: Candidate) -> list[Candidate]:
    """The person in other batches, for the office and the college, as far as theirs."""
    return others_and_twins(user, candidate, twins=False)[0]


def others_and_twins(
    user: User, candidate: Candidate, *, twins: bool, offered: int | None = None
) -> tuple[list[Candidate], list[Candidate]]:
    """`other_batches`, and the candidates of `twins` where asked for: by one query."""
    if not has_role(user, Role.OFFICE, Role.COORDINATOR):
        return [], []
    person = candidate.person
    wanted = Q(person=person)
    if twins:
        wanted |= _twins_of(person, offered)
    rows = access.CANDIDATES.visible_to(user).filter(wanted).exclude(pk=candidate.pk)
    found = _some(rows, person.pk, offered)
    others = [row for row in found if row.person_id == person.pk]
    others.sort(key=lambda row: (row.batch.opens_on, row.pk), reverse=True)
    return others, [row for row in found if row.person_id != person.pk]


def twins(person: Person, offered: int | None = None) -> list[Candidate]:
    """As candidates, who `person` might be: of the same name in pinyin, or offered."""
    rows = Candidate.objects.filter(_twins_of(person, offered))
    return _some(rows.select_related("person", "campus", "batch"), offered)


def _twins_of(person: Person, offered: int | None) -> Q:
    same = Q(person__name_key=person.name_key) | Q(person=offered)
    return same & Q(person__merged_into=None) & ~Q(person=person)


NAMESAKES = 50


def _some(rows: QuerySet[Candidate], *persons: int | None) -> list[Candidate]:
    """Those of `persons` and then others, as many as anybody will look through."""
    first = Case(When(person__in=[pk for pk in persons if pk], then=0), default=1)
    return list(rows.order_by(first, "person", "pk")[:NAMESAKES])


def told_apart(rows: Iterable[Candidate]) -> dict[int, str]:
    """By person, what tells them from another of the same name; the number masked."""
    told: dict[int, list[str]] = {}
    for row in rows:
        own = told.setdefault(row.person_id, [row.person.name, row.person.id_masked])
        own.append(f"{row.campus} · {row.batch}")
    return {person: " · ".join(facts) for person, facts in told.items()}
