"""What may change that a trial rests on."""

from datetime import date, time, timedelta

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Person
from contracts.signing.handover import training_to_signing
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Holiday
from tests.story import leaving, record_of
from tests.training.trials.studio import Studio, never_free
from tests.world import papers
from training.course import actions as course
from training.course.models import Enrolment
from training.hosts import actions as hosts
from training.hosts.models import Permit
from training.studio.actions import block_rooms
from training.trials.models import Trial
from training.trials.tasks import judge_again


def permit(trial: Trial, kind: str = "compliance") -> Permit:
    return trial.candidate.permits.get(kind=kind)


def loses_test(studio: Studio, trial: Trial) -> None:
    hosts.remove_permit(actor=SYSTEM, pk=permit(trial).pk, reason="证书作废")


def corrected(trial: Trial, **fields) -> None:
    hosts.change_permit(actor=SYSTEM, pk=permit(trial).pk, **fields)


def lets_test_expire(studio: Studio, trial: Trial) -> None:
    corrected(trial, valid_until=studio.day(1))


def fails_test(studio: Studio, trial: Trial) -> None:
    corrected(trial, score=79)


def qualified(studio: Studio, trial: Trial) -> None:
    ids = [record_of(Enrolment, trial.candidate).pk]
    course.decide(actor=SYSTEM, ids=ids, decision="qualified", reason="三场靠前")
    course.release(actor=SYSTEM, ids=ids)


def without_consent(studio: Studio, trial: Trial) -> None:
    born_years_ago(17, trial)


def too_young(studio: Studio, trial: Trial) -> None:
    born_years_ago(15, trial)


def born_years_ago(years: int, trial: Trial) -> None:
    today = clock.today()
    birth = date(today.year - years, today.month, 1) - timedelta(days=1)
    Person.objects.filter(pk=trial.person_id).update(birth_date=birth)
    judge_again()


def holiday(studio: Studio, trial: Trial) -> None:
    Holiday.objects.create(day=studio.day(2), kind="statutory")
    judge_again()


def blocked(studio: Studio, trial: Trial) -> None:
    span = {"starts": trial.during.lower, "ends": trial.during.upper}
    block_rooms(actor=studio.world.office, ids=[studio.room.pk], **span)
    judge_again()


def in_lesson(studio: Studio, trial: Trial) -> None:
    weekday = studio.day(2).weekday()
    times = [("lesson", weekday, time(9), time(11))]
    hosts.set_week(actor=SYSTEM, ids=[trial.candidate_id], times=times)


def not_free(studio: Studio, trial: Trial) -> None:
    never_free(trial.candidate)


def no_way(studio: Studio, trial: Trial) -> None:
    world, days = studio.world, {(studio.day(2).weekday() + 1) % 7}
    way = {"campus": world.campus, "base": world.base}
    hosts.set_travel(actor=SYSTEM, minutes=40, weekdays=days, **way)


def suspended(studio: Studio, trial: Trial) -> None:
    ids = [record_of(Incubation, trial.candidate).pk]
    incubation.suspend(actor=SYSTEM, ids=ids, reason="考试")


def completed(studio: Studio, trial: Trial) -> None:
    ids = [record_of(Incubation, trial.candidate).pk]
    incubation.complete(actor=SYSTEM, ids=ids)


def dropped(studio: Studio, trial: Trial) -> None:
    """An internship can be broken off of who is past training."""
    qualified(studio, trial)
    training_to_signing(actor=SYSTEM, ids=[record_of(Enrolment, trial.candidate).pk])
    ids = [record_of(Incubation, trial.candidate).pk]
    incubation.break_off(actor=SYSTEM, ids=ids, reason="提前结束")


def ends_sooner(studio: Studio, trial: Trial) -> None:
    ids = [record_of(Incubation, trial.candidate).pk]
    first = studio.day(-20)
    dated = dict.fromkeys(("starts_on", "agreement_on", "consent_on"), first)
    sooner = papers(**dated, ends_on=studio.day(1))
    incubation.correct_papers(actor=SYSTEM, ids=ids, papers=sooner, reason="合同改期")


def left(studio: Studio, trial: Trial) -> None:
    ids = [record_of(Enrolment, trial.candidate).pk]
    leaving(course.leave)(actor=SYSTEM, ids=ids, reason="升学")
