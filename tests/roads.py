"""Roads to where fates part, step by step."""

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.stages import Decision
from contracts.signing import actions as signing
from contracts.signing.handover import training_to_signing
from contracts.team import actions as team
from contracts.team.handover import signing_to_management
from tests.steps import (
    college,
    decided,
    job,
    manager,
    office,
    officer,
    reviewer,
    screened,
)
from training.course import actions as course
from training.course.handover import incubation_to_training
from training.course.stages import Decision as Outcome

WAITING = (office(register_to_screening),)
CALLED = (*WAITING, reviewer(screening.open_review))
PASSED = (*CALLED, *screened(Decision.PASSED))
PAPERS = (*PASSED, job(screening_to_incubation))
INTERN = (*PAPERS, college(incubation.activate))
ENROLLED = (*INTERN, office(incubation_to_training))
LEARNING = (*ENROLLED, office(course.start_learning))
COMPETING = (*LEARNING, office(course.start_competing))
QUALIFIED = (*COMPETING, *decided(Outcome.QUALIFIED))
OUT = (*COMPETING, *decided(Outcome.ELIMINATED))
DRAFT = (*QUALIFIED, officer(training_to_signing))
ISSUED = (*DRAFT, officer(signing.issue))
SIGNED = (*ISSUED, officer(signing.sign))
IN_FORCE = (*SIGNED, officer(signing.countersign))
PROBATION = (*IN_FORCE, job(signing_to_management))
MEMBER = (*PROBATION, manager(team.confirm))
WAITLISTED = (*CALLED, *screened(Decision.WAITLISTED))
REJECTED = (*CALLED, *screened(Decision.REJECTED))
MORE = (*CALLED, reviewer(screening.ask_more))
BACK = (*OUT, college(incubation.break_off), office(course.appeal))
