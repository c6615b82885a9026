"""What the demo enters before anybody goes on air: tests, weeks, travel, shifts."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import groupby

from candidates.demo import Cast
from candidates.incubation.rules import PASS_MARK
from candidates.register.models import Candidate, DirectionCategory
from spark.accounts.models import Role, User
from spark.campuses.models import Base, Campus
from training.course.models import Enrolment
from training.course.stages import State as Enrolled
from training.hosts import actions as hosts_actions
from training.hosts.models import Permit
from training.studio import actions as studio

FREE, LESSON = "free", "lesson"
WORKING, EVERY_DAY = range(5), range(7)
MORNING = time(8), time(9, 40)
AFTERNOON = time(16), time(17, 40)
# Minutes one way within a region and beyond; a campus's own base is next door.
NEAR, FAR = 45, 150
PROVINCES = {"33": EVERY_DAY, "51": (0, 2, 4)}
EARLY, LATE = (time(9), time(16, 30)), (time(14), time(22))


def prepare(cast: Cast) -> None:
    """Tests, weeks, travel and shifts for those who compete.

    All but two passed the test, and most entered their week.
    """
    hosts = list(
        Candidate.objects.filter(
            pk__in=Enrolment.objects.filter(state=Enrolled.COMPETING).values(
                "candidate"
            )
        ).order_by("campus__code", "pk")
    )
    _test(cast, hosts)
    _weeks(cast, hosts)
    _travels(cast)
    _shifts(cast)


def tested() -> set[int]:
    """Keys of the candidates who passed."""
    rows = Permit.objects.filter(kind="compliance", score__gte=PASS_MARK)
    return set(rows.values_list("candidate", flat=True))


def _test(cast: Cast, hosts: list[Candidate]) -> None:
    """Enter tests: the last has none, the one before failed; one has a licence too."""
    office, at = cast.staff.office, cast.clock.at(15, "16:00")
    for number, host in enumerate(hosts[:-1]):
        failed = number == len(hosts) - 2
        hosts_actions.enter_permit(
            actor=office,
            pk=host.pk,
            kind="compliance",
            score=74 if failed else 82 + 5 * number % 17,
            valid_from=at.date(),
            valid_until=at.date() + timedelta(days=365),
            at=at,
        )
    for host in hosts[:1]:
        hosts_actions.enter_permit(
            actor=office,
            pk=host.pk,
            kind="licence",
            category=DirectionCategory.objects.get(slug="health"),
            reference="浙药营备2026-0318",
            valid_from=at.date(),
            at=at,
        )


def _weeks(cast: Cast, hosts: list[Candidate]) -> None:
    """Enter lessons on two days, and free times but for every third candidate."""
    at = cast.clock.at(13, "10:30")
    codes = dict(Campus.objects.values_list("pk", "code"))
    for campus, own in groupby(hosts, key=lambda host: host.campus_id):
        actor = cast.staff.coordinators[codes[campus]]
        for number, host in enumerate(own):
            times = list(_week(number))
            hosts_actions.set_week(actor=actor, ids=[host.pk], times=times, at=at)


def _week(number: int) -> Iterator[tuple[str, int, time, time]]:
    yield LESSON, number % 5, *MORNING
    yield LESSON, (number + 2) % 5, *AFTERNOON
    if number % 3:
        for weekday in EVERY_DAY:
            yield FREE, weekday, time(9, 30), time(22)


def _travels(cast: Cast) -> None:
    """Enter travel to the bases of the own province, on the days usual there."""
    bases = list(Base.objects.select_related("region"))
    for campus in Campus.objects.order_by("code"):
        province = campus.region_id[:2]
        for base in bases:
            if base.region_id[:2] != province:
                continue
            near = base.region_id == campus.region_id
            own = base.campus_id == campus.pk
            hosts_actions.set_travel(
                actor=cast.staff.office,
                campus=campus,
                base=base,
                minutes=0 if own else NEAR if near else FAR,
                weekdays=PROVINCES[province],
                at=cast.clock.at(20, "11:00"),
            )


def _shifts(cast: Cast) -> None:
    """Each mentor five days a week, mornings and evenings in turn, for eight weeks."""
    monday = cast.clock.today - timedelta(days=cast.clock.today.weekday() + 14)
    mentors = User.objects.filter(role_grants__role=Role.MENTOR).order_by("pk")
    turns: dict[Base, int] = {}
    for mentor in mentors.prefetch_related("role_grants__base"):
        for grant in mentor.role_grants.all():
            if grant.base is not None:
                turn = turns[grant.base] = turns.get(grant.base, -1) + 1
                _shift(cast, mentor, grant.base, monday, LATE if turn % 2 else EARLY)


def _shift(
    cast: Cast, mentor: User, base: Base, monday: date, hours: tuple[time, time]
) -> None:
    for weekday in WORKING:
        day = monday + timedelta(days=weekday)
        studio.add_shifts(
            actor=cast.staff.office,
            mentor=mentor,
            base=base,
            day=day,
            starts=hours[0],
            ends=hours[1],
            until=day + timedelta(weeks=7),
            at=cast.clock.at(16, "09:30"),
        )
