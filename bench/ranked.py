"""A round of 300 people with its standings, made once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Model

from bench.seed import batch_of_its_own, join
from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base
from training.course import actions as course
from training.course.handover import incubation_to_training
from training.course.models import Enrolment
from training.standings.actions import compute_standings
from training.standings.models import Result
from training.studio.models import LiveRoom, Seat, Slot
from training.trials.models import Campaign, Round, Trial
from training.trials.stages import TrialState

PEOPLE, EACH = 300, 3
NAME, SLUG, FIRST = "Three hundred race", "bench-racing", 1_200_000
HOURS = (9, 14, 20)
PASSED = {"decision": "passed", "reason": "讲品有演示", "ground": "score"}


def ranked_round() -> Round:
    """The round, made if it isn't there yet."""
    found = Round.objects.filter(campaign__name_en=NAME).first()
    if found is None:
        with transaction.atomic():
            found = _made()
    compute_standings(actor=SYSTEM, pk=found.pk)
    return found


def _made() -> Round:
    today = clock.today()
    batch = batch_of_its_own(SLUG, "三百人批次", NAME)
    people = _competing(join(batch, PEOPLE, FIRST))
    campaign = Campaign.objects.create(
        batch=batch,
        name_zh="三百人",
        name_en=NAME,
        starts_on=today - timedelta(days=400),
        ends_on=today,
    )
    round_ = Round.objects.create(
        campaign=campaign,
        number=1,
        cut=60,
        starts_on=campaign.starts_on,
        ends_on=today,
    )
    trials = Trial.objects.bulk_create(_trials(round_, people))
    for state in (TrialState.CONFIRMED, TrialState.LIVE, TrialState.FINISHED):
        Trial.objects.filter(round=round_).update(state=state)
    Result.objects.bulk_create(_results(trials))
    return round_


def _competing(ids: list[int]) -> list[Candidate]:
    """By the verbs, all at once."""
    register_to_screening(actor=SYSTEM, ids=ids)
    way: list[tuple[type[Model], Callable, dict[str, Any]]] = [
        (Screening, screening.open_review, {}),
        (Screening, screening.decide, PASSED),
        (Screening, screening.release, {}),
        (Screening, screening_to_incubation, {}),
        (Incubation, incubation.activate, {"papers": _papers(), "reason": "bench"}),
        (Incubation, incubation_to_training, {}),
        (Enrolment, course.start_learning, {}),
        (Enrolment, course.start_competing, {}),
    ]
    for model, verb, given in way:
        rows = model._default_manager.filter(candidate__in=ids).order_by("pk")
        verb(actor=SYSTEM, ids=[row.pk for row in rows], **given)
    return list(Candidate.objects.filter(pk__in=ids).order_by("pk"))


def _papers() -> dict[str, Any]:
    today = clock.today()
    return {
        "starts_on": today,
        "ends_on": today + timedelta(days=150),
        "agreement_on": today,
        "consent_on": today,
        "policy_number": "PZDS2026001",
        "insured_until": today + timedelta(days=150),
        "mentor_name": "郭师傅",
        "teacher_name": "林晓岚",
        "base": Base.objects.earliest("pk"),
        "pay_fen": 300_000,
        "post_pay_fen": 350_000,
    }


def _trials(round_: Round, people: list[Candidate]) -> Iterator[Trial]:
    seats = [
        (room, Seat.objects.filter(room=room).earliest("number"))
        for room in LiveRoom.objects.order_by("pk")[:3]
    ]
    began = clock.midnight(round_.starts_on)
    for number, candidate in enumerate(people):
        for turn in range(EACH):
            room, seat = seats[(number + turn) % len(seats)]
            hour = HOURS[(number + 2 * turn) % len(HOURS)]
            day = 100 * turn + number // 3
            during = _two_hours(began + timedelta(days=day, hours=hour))
            slot = Slot.objects.create(room=room, during=during, expected_viewers=4200)
            yield Trial(
                candidate=candidate,
                person_id=candidate.person_id,
                round=round_,
                slot=slot,
                seat=seat,
                during=during,
            )


def _two_hours(starts: datetime) -> DateTimeTZRange:
    return DateTimeTZRange(starts, starts + timedelta(hours=2))


def _results(trials: list[Trial]) -> Iterator[Result]:
    for number, trial in enumerate(trials):
        yield Result(
            trial=trial,
            viewers=3_000 + 37 * number % 2_000,
            average_watch_seconds=90,
            gmv_fen=500_000 + 7_919 * number % 2_000_000,
            judges_score="3.5",
            is_final=True,
            entered_at=clock.now(),
        )
