"""Lists of candidates and what a candidate's page shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Reverse
from django.db.models.lookups import StartsWith
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.register import access
from candidates.register.models import (
    INITIALS,
    SOLID,
    Batch,
    Candidate,
    Direction,
    Export,
    IdentityOpening,
    ListView,
    Person,
    Quota,
)
from candidates.register.stages import ROAD, LeaveReason, Stage
from spark.accounts.models import Role, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import has_role
from spark.audit import trail
from spark.campuses.models import Campus
from spark.duties.models import Duty
from spark.htmx import NEWEST, Order

FILTERS = {
    "state": "state",
    "campus": "campus__code",
    "direction": "direction__slug",
    "batch": "batch__slug",
}
UNDERWAY = [Stage.SCREENING, Stage.INCUBATION, Stage.TRAINING, Stage.SIGNING]
DUE_WITHIN = {"today": 1, "week": 7}  # days
ORDERS = {
    "": NEWEST,
    "updated": Order("updated_at"),
    "name": Order("person__name_key", descending=False),
    "number": Order("student_number", descending=False),
    "since": Order("stage_since"),
}
ORDERS |= {
    f"-{name}": Order(order.column, not order.descending)
    for name, order in ORDERS.items()
    if name
}
FEW = 1000  # duties looked at by the filter "due"


def candidates(user: User, chosen: Mapping[str, str]) -> QuerySet[Candidate]:
    """The candidates `user` sees, narrowed by `chosen` (FILTERS, stage, due and `q`).

    `q` finds a name, its pinyin or their initials from the start, the last digits of a
    phone, or a student number.
    """
    rows = access.CANDIDATES.visible_to(user)
    for name, path in FILTERS.items():
        if chosen.get(name):
            rows = rows.filter(**{path: chosen[name]})
    stage = chosen.get("stage")
    if stage:
        among = UNDERWAY if stage == "underway" else [stage]
        rows = rows.filter(stage__in=among)
    if chosen.get("due") in DUE_WITHIN:
        rows = rows.filter(pk__in=_due(user, DUE_WITHIN[chosen["due"]]))
    if text := chosen.get("q", "").strip():
        rows = rows.filter(_matches(text))
    return rows


def to_export(
    user: User, chosen: Mapping[str, str], ids: Sequence[int] = ()
) -> QuerySet[Candidate]:
    """The candidates of a list, or those of `ids` among all the user sees."""
    if ids:
        return access.CANDIDATES.visible_to(user).filter(pk__in=list(ids))
    return candidates(user, chosen)


def kept_of(user: User) -> QuerySet[ListView]:
    """A person's views of the list, with the choice of columns, which has no name."""
    return ListView.objects.filter(owner=user).order_by("pk")


def views_of(user: User) -> QuerySet[ListView]:
    return kept_of(user).exclude(name="")


def file_of(user: User, pk: int, *, since: datetime) -> Export | None:
    """An export of the person's own, while its file is kept."""
    mine = Export.objects.filter(pk=pk, owner=user, finished_at__gt=since)
    return mine.exclude(content=None).first()


def lost_exports(before: datetime) -> list[int]:
    """Those that wait since then: the broker or a worker was down."""
    waiting = Export.objects.filter(state=Export.State.WAITING, created_at__lt=before)
    return list(waiting.values_list("pk", flat=True))


def _due(user: User, days: int) -> list[int]:
    """About whom the user has something to do within days, today being the first."""
    day = timezone.localtime() + timedelta(days=days)
    end = day.replace(hour=0, minute=0, second=0, microsecond=0)
    urls = duties_of(user).filter(due_at__lt=end, url__startswith="/candidates/")
    keys = (url.split("/")[2] for url in urls.values_list("url", flat=True)[:FEW])
    return [int(key) for key in keys if key.isdecimal()]


def _matches(text: str) -> Q:
    """Digits are looked for in one table, letters in the other: each by its indexes."""
    if text.isdigit():
        tail = StartsWith(Reverse("phone"), text[::-1])
        return Q(student_number=text) | Q(tail)
    key = text.lower().replace(" ", "").replace("·", "")
    named = Q(name__startswith=text) | Q(StartsWith(SOLID, key))
    if len(key) > 1:
        named |= Q(StartsWith(INITIALS, key))
    people = Person.objects.filter(named)
    found = Q(person__in=people.values("pk"))
    if any(letter.isdigit() for letter in text):
        found |= Q(student_number=text)
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
        .exclude(left_reason=LeaveReason.IMPORT_UNDONE)
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
        (_("E-mail"), candidate.email),
        (_("Guardian"), candidate.guardian_name),
        (_("Guardian's phone"), candidate.guardian_phone),
        (_("Department"), candidate.department),
    ]
    if candidate.left_reason:
        pairs.append((_("Reason for leaving"), candidate.get_left_reason_display()))
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
