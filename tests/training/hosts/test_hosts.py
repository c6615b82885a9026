"""What keeps a host off air: tests, licences, lessons, travel, rest."""

from datetime import date, datetime, time, timedelta

import pytest

from candidates.register.models import Candidate, Direction, DirectionCategory
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base, Holiday, Region
from tests.story import moment, outcome
from tests.training.trials.studio import Studio
from training.hosts import actions
from training.hosts.rules import Coming, Routes, Week, may_come
from training.studio.models import Slot
from training.timetable.actions.checking import EntryChecker
from training.timetable.models import Entry
from training.timetable.queries import entries_of

pytestmark = pytest.mark.usefixtures("anywhere")

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def studio(world) -> Studio:
    """In a year without holidays."""
    Holiday.objects.all().delete()
    return Studio(world)


@pytest.fixture
def host(studio) -> Candidate:
    return studio.world.candidate("competing")


def workday(studio: Studio) -> int:
    """In how many days a weekday comes, the day after tomorrow at the earliest."""
    return next(n for n in range(2, 7) if studio.day(n).weekday() < 5)


def found(studio: Studio, *entries: Entry) -> list[tuple[str, str]]:
    """What speaks against the last of the entries of one plan."""
    plan = entries[-1].plan
    checker = EntryChecker(plan, [*entries_of(plan), *entries], studio.time(0, "00:01"))
    return [(finding.code, finding.level) for finding in checker.findings(entries[-1])]


def entry(studio: Studio, host: Candidate, slot: Slot) -> Entry:
    return Entry(
        plan=studio.draft(), candidate=host, slot=slot, seat=studio.seat(1, slot.room)
    )


def on_air(studio: Studio, host: Candidate, **slot) -> list[tuple[str, str]]:
    days = slot.pop("days", workday(studio))
    return found(studio, entry(studio, host, studio.slot(days, **slot)))


def permit(host: Candidate, kind: str, **fields) -> None:
    given = {"valid_from": date(2026, 1, 1)}
    actions.enter_permit(actor=SYSTEM, pk=host.pk, kind=kind, **given | fields)


def test_who_is_all_right_is_all_right(studio, host):
    assert on_air(studio, host) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": 79}, [("host-without-test", "block")]),
        ({"score": 80}, []),
        ({"valid_until": "yesterday"}, [("host-without-test", "block")]),
        (None, [("host-without-test", "block")]),
    ],
)
def test_only_a_test_passed_and_valid_counts(studio, host, change, said):
    test = host.permits.get()
    if change is None:
        test.delete()
    else:
        for name, value in change.items():
            last = studio.today + timedelta(days=1)
            setattr(test, name, last if value == "yesterday" else value)
        test.save()
    assert on_air(studio, host) == said


def test_a_refused_test_says_how_far_it_is(studio, host):
    host.permits.update(score=72)
    slot = studio.slot(workday(studio))

    def place() -> None:
        studio.place(studio.draft(), host, slot)

    assert outcome(place) == "host-without-test"


def test_a_licence_counts_for_its_category_alone(studio, host):
    direction = Direction.objects.get(slug="comprehensive")
    health, law = (
        DirectionCategory.objects.create(
            direction=direction, slug=slug, name_zh=slug, needs_licence=True
        )
        for slug in ("health", "law")
    )
    room = studio.live_room("健康间", category=health)
    permit(host, "licence", category=law, reference="浙律备12")
    without = [("host-without-licence", "block")]
    assert on_air(studio, host, room=room) == without
    permit(host, "licence", category=health, reference="浙药备7")
    assert on_air(studio, host, room=room, clock="12:00") == []


def test_a_filing_lifts_the_ban_on_nights(studio, host):
    assert on_air(studio, host, clock="22:00") == [("host-at-night", "block")]
    permit(host, "filing", reference="杭教备〔2026〕12号")
    assert on_air(studio, host, clock="22:00", days=workday(studio) + 1) == []


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "said"),
    [
        ("lesson", time(10, 30), time(12), [("host-in-lesson", "block")]),
        ("lesson", time(11), time(12), []),
        ("lesson", time(12), time(0), [("host-day-too-long", "block")]),
        ("free", time(9), time(11), []),
        ("free", time(10, 30), time(0), [("host-not-free", "warn")]),
    ],
)
def test_the_candidates_week_is_heeded(studio, host, kind, starts, ends, said):
    days = workday(studio)
    week = [(kind, studio.day(days).weekday(), starts, ends)]
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=week)
    assert on_air(studio, host, days=days) == said


def test_lessons_fill_the_week(studio, host):
    days = workday(studio)
    week = [("lesson", n, time(11), time(18, 50)) for n in range(5)]
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=week)
    said = {code for code, _level in on_air(studio, host, days=days)}
    assert said == {"host-day-too-long", "host-week-too-long"}


def test_a_campus_reaches_where_there_is_a_way_on_that_day(studio, host):
    days, campus = workday(studio), studio.world.campus
    base = studio.world.base
    weekday = studio.day(days).weekday()
    cannot = [("host-cannot-come", "warn")]
    actions.set_travel(
        actor=SYSTEM, campus=campus, base=base, minutes=30, weekdays=[weekday]
    )
    assert on_air(studio, host, days=days) == []
    other = {(weekday + 1) % 7}
    actions.set_travel(
        actor=SYSTEM, campus=campus, base=base, minutes=30, weekdays=other
    )
    assert on_air(studio, host, days=days, clock="14:00") == cannot


def test_without_any_way_entered_the_own_region_is_near(studio, host):
    far, _ = Region.objects.get_or_create(
        code="510100", defaults={"name_zh": "成都市", "name_en": "Chengdu"}
    )
    base = Base.objects.create(code="CDJD", name_zh="成都", name_en="CD", region=far)
    room = studio.live_room("成都间", base=base)
    assert on_air(studio, host, room=room) == [("host-cannot-come", "warn")]


@pytest.mark.parametrize(
    ("clock", "said"), [("21:00", [("host-rest-short", "warn")]), ("22:00", [])]
)
def test_two_trials_lie_apart(studio, host, clock, said):
    studio.round.rest_hours = 11
    studio.round.save()
    days = workday(studio)
    permit(host, "filing", reference="杭教备〔2026〕12号")
    first = entry(studio, host, studio.slot(days, "10:00"))
    then = studio.slot(days, clock)
    second = Entry(
        plan=first.plan, candidate=host, slot=then, seat=studio.seat(1, then.room)
    )
    assert found(studio, first, second) == said


def test_many_cost_as_many_queries_as_one(studio, django_assert_num_queries):
    days, plan = workday(studio), studio.draft()
    hosts = [studio.world.candidate("competing") for _ in range(3)]
    for host, clock in zip(hosts, ("09:00", "12:00", "15:00"), strict=True):
        studio.place(plan, host, studio.slot(days, clock))
        entries = entries_of(plan)
        checker = EntryChecker(plan, entries, studio.time(0, "00:01"))
        with django_assert_num_queries(7):
            assert [checker.findings(entry) for entry in entries] == [
                [] for _ in entries
            ]


def test_a_time_over_midnight_is_two_days():
    late = moment("2026-11-26 23:00"), moment("2026-11-27 01:00")
    friday = Week(lessons={4: [(30, 90)]}, free={3: [(1200, 1440)], 4: [(0, 60)]})
    assert friday.in_lesson(*late)
    assert friday.is_free(*late)
    assert not Week(free={3: [(1200, 1440)]}).is_free(*late)


def test_findings_do_not_hide_each_other():
    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"{THURSDAY} {clock}+08:00")

    busy = Week(lessons={3: [(600, 660)]}, free={3: [(900, 960)]})
    nowhere = Routes({1: {}}).route(1, 2, same_region=True)
    coming = Coming(at("10:00"), at("11:00"), busy, nowhere, timedelta(hours=2), 12)
    assert [finding.code for finding in may_come(coming)] == [
        "host-in-lesson",
        "host-not-free",
        "host-cannot-come",
        "host-rest-short",
    ]


def test_a_week_is_joined_and_replaced(studio, host):
    week = [
        ("free", 0, time(9), time(10)),
        ("free", 0, time(10), time(12)),
        ("free", 0, time(11), time(13)),
        ("lesson", 0, time(11), time(12)),
    ]
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=week)
    rows = list(host.weekly_times.order_by("kind"))
    said = [(row.kind, row.starts_at, row.ends_at) for row in rows]
    assert said == [("free", time(9), time(13)), ("lesson", time(11), time(12))]
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=week[3:])
    assert list(host.weekly_times.all()) == rows[1:]  # the same row, not a new one


@pytest.mark.parametrize(
    ("who", "kind", "said"),
    [
        ("lin", "filing", "done"),
        ("lin", "compliance", "not-your-role"),
        ("lin", "licence", "not-your-role"),
        ("mei", "filing", "404"),
        ("mentor", "compliance", "404"),
        ("office", "compliance", "done"),
    ],
)
def test_who_enters_permits(studio, host, who, kind, said):
    given = {
        "filing": {"reference": "杭教备〔2026〕12号"},
        "compliance": {"score": 90},
        "licence": {"reference": "浙药备7", "category": None},
    }[kind]

    def enter() -> None:
        actions.enter_permit(
            actor=studio.world.people[who],
            pk=host.pk,
            kind=kind,
            valid_from=THURSDAY,
            **given,
        )

    assert outcome(enter) == said


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("compliance", {}),
        ("compliance", {"score": 101}),
        ("filing", {"reference": " "}),
        ("licence", {"reference": "浙药备7"}),
        ("filing", {"reference": "1", "score": 90}),
        ("compliance", {"score": 90, "valid_until": date(2025, 12, 31)}),
    ],
)
def test_a_permit_has_what_its_kind_needs(host, kind, fields):
    assert outcome(lambda: permit(host, kind, **fields)) == "permit-incomplete"


def test_the_same_permit_again_corrects_it(host):
    permit(host, "filing", reference="旧号")
    permit(host, "filing", reference="新号")
    assert [row.reference for row in host.permits.filter(kind="filing")] == ["新号"]
