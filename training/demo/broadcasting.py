"""The demo's trials: last week's with their results, this week's to come."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from candidates.demo import Cast
from candidates.register.models import Batch
from spark import clock
from spark.accounts.models import Role, User
from spark.campuses.models import Base, MatrixTeam
from training.course.models import Enrolment
from training.course.stages import State as Enrolled
from training.demo.judging import judge
from training.demo.preparing import tested
from training.demo.ranking import rank
from training.standings import actions as standings
from training.studio.models import LiveRoom, Seat, Slot
from training.timetable import actions as timetable
from training.trials import actions as trials
from training.trials.models import Round, Trial

BATCH = "hangzhou-2026-autumn"
AIR_TIMES = [("10:00", 3900), ("14:30", 4200), ("19:30", 7100)]
# Base, names, the team whose room it is; the first of a base has its mentor.
ROOMS = [
    ("HZYT", "星选一间", "Star one", "源头好物一队"),
    ("HZYT", "星选二间", "Star two", "源头好物一队"),
    ("BLJD", "厂货日用间", "Factory household", "产业带二队"),
]


def broadcast(cast: Cast) -> None:
    """A campaign of the open batch whose first round is under way, after a heat."""
    people = Enrolment.objects.filter(
        state=Enrolled.COMPETING, candidate__batch__slug=BATCH
    )
    people = people.filter(candidate__in=tested()).order_by("pk")
    candidates = list(people.values_list("candidate", flat=True))
    if not candidates:
        return
    past, to_come = _slots(cast)
    if not (past and to_come):  # in a long holiday nobody broadcasts
        return
    round_ = _round(cast)
    rank(cast, round_.campaign.batch, candidates)
    _publish(cast, round_, past, to_come, candidates)
    _run(cast, round_)
    judge(cast, round_)
    _settle(cast, round_)
    _draft_again(cast, round_)


def _round(cast: Cast) -> Round:
    office, today = cast.staff.office, cast.clock.today
    campaign = trials.open_campaign(
        actor=office,
        batch=Batch.objects.get(slug=BATCH),
        name_zh="秋季试播赛",
        name_en="Autumn trials",
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=21),
    )
    return trials.open_round(
        actor=office,
        pk=campaign.pk,
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=6),
        trials_each=2,
        minimum_trials=2,
        cut=8,
    )


def _slots(cast: Cast) -> tuple[list[Slot], list[Slot]]:
    """The rooms' slots of last week and of this, three a working day, by time."""
    slots: list[Slot] = []
    mentored: set[str] = set()
    for code, zh, en, team in ROOMS:
        room = LiveRoom.objects.create(
            base=Base.objects.get(code=code),
            team=MatrixTeam.objects.get(name_zh=team),
            name_zh=zh,
            name_en=en,
        )
        Seat.objects.bulk_create(Seat(room=room, number=n) for n in (1, 2))
        own = User.objects.filter(
            role_grants__role=Role.MENTOR, role_grants__base=room.base
        )
        mentor = None if code in mentored else own.first()
        mentored.add(code)
        slots += Slot.objects.bulk_create(
            Slot(
                room=room,
                during=DateTimeTZRange(start, start + timedelta(hours=1)),
                expected_viewers=viewers,
                mentor=mentor,
            )
            for start, viewers in _air_times(cast)
        )
    slots.sort(key=lambda slot: (slot.during.lower, slot.pk))
    over = [slot for slot in slots if slot.during.upper <= cast.clock.now]
    return over, [slot for slot in slots if slot.during.lower > cast.clock.now]


def _air_times(cast: Cast) -> Iterator[tuple[datetime, int]]:
    for days in range(-7, 7):
        day = cast.clock.day(-days)
        if cast.clock.days.is_rest_day(day):
            continue
        for hour, viewers in AIR_TIMES:
            yield clock.at(day, time.fromisoformat(hour)), viewers


def _publish(
    cast: Cast,
    round_: Round,
    past: list[Slot],
    to_come: list[Slot],
    candidates: list[int],
) -> None:
    """Two trials for each, one last week and one this, spread over the days."""
    office, at = cast.staff.office, cast.clock.at(8, "16:30")
    plan = timetable.draft_plan(actor=office, pk=round_.pk, at=at)
    for number, candidate in enumerate(candidates):
        for slots in (past, to_come):
            slot = slots[number * len(slots) // len(candidates)]
            taken = slot.entries.filter(plan=plan).values("seat")
            timetable.place(
                actor=office,
                pk=plan.pk,
                candidate_id=candidate,
                slot_id=slot.pk,
                seat_id=slot.room.seats.exclude(pk__in=taken).earliest("number").pk,
                at=at,
            )
    timetable.publish(actor=office, pk=plan.pk, at=at)


def _settle(cast: Cast, round_: Round) -> None:
    """Cancel one of the trials to come, and confirm every other one."""
    to_come = round_.trials.filter(state="planned", starts_at__gt=cast.clock.now)
    keys = list(to_come.order_by("starts_at", "pk").values_list("pk", flat=True))
    office, at = cast.staff.office, cast.clock.at(0, "09:40")
    trials.cancel(actor=office, ids=keys[-1:], reason="当天期末考试", at=at)
    trials.confirm(actor=office, ids=keys[:-1:2], at=at)


def _draft_again(cast: Cast, round_: Round) -> None:
    """Publish a plan without changes, discard another, draft a third with a change."""
    office, at = cast.staff.office, cast.clock.at(0, "10:05")
    for end in (timetable.publish, timetable.discard):
        plan = timetable.draft_plan(actor=office, pk=round_.pk, at=at)
        end(actor=office, pk=plan.pk, at=at)
    plan = timetable.draft_plan(actor=office, pk=round_.pk, at=at)
    if entry := plan.entries.order_by("slot__starts_at", "pk").last():
        timetable.take_out(actor=office, pk=plan.pk, entry_id=entry.pk, at=at)


def _run(cast: Cast, round_: Round) -> None:
    """Put each on air in turn; one trial is aborted, one person doesn't come."""
    office, now = cast.staff.office, cast.clock.now
    held = round_.trials.filter(starts_at__lt=now).order_by("starts_at", "pk")
    for number, trial in enumerate(held):
        ids, starts, ends = [trial.pk], trial.during.lower, trial.during.upper
        if number == 2:
            trials.no_show(actor=office, ids=ids, reason="联系不上", at=starts)
            continue
        ago = (cast.clock.today - clock.day(starts)).days
        trials.confirm(actor=office, ids=ids, at=cast.clock.at(ago + 1, "16:10"))
        trials.go_live(actor=office, ids=ids, at=starts)
        if ends > now:
            continue
        if number == 4:
            trials.abort(actor=office, ids=ids, reason="灯光跳闸", at=ends)
            continue
        trials.finish(actor=office, ids=ids, at=ends)
        if number != 5:
            _result(office, trial, number, ends + timedelta(minutes=9))


def _result(office: User, trial: Trial, number: int, at: datetime) -> None:
    viewers = trial.slot.expected_viewers * (80 + 7 * number % 40) // 100
    standings.enter_result(
        actor=office,
        pk=trial.pk,
        numbers={
            "viewers": viewers,
            "views": viewers * 13 // 10,
            "average_watch_seconds": (watch := 64 + 9 * number % 50),
            "average_online": viewers * watch // trial.seconds,
            "peak_online": viewers // 9,
            "interacting_viewers": viewers // 11,
            "new_followers": viewers // 60,
            "product_clickers": viewers // 5,
            "cart_viewers": viewers // 16,
            "buyers": viewers // 50,
            "orders": viewers // 45,
            "gmv_fen": viewers * 131,
            "paid_viewers": viewers // 12 if number % 4 else viewers // 4,
            "warm_up_minutes": 10,
            "judges_score": "3.5",
            "is_final": True,
        },
        at=at,
    )
