"""A room, a campaign with one round, and trials in them, for tests."""

from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from candidates.register.models import Candidate, Direction, DirectionCategory
from spark import clock
from spark.accounts.models import User
from spark.accounts.scope import SYSTEM
from tests.story import moment
from tests.world import World, passed_test
from training.hosts.actions import set_week
from training.studio.actions import add_shifts
from training.studio.models import LiveRoom, Seat, Shift, Slot
from training.timetable import actions as timetable_actions
from training.timetable.actions import Changes, draft_plan
from training.timetable.models import Plan
from training.trials import actions
from training.trials.models import Campaign, Round, Trial


class Studio:
    """A live room with two seats at the world's base, and a round of two weeks."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.today = clock.today()
        self.room = self.live_room("星选一间")
        self.campaign = Campaign.objects.create(
            batch=world.batch,
            name_zh="秋季试播赛",
            name_en="Autumn trials",
            starts_on=self.today,
            ends_on=self.today + timedelta(days=20),
        )
        self.round = Round.objects.create(
            campaign=self.campaign,
            number=1,
            starts_on=self.today,
            ends_on=self.today + timedelta(days=13),
        )

    def live_room(self, name: str, seats: int = 2, **fields) -> LiveRoom:
        given = {"base": self.world.base, "team": self.world.team}
        room = LiveRoom.objects.create(name_zh=name, name_en="Studio", **given | fields)
        for number in range(1, seats + 1):
            Seat.objects.create(room=room, number=number)
        return room

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def time(self, days: int, clock: str) -> datetime:
        return moment(f"{self.day(days)} {clock}")

    def slot(
        self,
        days: int = 2,
        clock: str = "10:00",
        hours: float = 1,
        room: LiveRoom | None = None,
        mentor: User | None = None,
    ) -> Slot:
        starts = self.time(days, clock)
        return Slot.objects.create(
            room=room or self.room,
            during=DateTimeTZRange(starts, starts + timedelta(hours=hours)),
            expected_viewers=4200,
            mentor=mentor,
        )

    def shift(
        self,
        days: int = 2,
        starts: str = "09:00",
        ends: str = "21:00",
        mentor: User | None = None,
    ) -> Shift:
        (shift,) = add_shifts(
            actor=SYSTEM,
            mentor=mentor or self.world.mentor,
            base=self.world.base,
            day=self.day(days),
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
        )
        return shift

    def seat(self, number: int = 1, room: LiveRoom | None = None) -> Seat:
        return (room or self.room).seats.get(number=number)

    def draft(self, **more) -> Plan:
        return draft_plan(actor=SYSTEM, pk=self.round.pk, **more)

    def place(
        self, plan: Plan, candidate: Candidate, slot: Slot, number: int = 1, **more
    ):
        return timetable_actions.place(
            actor=more.pop("actor", SYSTEM),
            pk=plan.pk,
            candidate_id=candidate.pk,
            slot_id=slot.pk,
            seat_id=self.seat(number, slot.room).pk,
            **more,
        )

    def publish(self, plan: Plan, **more) -> Changes:
        given = {"actor": SYSTEM, "pk": plan.pk, "reason": "周末也播"}
        return timetable_actions.publish(**given | more)

    def trial(
        self,
        until: str = "planned",
        candidate: Candidate | None = None,
        slot: Slot | None = None,
        number: int = 1,
    ) -> Trial:
        """Somebody's trial, published and walked to a state."""
        plan = self.draft()
        candidate = candidate or self.world.candidate("competing")
        slot = slot or self.slot()
        self.place(plan, candidate, slot, number)
        self.publish(plan)
        trial = Trial.objects.get(candidate=candidate, slot=slot)
        self.walk(trial, until)
        trial.refresh_from_db()
        return trial

    def walk(self, trial: Trial, until: str) -> None:
        starts, ends = trial.during.lower, trial.during.upper
        given = {"actor": SYSTEM, "ids": [trial.pk]}
        if until in {"confirmed", "live", "finished", "aborted"}:
            actions.confirm(**given)
        if until in {"live", "finished", "aborted"}:
            actions.go_live(at=starts, **given)
        match until:
            case "against":
                never_free(trial.candidate)
                actions.judge_again(actor=SYSTEM, ids=[trial.pk], at=clock.now())
            case "finished":
                actions.finish(at=ends, **given)
            case "aborted":
                actions.abort(at=ends, reason="停电", **given)
            case "cancelled":
                actions.cancel(reason="考试", **given)
            case "no_show":
                actions.no_show(at=ends, reason="联系不上", **given)


def never_free(candidate: Candidate) -> None:
    """Free before anything is on air, so every trial is warned of."""
    times = [("free", day, time(5), time(5, 30)) for day in range(7)]
    set_week(actor=SYSTEM, ids=[candidate.pk], times=times)


def licence(candidate: Candidate, slug: str) -> DirectionCategory:
    """A licence of last week on the candidate's file, for a category of that name."""
    direction = Direction.objects.get(slug="comprehensive")
    category, _ = DirectionCategory.objects.get_or_create(
        direction=direction, slug=slug, defaults={"name_zh": slug, "name_en": slug}
    )
    given = {"kind": "licence", "score": None, "reference": "浙药备7"}
    passed_test(candidate.pk, category=category, **given)
    return category
