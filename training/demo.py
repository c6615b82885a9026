"""The demo's people in training."""

from datetime import datetime, timedelta

from candidates.incubation.models import Incubation
from candidates.incubation.stages import State
from candidates.register.models import LeaveReason
from spark.accounts.scope import SYSTEM
from training.course import actions
from training.course.handover import incubation_to_training
from training.course.models import Enrolment
from training.course.stages import Decision


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
        (Decision.QUALIFIED, ids[6:], "三场试播均在前列"),
        (Decision.ELIMINATED, ids[5:6], "两场试播转化偏低"),
    ):
        actions.decide(actor=SYSTEM, ids=part, decision=decision, reason=reason, at=at)
        actions.release(actor=SYSTEM, ids=part, at=at)
