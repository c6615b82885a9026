"""The dated tables of law: every line that can be entered is read by some rule."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial

import pytest

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.incubation.rules import may_broadcast, may_start
from contracts.signing import actions as signing
from contracts.signing.models import Contract
from spark.campuses.calendar import NATIONAL, Days, Limit
from spark.campuses.models import (
    Base,
    Holiday,
    HolidayKind,
    LimitCode,
    MinimumWage,
    ProvincialLimit,
)
from spark.campuses.models.law import Sourced
from spark.errors import Refused
from tests.candidates.incubation.test_broadcasting import PLAIN, changed
from tests.candidates.incubation.test_rules import filed
from tests.story import outcome, record_of, undone
from tests.terms import terms
from tests.world import World, papers

TOMORROW = timedelta(days=1)


class Watched(Mapping):
    """The nation's limits, remembering which were asked for."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def __getitem__(self, code: str) -> Limit:
        self.read.add(code)
        return NATIONAL[code]

    def __iter__(self) -> Iterator[str]:
        return iter(NATIONAL)

    def __len__(self) -> int:
        return len(NATIONAL)


def test_every_limit_is_read_by_a_rule():
    limits = Watched()
    may_start(filed(limits=limits))
    for free in ({"is_statutory": True}, {"is_rest_day": True}):
        may_broadcast(changed(PLAIN, limits=limits, **free))
    assert limits.read == set(LimitCode)


def test_every_table_is_tried_here():
    assert set(Sourced.__subclasses__()) == {Holiday, MinimumWage, ProvincialLimit}


def limited(world: World, code: str, value: int, level: str, since: date) -> None:
    ProvincialLimit.objects.create(
        region=world.region,
        code=code,
        value=value,
        level=level,
        valid_from=since,
        source="省规定",
    )


def starting(world: World, count: int = 1, **changes):
    """Activating so many, by the college."""
    people = [world.candidate("paperwork") for _ in range(count)]
    return partial(
        incubation.activate,
        actor=world.lin,
        ids=[record_of(Incubation, candidate).pk for candidate in people],
        papers=papers(**changes),
    )


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("internship_days", 149, "internship-long"),
        ("interns_of_staff", 0, "interns-of-staff-many"),
        ("interns_of_post", 0, "interns-of-post-many"),
        ("pay_of_post", 86, "intern-pay-low"),
    ],
)
@pytest.mark.parametrize("level", ["warn", "block"])
def test_the_places_limit_of_the_first_day_decides_and_how_hard(
    world, code, value, said, level
):
    start = starting(world)
    limited(world, code, value, level, world.today + TOMORROW)
    assert outcome(partial(start, papers=papers())) == "done"
    again = starting(world)
    limited(world, code, value, level, world.today)
    assert outcome(again) == said
    insisting = partial(again, reason="经主管部门同意")
    assert outcome(insisting) == ("done" if level == "warn" else said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"base": None}, "internship-base-missing"),
        ({"pay_fen": None}, "internship-pay-missing"),
        ({"post_pay_fen": None}, "internship-pay-missing"),
        ({"pay_fen": 279_999}, "intern-pay-low"),
        ({"pay_fen": 280_000}, "done"),
        ({"pay_fen": 248_999, "post_pay_fen": 249_000}, "intern-pay-below-minimum"),
        ({"pay_fen": 249_000, "post_pay_fen": 249_000}, "done"),
    ],
)
def test_what_an_internship_pays_and_where_is_judged(world, changes, said):
    start = starting(world, **changes)
    assert undone(start) == said
    assert outcome(partial(start, reason="协议另有约定")) == "done"


def test_interns_at_a_base_are_counted_with_all_who_are_to_start(world):
    Base.objects.update(staff=30, post_staff=15)
    assert outcome(starting(world, 2)) == "done"
    assert outcome(starting(world, 2)) == "interns-of-staff-many"
    assert outcome(starting(world, 1)) == "done"
    assert outcome(starting(world, 1)) == "interns-of-staff-many"
    later = world.today + timedelta(days=151)
    over = {"ends_on": later + timedelta(days=90)}
    over["insured_until"] = over["ends_on"]
    assert outcome(starting(world, 1, starts_on=later, **over)) == "done"
    Base.objects.update(staff=None)
    assert outcome(starting(world, 1)) == "base-staff-missing"


def test_correcting_papers_counts_nobody_twice(world):
    Base.objects.update(staff=10, post_staff=5)
    candidate = world.candidate("active")
    ids = [record_of(Incubation, candidate).pk]
    correct = partial(incubation.correct_papers, actor=world.lin, ids=ids)
    assert outcome(partial(correct, papers=papers())) == "done"


def issuing(world: World, **changes):
    ids = [record_of(Contract, world.candidate("draft")).pk]
    return partial(signing.issue, actor=world.signing, ids=ids, **terms(**changes))


@pytest.mark.parametrize(
    ("changes", "said", "passes"),
    [
        ({"base": None}, "contract-place-missing", False),
        ({"pay_fen": None}, "contract-pay-missing", False),
        ({"pay_fen": 248_999}, "contract-pay-low", False),
        ({"pay_fen": 249_000}, "done", True),
        ({"probation_pay_fen": 248_000}, "probation-pay-below-minimum", False),
        ({"probation_pay_fen": 439_999}, "probation-pay-low", True),
        ({"probation_pay_fen": 440_000}, "done", True),
    ],
)
def test_what_a_contract_pays_is_judged(world, changes, said, passes):
    issue = issuing(world, **changes)
    assert undone(issue) == said
    assert outcome(partial(issue, reason="同岗位最低档工资")) == (
        "done" if passes else said
    )


def test_the_minimum_wage_of_the_first_working_day_decides(world):
    raised = {"region": world.region, "monthly_fen": 600_000, "source": "通知"}
    MinimumWage.objects.create(valid_from=world.today + TOMORROW, **raised)
    assert outcome(issuing(world)) == "done"
    later = issuing(world, starts_on=world.today + TOMORROW)
    assert outcome(later) == "contract-pay-low"
    MinimumWage.objects.all().delete()
    unknown = issuing(world)
    assert outcome(unknown) == "minimum-wage-missing"
    assert outcome(partial(unknown, reason="已查当地通知")) == "done"


def test_what_stands_against_papers_is_said_at_once(world):
    start = starting(world, base=None, pay_fen=None)
    with pytest.raises(Refused) as refused:
        start()
    also = [other.code for other in refused.value.also]
    assert [refused.value.code, *also] == [
        "internship-base-missing",
        "internship-pay-missing",
    ]


@pytest.mark.parametrize("kind", HolidayKind)
def test_every_kind_of_day_is_read(world, kind):
    """A weekday and a Saturday say otherwise than their names."""
    monday = date(2031, 5, 5)
    saturday = monday + timedelta(days=5)
    day = saturday if kind == HolidayKind.WORKING else monday
    before = days_of(day)
    names = {"name_zh": "假", "name_en": "H", "source": "通知"}
    Holiday.objects.create(day=day, kind=kind, **names)
    assert days_of(day) != before


def days_of(day: date) -> tuple[bool, bool]:
    found = Days.between(day, day)
    return found.is_statutory(day), found.is_rest_day(day)
