"""The figures, counted by the database: as few queries for any number of people."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    DurationField,
    F,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan
from django.utils.translation import gettext as _

from candidates.lists.queries import with_waits
from candidates.register.models import Candidate, LeaveReason
from candidates.register.stages import ROAD, Stage, SystemReason
from contracts.analytics.access import NUMBERS
from contracts.analytics.queries.figures import (
    STAGES,
    Cell,
    Line,
    Named,
    Numbers,
    StageLine,
    in_days,
)
from contracts.analytics.queries.keys import keys_of
from spark.accounts.models import Role, User
from spark.duties.models import Duty

# From a candidate to their record in each stage.
RECORDS = {
    Stage.SCREENING: "screening",
    Stage.INCUBATION: "incubation",
    Stage.TRAINING: "enrolment",
    Stage.SIGNING: "contract",
    Stage.MANAGEMENT: "membership",
}
PATHS = {
    "batch": "batch__slug",
    "campus": "campus__code",
}
REASON = "left_reason"
NEVER_IN = Q(left_reason=SystemReason.IMPORT_UNDONE)
K = TypeVar("K")
Medians = Mapping[tuple[str, str, str], float | None]


def _reasons_in_words() -> dict[str, str]:
    return {reason.slug: str(reason) for reason in LeaveReason.objects.all()}


class Percentile(Aggregate):
    """A percentile of durations, by linear interpolation (`PERCENTILE_CONT`)."""

    template = "PERCENTILE_CONT(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, duration: Combinable, fraction: float = 0.5, **extra: Any):
        super().__init__(duration, fraction=fraction, **extra)


@dataclass(frozen=True)
class Alike:
    """A group of people who share all of these values.

    Args:
        role: whose duty about them is due first; None if there is none.
        people: how many they are; `overdue`: how many of them are waited for too long.
    """

    batch: str
    campus: str
    stage: str
    left_from: str
    reason: str | None
    role: str | None
    people: int
    overdue: int

    @property
    def key(self) -> tuple:
        return (self.batch, self.campus, self.stage, self.left_from, self.reason)


def numbers(user: User, chosen: Mapping[str, str], at: datetime) -> Numbers:
    """The figures of the people `user` sees, narrowed by `chosen`.

    Colleges are compared within the batch and the direction chosen, batches within the
    college and the direction.
    """
    keys = keys_of(chosen)
    rows = _rows(user, keys)
    beside = {name: _rows(user, _but(keys, name)) for name in ("campus", "batch")}
    medians = _medians({"": rows, **beside}, at)
    everybody = _alike(_rows(user, _but(keys, "campus", "batch")), at)

    def lines(name: str) -> list[Line]:
        return _lines(name, _among(everybody, _but(chosen, name)), medians)

    found = _among(everybody, chosen)
    return Numbers(
        at, _stages(rows, found, medians, at), lines("campus"), lines("batch")
    )


def _but(chosen: Mapping[str, K], *names: str) -> dict[str, K]:
    return {name: value for name, value in chosen.items() if name not in names}


def _rows(user: User, keys: Mapping[str, int | None]) -> QuerySet[Candidate]:
    rows = NUMBERS.visible_to(user).exclude(NEVER_IN).filter(**keys)
    return rows.select_related(None)


def _alike(rows: QuerySet[Candidate], at: datetime) -> list[Alike]:
    """The people in groups, by two queries: those with open duties, and everybody.

    Duties are slow to look at, so the first query is about the people who have any; the
    rest of each group has none.
    """
    alike = (PATHS["batch"], PATHS["campus"], "stage", "left_from", REASON)
    due = Cast(KT("waits__due"), DateTimeField())
    open_ = Duty.objects.filter(closed_at=None).exclude(candidate_key=None)
    waited = (
        with_waits(rows.filter(pk__in=open_.values("candidate_key")))
        .values_list(*alike)
        .annotate(
            role=KT("waits__role"),
            people=Count("pk"),
            overdue=Count("pk", filter=Q(LessThan(due, Value(at)))),
        )
    )
    found = [Alike(*row) for row in waited]
    for *key, people in rows.values_list(*alike).annotate(people=Count("pk")):
        batch, campus, stage, left_from, reason = key
        rest = people - sum(group.people for group in found if group.key == tuple(key))
        if rest:
            others = Alike(batch, campus, stage, left_from, reason, None, rest, 0)
            found.append(others)
    return found


def _among(found: Iterable[Alike], chosen: Mapping[str, str]) -> list[Alike]:
    wanted = _but(chosen, "direction").items()
    return [group for group in found if all(getattr(group, k) == v for k, v in wanted)]


def _medians(groups: Mapping[str, QuerySet[Candidate]], at: datetime) -> Medians:
    """Median days of those in a stage now: by kind of group, its key, and stage."""
    parts = []
    for kind, rows in groups.items():
        key = F(PATHS[kind]) if kind else Value("")
        waited = Percentile(Value(at) - F("stage_since"))
        parts.append(
            rows.exclude(stage=Stage.LEFT)
            .annotate(kind=Value(kind), key=key)
            .values_list("kind", "key", "stage")
            .annotate(median=waited)
        )
    found = parts[0].union(*parts[1:], all=True)
    return {(kind, key, stage): in_days(median) for kind, key, stage, median in found}


def _lines(name: str, found: Sequence[Alike], medians: Medians) -> list[Line]:
    """A line for each college or batch with people, in order of keys.

    Args:
        name: the attribute to group by, `campus` or `batch`.
    """
    by_key: dict[str, list[Alike]] = {}
    for group in found:
        by_key.setdefault(getattr(group, name), []).append(group)
    return [
        Line(
            key,
            [_cell(stage, own, medians.get((name, key, stage))) for stage in STAGES],
        )
        for key, own in sorted(by_key.items())
    ]


def _cell(stage: Stage, found: Iterable[Alike], median: float | None) -> Cell:
    here = [group for group in found if group.stage == stage]
    people = sum(group.people for group in here)
    return Cell(stage, people, median, sum(group.overdue for group in here))


def _stages(
    rows: QuerySet[Candidate],
    found: Sequence[Alike],
    medians: Medians,
    at: datetime,
) -> list[StageLine]:
    passed, longest = _passed(rows), _longest(rows)
    reasons = _reasons_in_words()
    lines = []
    for stage in STAGES:
        here = [group for group in found if group.stage == stage]
        gone = [group for group in found if group.left_from == stage]
        first = longest.get(stage)
        lines.append(
            StageLine(
                stage,
                entered=passed[f"{stage}_entered"],
                gone_on=passed.get(f"{stage}_gone_on", 0),
                left=sum(group.people for group in gone),
                now=_cell(stage, here, medians.get(("", "", stage))),
                median=in_days(passed.get(f"{stage}_median")),
                late=in_days(passed.get(f"{stage}_late")),
                stayed=in_days(passed.get(f"{stage}_stayed")),
                reasons=_named(gone, "reason", reasons.get),
                waits=_named(here, "role", _role_in_words),
                longest=first,
                longest_days=in_days(at - first.stage_since) if first else None,
            )
        )
    return lines


def _named(found: Iterable[Alike], by: str, words: Callable[[Any], object]) -> Named:
    """(label, people) for each value of an attribute, the most people first.

    Args:
        by: the attribute.
        words: the label of a value.
    """
    counts: Counter = Counter()
    for group in found:
        counts[getattr(group, by)] += group.people
    return [(words(kind), count) for kind, count in counts.most_common()]


def _role_in_words(role: str | None) -> object:
    if role is None:
        return _("nobody")
    return Role(role).label


def _passed(rows: QuerySet[Candidate]) -> dict[str, Any]:
    """One row of figures of all stages, each named `<stage>_<figure>`.

    `entered` and `gone_on` are numbers of people; `median` and `late`, the 80th
    percentile, are how long those who went on took; `stayed` how long those who left.
    """
    came = {
        f"in_{stage}": Min(f"{path}__entered_at") for stage, path in RECORDS.items()
    }
    asked: dict[str, Any] = {
        f"{Stage.REGISTERED}_entered": Count("pk"),
        f"{Stage.REGISTERED}_gone_on": Count(f"in_{ROAD[0]}"),
        f"{ROAD[-1]}_entered": Count(f"in_{ROAD[-1]}"),
    }
    for stage in ROAD:
        stayed = F("stage_since") - F(f"in_{stage}")
        left = Q(stage=Stage.LEFT, left_from=stage)
        asked[f"{stage}_stayed"] = Percentile(stayed, filter=left)
    for stage, following in zip(ROAD, ROAD[1:], strict=False):
        took = F(f"in_{following}") - F(f"in_{stage}")
        asked |= {
            f"{stage}_entered": Count(f"in_{stage}"),
            f"{stage}_gone_on": Count(f"in_{following}"),
            f"{stage}_median": Percentile(took),
            f"{stage}_late": Percentile(took, 0.8),
        }
    return rows.annotate(**came).aggregate(**asked)


def _longest(rows: QuerySet[Candidate]) -> dict[str, Candidate]:
    """In each stage, who is in it longest."""
    firsts = [
        rows.filter(stage=stage)
        .select_related("person")
        .order_by("stage_since", "pk")[:1]
        for stage in STAGES
    ]
    found = firsts[0].union(*firsts[1:], all=True)
    return {candidate.stage: candidate for candidate in found}
