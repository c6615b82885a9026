"""The demo's people in training."""

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from candidates.incubation.models import Incubation
from candidates.incubation.stages import State
from candidates.register.models import Batch, DirectionCategory, LeaveReason
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base, MatrixTeam
from training.course import actions
from training.course.handover import incubation_to_training
from training.course.models import Enrolment
from training.course.stages import Decision
from training.course.stages import State as Enrolled
from training.trials import actions as trials
from training.trials.models import LiveRoom, Plan, Round, Seat, Slot, Trial

AIR_TIMES = [("10:00", 3900), ("14:30", 4200), ("19:30", 7100)]


def life(now: datetime) -> None:
    """Interns enrol, learn, compete; some are released as qualified."""
    active = Incubation.objects.filter(state=State.ACTIVE).order_by("pk")
    at = now - timedelta(days=25)
    interns = list(active.values_list("pk", flat=True))
    incubation_to_training(actor=SYSTEM, ids=interns[2:], at=at)
    ids = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))
    at += timedelta(days=2)
    actions.start_learning(actor=SYSTEM, ids=ids[1:], at=at)
    at += timedelta(days=8)
    actions.start_competing(actor=SYSTEM, ids=ids[3:], at=at)
    actions.leave(
        actor=SYSTEM,
        ids=ids[2:3],
        left_reason=LeaveReason.objects.get(slug="health"),
        reason="声带手术后医嘱静养三个月",
        at=at + timedelta(days=2),
    )
    at += timedelta(days=7)
    for decision, part, reason in (
        (Decision.QUALIFIED, ids[12:], "三场试播均在前列"),
        (Decision.ELIMINATED, ids[11:12], "两场试播转化偏低"),
    ):
        actions.decide(actor=SYSTEM, ids=part, decision=decision, reason=reason, at=at)
        actions.release(actor=SYSTEM, ids=part, at=at)
    _trials(now)


def _trials(now: datetime) -> None:
    """A campaign whose first round is under way: last week's trials have results."""
    slots = _slots(now)
    today = timezone.localdate(now)
    campaign = trials.open_campaign(
        actor=SYSTEM,
        batch=Batch.objects.earliest("pk"),
        name_zh="秋季试播赛",
        name_en="Autumn trials",
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=21),
    )
    round_ = trials.open_round(
        actor=SYSTEM,
        campaign_id=campaign.pk,
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=6),
        trials_each=2,
        minimum_trials=2,
        cut=5,
    )
    early = now - timedelta(days=8)
    plan = _published(round_, slots, early)
    _run(plan.round.trials.filter(starts_at__lt=now).order_by("starts_at", "pk"), now)
    to_come = round_.trials.filter(state="planned", starts_at__gt=now)
    confirmed = list(to_come.order_by("starts_at").values_list("pk", flat=True))[:3]
    trials.confirm(actor=SYSTEM, ids=confirmed, at=now - timedelta(hours=2))


def _slots(now: datetime) -> list[Slot]:
    """One room a base, open three times a day last week and this."""
    team = MatrixTeam.objects.first()
    mentor = User.objects.filter(role_grants__role=Role.MENTOR).first()
    food = DirectionCategory.objects.filter(slug="food").first()
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    slots = []
    for base, (zh, en) in zip(
        Base.objects.order_by("-code"),
        (("厂货食品间", "Factory food"), ("星选一间", "Star one")),
        strict=False,
    ):
        room = LiveRoom.objects.create(
            base=base,
            team=None if base.campus_id else team,
            category=food if base.campus_id else None,
            name_zh=zh,
            name_en=en,
        )
        Seat.objects.bulk_create(Seat(room=room, number=n) for n in (1, 2))
        slots += Slot.objects.bulk_create(
            Slot(
                room=room,
                during=DateTimeTZRange(start, start + timedelta(hours=1)),
                expected_viewers=viewers,
                mentor=None if base.campus_id else mentor,
            )
            for start, viewers in _air_times(morning)
        )
    return sorted(slots, key=lambda slot: (slot.during.lower, slot.pk))


def _air_times(morning: datetime):
    for days in range(-7, 7):
        for clock, viewers in AIR_TIMES:
            hour, minute = map(int, clock.split(":"))
            yield morning + timedelta(days=days, hours=hour, minutes=minute), viewers


def _published(round_: Round, slots: list[Slot], at: datetime) -> Plan:
    """Two trials for each who competes, one last week and one this."""
    people = list(
        Enrolment.objects.filter(state=Enrolled.COMPETING)
        .order_by("pk")
        .values_list("candidate", flat=True)
    )
    plan = trials.draft_plan(actor=SYSTEM, round_id=round_.pk, at=at)
    half = len(slots) // 2
    for number, candidate in enumerate(people):
        for slot in (slots[number * 3], slots[half + number * 3 + 4]):
            trials.place(
                actor=SYSTEM,
                plan_id=plan.pk,
                candidate_id=candidate,
                slot_id=slot.pk,
                seat_id=slot.room.seats.earliest("number").pk,
                at=at,
            )
    trials.publish(actor=SYSTEM, plan_id=plan.pk, reason="周末场次经学校同意", at=at)
    return plan


def _run(held, now: datetime) -> None:
    """Each goes on air in turn; one is broken off, one person doesn't come."""
    for number, trial in enumerate(held):
        ids, starts, ends = [trial.pk], trial.during.lower, trial.during.upper
        if number == 2:
            trials.no_show(actor=SYSTEM, ids=ids, reason="联系不上", at=starts)
            continue
        trials.confirm(actor=SYSTEM, ids=ids, at=starts - timedelta(hours=30))
        trials.go_live(actor=SYSTEM, ids=ids, at=starts)
        if ends > now:
            continue
        if number == 4:
            trials.abort(actor=SYSTEM, ids=ids, reason="灯光跳闸", at=ends)
            continue
        trials.finish(actor=SYSTEM, ids=ids, at=ends)
        if number != 5:
            _result(trial, number, ends + timedelta(hours=12))


def _result(trial: Trial, number: int, at: datetime) -> None:
    viewers = trial.slot.expected_viewers * (80 + 7 * number % 40) // 100
    trials.enter_result(
        actor=SYSTEM,
        trial_id=trial.pk,
        numbers={
            "viewers": viewers,
            "views": viewers * 13 // 10,
            "average_watch_seconds": 64 + 9 * number % 50,
            "peak_online": viewers // 9,
            "interacting_viewers": viewers // 11,
            "new_followers": viewers // 60,
            "product_clickers": viewers // 5,
            "buyers": viewers // 50,
            "orders": viewers // 45,
            "gmv_fen": viewers * 131,
            "judges_score": "3.5",
            "is_final": True,
        },
        at=at,
    )
