"""A stage at a glance: how many stand in each state, and who has longest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from candidates.lists.queries.lists import with_waits
from candidates.register.models import Candidate
from candidates.register.stages import (
    ENTERING,
    ROAD,
    STAGE_STATES,
    Badge,
    Stage,
    badge_of,
)
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import grants_of, has_role
from spark.duties.kinds import DUTY_KINDS
from spark.duties.models import Duty

SHOWN = 20  # in a column
COUNTED = 10_000  # in a state; beyond, only that there are more


@dataclass(frozen=True)
class Column:
    """A state of a stage: its word and icon, how many, and the first of them."""

    state: str
    badge: Badge
    count: int
    candidates: Sequence[Candidate] = ()

    @property
    def counted(self) -> str:
        """`1,234`, or `10,000+` where more than that weren't counted."""
        return f"{min(self.count, COUNTED):,}{'+' if self.count > COUNTED else ''}"


def places(stage: str) -> Iterator[tuple[str, str, str]]:
    """(state as filters name it, stage, state) of a stage's columns, in order."""
    known = STAGE_STATES[stage]
    yield ENTERING, *known.entered_from
    for state in known.states_within:
        yield state, stage, state


def tallies(rows: QuerySet[Candidate], stage: str) -> list[Column]:
    """How many of `rows` stand in each state of a stage, or wait to enter it."""
    counts = _counted(
        {name: rows.filter(stage=s, state=state) for name, s, state in places(stage)}
    )
    return [
        Column(name, _badge(name, at, state), counts.get(name, 0))
        for name, at, state in places(stage)
    ]


def by_stage(
    here: QuerySet[Candidate], came: QuerySet[Candidate]
) -> tuple[dict[str, int], dict[str, int]]:
    """How many of `here` are in each of the five stages, and of `came` in any stage.

    By one query; none is counted beyond COUNTED.
    """
    wanted = {f"here {stage}": here.filter(stage=stage) for stage in ROAD}
    wanted |= {f"came {stage}": came.filter(stage=stage) for stage in Stage}
    counts = _counted(wanted)
    return (
        {stage: counts.get(f"here {stage}", 0) for stage in ROAD},
        {stage: counts.get(f"came {stage}", 0) for stage in Stage},
    )


def late_by_stage(user: User) -> dict[str, int]:
    """Overdue duties by stage: all for the office, a college's own for a college."""
    duties = Duty.objects.filter(closed_at=None)
    if not has_role(user, Role.OFFICE):
        at = grants_of(user).at(Role.COORDINATOR)
        duties = duties.filter(campus__in=at) if at else duties_of(user)
    first = duties.filter(due_at__lt=clock.now()).order_by("due_at").values("pk")
    late = Duty.objects.filter(pk__in=first[:COUNTED])
    found: dict[str, int] = {}
    for code, count in late.values_list("code").annotate(Count("pk")):
        stage = DUTY_KINDS[code].page.removesuffix("-list")
        found[stage] = found.get(stage, 0) + count
    return found


def _counted(wanted: Mapping[str, QuerySet[Candidate]]) -> dict[str, int]:
    """How many rows each has, by one query, no further than COUNTED."""
    parts, params = [], []
    for name, rows in wanted.items():
        some = rows.order_by().select_related(None)
        try:
            sql, given = some.values("pk")[: COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:  # nobody can be among them
            continue
        parts.append(f"SELECT %s, COUNT(*) FROM ({sql}) found")  # noqa: S608 -- Django's
        params += [name, *given]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return dict(cursor.fetchall())


def _badge(name: str, stage: str, state: str) -> Badge:
    if name == ENTERING:
        return Badge(_("Waiting to enter"), "warn", "hourglass")
    return badge_of(stage, state)


def board(rows: QuerySet[Candidate], stage: str) -> list[Column]:
    """`tallies` with the first candidates of each state, the longest waiting first."""
    firsts = [
        rows.filter(stage=at, state=state)
        .select_related(None)
        .order_by("state_since", "pk")
        .values_list("pk")[:SHOWN]
        for _name, at, state in places(stage)
    ]
    keys = [key for (key,) in firsts[0].union(*firsts[1:], all=True)]
    found = with_waits(rows.filter(pk__in=keys)).order_by("state_since", "pk")
    by_place = _by_place(found)
    return [
        Column(column.state, column.badge, column.count, by_place.get((at, state), ()))
        for column, (_name, at, state) in zip(
            tallies(rows, stage), places(stage), strict=True
        )
    ]


def _by_place(
    found: Iterable[Candidate],
) -> dict[tuple[str, str], list[Candidate]]:
    by_place: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in found:
        by_place.setdefault((candidate.stage, candidate.state), []).append(candidate)
    return by_place
