"""The list of candidates: what narrows it, its orders, who keeps what of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, Reverse
from django.db.models.lookups import StartsWith

from candidates.lists.models import SavedView
from candidates.register import access
from candidates.register.models import (
    INITIALS,
    SOLID,
    Candidate,
    Export,
    Person,
    Reading,
)
from candidates.register.stages import ENTERING, STAGE_STATES, Stage, SystemReason
from spark import clock, text
from spark.accounts.models import User
from spark.accounts.queries import duties_of
from spark.accounts.roles import ForRoles
from spark.duties.models import Duty
from spark.paging import NEWEST, Order

R = TypeVar("R", bound=Model)
FILTERS = {
    "from": "left_from__in",
    "campus": "campus__in",
    "direction": "direction__in",
    "batch": "batch__in",
    "class_name": "class_name__startswith",
    "student_number": "student_number",
    "updated_since": "updated_at__gte",
}
UNDERWAY = [Stage.SCREENING, Stage.INCUBATION, Stage.TRAINING, Stage.SIGNING]
OF_COLLEGES = {"roster-call"}  # duties about everybody whom a college registered
DUE_WITHIN = {"today": 1, "week": 7}  # days, today being the first
ORDERS = {
    "": NEWEST,
    "updated": Order("updated_at"),
    "name": Order("person__name_key", descending=False),
    "number": Order("student_number", descending=False),
    "since": Order("stage_since"),
}
_OF_RECORDS = {
    "person__name_key": "candidate__person__name_key",
    "student_number": "candidate__student_number",
    "stage_since": "entered_at",
}
ORDERS |= {
    f"-{name}": Order(order.column, not order.descending)
    for name, order in ORDERS.items()
    if name
}
# The same of what is kept about candidates in a stage.
RECORD_ORDERS = {
    name: Order(_OF_RECORDS.get(order.column, order.column), order.descending)
    for name, order in ORDERS.items()
    if name
}


def candidates(
    user: User, chosen: Mapping[str, Any], verb: ForRoles | None = None
) -> QuerySet[Candidate]:
    """The candidates `user` sees, or may do `verb` to, narrowed by `chosen`."""
    rows = access.CANDIDATES.visible_to(user, verb)
    return narrowed(came_in(rows), user, chosen)


def came_in(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Without who left only because the roster that named them was taken back."""
    return rows.exclude(left_reason__slug=SystemReason.IMPORT_UNDONE)


def narrowed(
    rows: QuerySet[Candidate], user: User, chosen: Mapping[str, Any]
) -> QuerySet[Candidate]:
    """Those of `rows` that match all of `chosen`.

    Of FILTERS, stage and state it names values of which each matches; due, duty and
    updated_since are one each, and so are `class_name`, the beginning of one, and `q`,
    which finds a name, its pinyin or their initials from the start, the last digits of
    a phone, or a student number.
    """
    for name, path in FILTERS.items():
        if chosen.get(name):
            rows = rows.filter(**{path: chosen[name]})
    rows = rows.filter(_standing(chosen.get("stage", []), chosen.get("state", [])))
    if chosen.get("duty") in OF_COLLEGES:
        due = duties_of(user).filter(code=chosen["duty"]).order_by()
        rows = rows.filter(campus__in=due.values("campus"))
        chosen = {**chosen, "duty": ""}
    if chosen.get("due") in DUE_WITHIN or chosen.get("duty"):
        rows = rows.filter(pk__in=_to_do(user, chosen))
    if sought := chosen.get("q", "").strip():
        rows = rows.filter(_matches(sought))
    return rows


def about_sought(rows: QuerySet[R], sought: str) -> QuerySet[R]:
    """Those of `rows` that are about somebody whom `q` of the list finds."""
    found = Candidate.objects.filter(_matches(sought.strip()))
    return rows.filter(candidate__in=found.values("pk"))


def _standing(stages: Sequence[str], states: Sequence[str]) -> Q:
    """Who is in one of the stages, in one of the states."""
    if stages and not states:
        return Q(stage__in=[part for stage in stages for part in _parts(stage)])
    found = Q()
    for stage, state in product(stages or [""], states):
        found |= _in_state(stage, state)
    return found


def _parts(stage: str) -> list[str]:
    return UNDERWAY if stage == "underway" else [stage]  # type: ignore[return-value]


def _in_state(stage: str, state: str) -> Q:
    """Who is in that state; who waits to enter a stage is still in the one before."""
    if state == ENTERING and stage in STAGE_STATES:
        stage, state = STAGE_STATES[stage].entered_from
    found = Q(state=state)
    return found & Q(stage__in=_parts(stage)) if stage else found


def with_waits(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Add `waits`: whose duty about them is due first, and when; or None.

    A dict of the role, `due`, and the base's or team's names in both languages; the
    college is the candidate's own.
    """
    duties = Duty.objects.filter(candidate_key=OuterRef("pk"), closed_at=None)
    names = {
        language: Coalesce(f"base__name_{language}", f"team__name_{language}")
        for language in ("zh", "en")
    }
    first = duties.order_by("due_at").values(
        found=JSONObject(role="role", due="due_at", **names)
    )
    return rows.annotate(waits=Subquery(first[:1]))


def to_export(
    user: User, verb: ForRoles, chosen: Mapping[str, Any], ids: Sequence[int] = ()
) -> QuerySet[Candidate]:
    """Of a list, or of `ids`, those to whom the user may do the verb."""
    if ids:
        rows = access.CANDIDATES.visible_to(user, verb)
        return rows.filter(pk__in=list(ids))
    return candidates(user, chosen, verb)


def saved_views(user: User) -> QuerySet[SavedView]:
    """A person's views of the list, with the choice of columns, which has no name."""
    return SavedView.objects.filter(owner=user).order_by("pk")


def named_views(user: User) -> QuerySet[SavedView]:
    return saved_views(user).exclude(name="")


def file_of(user: User, pk: int, *, since: datetime) -> Export | None:
    """An export of the person's own, while its file is kept."""
    mine = Export.objects.filter(pk=pk, owner=user, finished_at__gt=since)
    return mine.exclude(content=None).first()


def waiting_exports() -> QuerySet[Export]:
    """Those a job is to write."""
    waiting = Export.objects.filter(state=Export.State.WAITING)
    return waiting.select_related("owner")


def lost_exports(before: datetime) -> list[int]:
    """Those that wait since then: the broker or a worker was down."""
    lost = waiting_exports().filter(created_at__lt=before)
    return list(lost.values_list("pk", flat=True))


def _to_do(user: User, chosen: Mapping[str, Any]) -> QuerySet:
    """About whom the user has something to do: of a kind, or within some days."""
    duties = duties_of(user).exclude(candidate_key=None)
    if chosen.get("duty"):
        duties = duties.filter(code=chosen["duty"])
    if chosen.get("due") in DUE_WITHIN:
        day = clock.today() + timedelta(days=DUE_WITHIN[chosen["due"]])
        duties = duties.filter(due_at__lt=clock.midnight(day))
    return duties.order_by().values("candidate_key")


@dataclass(frozen=True)
class _Named:
    """Persons whose name begins like that, put into a query once it is made.

    Until then it is compared by what was sought, as no queryset can be.
    """

    sought: str

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        return _named(self.sought).resolve_expression(*args, **kwargs)


def _named(sought: str) -> QuerySet:
    """As written, in pinyin, by initials: two queries, each by its indexes."""
    written, key = text.name(sought), text.typed(sought)
    if not key:
        return Person.objects.none().values("pk")
    named = Q(name__startswith=written) | Q(StartsWith(SOLID, key))
    if len(key) > 1:
        named |= Q(StartsWith(INITIALS, key))
    keys = {key, text.solid(written)}
    others = Q(*(Q(key__startswith=one) for one in keys), _connector=Q.OR)
    by_reading = Reading.objects.filter(others).values("person")
    return Person.objects.filter(named).values("pk").union(by_reading)


def _matches(sought: str) -> Q:
    """Digits are looked for in one table, letters in the other: each by its indexes."""
    if sought.isdigit():
        tail = StartsWith(Reverse("phone"), sought[::-1])
        return Q(student_number=sought) | Q(tail)
    found = Q(person__in=_Named(sought))
    if any(letter.isdigit() for letter in sought):
        found |= Q(student_number=sought)
    return found
