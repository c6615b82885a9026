"""Rows of a college's system beside who is in the batch already: what becomes of each.

Found is who has the row's student number in the batch, else the row's ID number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from candidates.register import rules
from candidates.register.actions import (
    UPDATABLE,
    born,
    change_stage,
    check_age,
    check_open,
    refuse,
)
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    Person,
    import_was_undone,
)
from candidates.register.stages import Stage
from candidates.rosters.actions.taking import (
    IntakeResult,
    known_people,
    people_of,
    write,
)
from candidates.rosters.actions.unclear import Unclear
from candidates.rosters.queries import agree
from spark.campuses.models import Campus
from spark.compiled import compiled
from spark.crypto import keyed_hash
from spark.errors import Refused

Row = Mapping[str, Any]
NEEDED = ("name", "id_number", "phone", "direction")
GUARDIAN = {"guardian_name", "guardian_phone"}


class _Entering(NamedTuple):
    """A row of somebody who is to be registered, now or again."""

    place: int
    name: str
    id_number: str
    birth_date: date
    candidate: Candidate


class Intake:
    """Rows of a college, taken into a batch that is held.

    Args:
        noticed: who is new was given the notice, and consented.
        only_new: refuse who is in the batch already.
    """

    def __init__(
        self,
        batch: Batch,
        campus: Campus,
        rows: Sequence[Row],
        *,
        noticed: bool,
        only_new: bool = False,
        at: datetime,
    ) -> None:
        self.batch, self.campus, self.rows = batch, campus, rows
        self.noticed, self.only_new, self.at = noticed, only_new, at
        self.numbers = [row.get("student_number", "") for row in rows]
        self.digests = [_digest(row) for row in rows]
        self.first = [_first(self.numbers), _first(self.digests)]
        self.entering: list[_Entering] = []
        self.unclear: list[Unclear] = []

    def take(self) -> list[IntakeResult | Refused]:
        """Write what is to be written; what became of each row, in their order."""
        results = [self._result(place) for place in range(len(self.rows))]
        for place, refused in self._enter():
            results[place] = refused
        write([result for result in results if isinstance(result, IntakeResult)])
        return results

    def _result(self, place: int) -> IntakeResult | Refused:
        try:
            self._check_repeats(place)
            candidate = self._found(place)
            if candidate is None or import_was_undone(candidate):
                return self._entered(place, candidate)
            self._check_known(place, candidate)
            return self._updated(self.rows[place], candidate)
        except Refused as refused:
            return refused

    def _check_repeats(self, place: int) -> None:
        """Two rows on one person may contradict: the first counts."""
        first = min(known.get(place, place) for known in self.first)
        if first < place:
            raise Refused("row-repeated", status=422, row=first + 1)

    def _found(self, place: int) -> Candidate | None:
        number, digest = self.numbers[place], self.digests[place]
        same = self._by_number.get(number, [])
        if len(same) > 1:
            raise Refused("student-number-twice", number=number)
        if same and digest not in {"", same[0].person.id_hash}:
            raise Refused("student-number-of-another", number=number)
        self._check_person(place, numbered=bool(same))
        found = same[0] if same else self._by_digest.get(digest)
        if found is None or import_was_undone(found):
            return found
        if found.campus_id != self.campus.pk:
            raise Refused("candidate-elsewhere", batch=self.batch)
        if number and found.student_number not in {"", number}:
            raise Refused("student-number-differs", id=found.pk)
        return found

    def _check_person(self, place: int, *, numbered: bool) -> None:
        """Who is told by the ID number is by the name, too, or nothing is said.

        Args:
            numbered: they are the college's own by its number already.
        """
        digest, row = self.digests[place], self.rows[place]
        if digest and not row.get("name") and not numbered:
            self._check_whole(row)
        person = self._people.get(digest)
        if person and row.get("name"):
            self._check_agree(row["name"], person)

    def _check_agree(self, name: str, person: Person) -> None:
        if not agree(name, person.name):
            self.unclear.append(Unclear(person, name))
            raise Refused("person-unclear")

    def _check_known(self, place: int, candidate: Candidate) -> None:
        if self.only_new:
            raise Refused("candidate-there", id=candidate.pk)
        if candidate.stage == Stage.LEFT:
            raise Refused("candidate-left", id=candidate.pk)
        _check_name(self.rows[place], candidate.person.name)

    def _updated(self, row: Row, candidate: Candidate) -> IntakeResult:
        wanted = {name: row[name] for name in UPDATABLE if name in row}
        if "direction" in row:
            wanted["direction_id"] = self._direction(row)
        before = _fill(candidate, wanted)
        if "direction_id" in before and candidate.stage != Stage.REGISTERED:
            raise Refused("direction-fixed")
        if GUARDIAN & set(before):
            candidate.batch = self.batch
            check_age(candidate, candidate.person.birth_date, only="guardian-needed")
        outcome = "updated" if before else "unchanged"
        return IntakeResult(outcome, candidate, before)

    def _entered(self, place: int, candidate: Candidate | None) -> IntakeResult:
        """Somebody new, or whose import was undone; which person, `_enter` says."""
        row = self.rows[place]
        self._check_new(row)
        birth_date = born(row["id_number"])
        entered = candidate or Candidate(stage_since=self.at, state_since=self.at)
        entered.batch, entered.campus = self.batch, self.campus
        entered.direction_id = self._direction(row)
        _fill(entered, {name: row.get(name, "") for name in UPDATABLE})
        findings = rules.entry_findings(
            birth_date=birth_date,
            day=self.batch.closes_on,
            guardian_name=entered.guardian_name,
            guardian_phone=entered.guardian_phone,
        )
        refuse(findings, reason="")
        identity = row["name"], row["id_number"], birth_date
        self.entering.append(_Entering(place, *identity, entered))
        return IntakeResult("added", entered, {})

    def _check_new(self, row: Row) -> None:
        check_open(self.batch)
        self._check_whole(row)
        if not self.noticed:
            raise Refused("notice-missing", status=422)

    def _check_whole(self, row: Row) -> None:
        if missing := [name for name in NEEDED if not row.get(name)]:
            raise Refused("particulars-missing", status=422, fields=", ".join(missing))

    def _enter(self) -> Iterable[tuple[int, Refused]]:
        """Give everybody who enters their person, known or not; who can't, and why."""
        people = people_of(self.entering, self._people) if self.entering else {}
        returning = []
        for place, name, _number, _born, candidate in self.entering:
            person = people[self.digests[place]]
            try:
                self._check_agree(name, person)
            except Refused as refused:
                yield place, refused
                continue
            candidate.person = person
            if candidate.pk:
                returning.append(candidate)
        change_stage(returning, Candidate.return_to_registered, at=self.at)

    def _direction(self, row: Row) -> int:
        slug = row["direction"]
        if slug not in self._directions:
            offered = ", ".join(self._directions)
            raise Refused("direction-unknown", status=422, given=slug, offered=offered)
        return self._directions[slug]

    @cached_property
    def _directions(self) -> dict[str, int]:
        return dict(_offered(self.batch.pk))

    @cached_property
    def _by_number(self) -> Mapping[str, list[Candidate]]:
        found = defaultdict(list)
        for candidate in self._known:
            own = candidate.campus_id == self.campus.pk
            if own and not import_was_undone(candidate):
                found[candidate.student_number].append(candidate)
        return found

    @cached_property
    def _by_digest(self) -> Mapping[str, Candidate]:
        return {candidate.person.id_hash: candidate for candidate in self._known}

    @cached_property
    def _known(self) -> Sequence[Candidate]:
        """Who is in the batch already by a number of the rows, of either kind."""
        numbers = tuple({*self.numbers} - {""})
        people = tuple(person.pk for person in self._people.values())
        # Mostly there is nobody, which the keys alone tell sooner.
        keys = _numbered(self.batch.pk, self.campus.pk, numbers, people)
        if not keys:
            return []
        return list(
            Candidate.objects.filter(batch=self.batch, pk__in=[pk for (pk,) in keys])
            .select_related("person")
            .defer("person__id_number")
            .select_for_update(of=("self",), no_key=True)
            .order_by("pk")
        )

    @cached_property
    def _people(self) -> dict[str, Person]:
        return known_people({*self.digests} - {""})


@compiled
def _offered(batch: int) -> QuerySet[Direction, Any]:
    rows = Direction.objects.filter(batches=batch)
    return rows.order_by("pk").values_list("slug", "pk")


@compiled
def _numbered(
    batch: int, campus: int, numbers: tuple[str, ...], people: tuple[int, ...]
) -> QuerySet[Candidate, Any]:
    same = Q(person__in=people)
    found = Q(campus=campus, student_number__in=numbers) | same if numbers else same
    return Candidate.objects.filter(found, batch=batch).order_by().values_list("pk")


def _digest(row: Row) -> str:
    return keyed_hash(row["id_number"]) if row.get("id_number") else ""


def _first(given: Sequence[str]) -> dict[int, int]:
    """For each place, the first with the same value; none for an empty one."""
    seen: dict[str, int] = {}
    return {n: seen.setdefault(value, n) for n, value in enumerate(given) if value}


def _check_name(row: Row, known: str) -> None:
    if not agree(row.get("name", known), known):
        raise Refused("name-differs")


def _fill(candidate: Candidate, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Write values onto a candidate; what its changed fields held."""
    held = {name: getattr(candidate, name) for name in wanted}
    for name, value in wanted.items():
        setattr(candidate, name, value)
    return {name: old for name, old in held.items() if old != wanted[name]}
