"""What becomes of a class: each one's road, step by step, and where it ends."""

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.register import actions as register
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.stages import Decision
from contracts.signing import actions as signing
from contracts.signing.handover import training_to_signing
from contracts.team import actions as team
from contracts.team.handover import signing_to_management
from tests.steps import (
    at,
    college,
    decided,
    deputy,
    fate,
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

# Who comes from the other college of the batch.
ELSEWHERE = {"on leave and back", "rejected", "more asked", "left on probation"}
CLOSE = ("incubation-close", "coordinator")
END = ("contract-end", "signing")
FATES = {
    "a confirmed member": fate(*MEMBER, ends=at("management", "confirmed")),
    "on leave and back": fate(
        *MEMBER,
        manager(team.go_on_leave),
        manager(team.return_from_leave),
        ends=at("management", "confirmed"),
    ),
    "internship completed": fate(
        *MEMBER, college(incubation.complete), ends=at("management", "confirmed")
    ),
    "left the team, all closed": fate(
        *MEMBER,
        manager(team.leave, "resigned"),
        officer(signing.end),
        college(incubation.break_off),
        ends=at("left management", "resigned"),
    ),
    "left on probation": fate(
        *PROBATION,
        manager(team.leave, "absent"),
        ends=at("left management", "absent", CLOSE, END),
    ),
    "left on leave": fate(
        *MEMBER,
        manager(team.go_on_leave),
        manager(team.leave, "agreed"),
        officer(signing.end),
        ends=at("left management", "agreed", CLOSE),
    ),
    "taken along by hand": fate(
        *PASSED,
        office(screening_to_incubation),
        college(incubation.activate),
        office(incubation_to_training),
        *QUALIFIED[len(ENROLLED) :],
        officer(training_to_signing),
        officer(signing.issue),
        officer(signing.sign),
        officer(signing.add_scan),
        office(signing.open_scan),
        officer(signing.countersign),
        officer(signing_to_management),
        ends=at("management", "probation", ("membership-confirm", "team")),
    ),
    "left while registered": fate(
        college(register.leave, "mistaken"), ends=at("left registered", "mistaken")
    ),
    "still registered": fate(ends=at("registered", "")),
    "put right before the call": fate(
        college(register.change_particulars),
        office(register.open_id_number),
        office(register.correct_identity),
        ends=at("registered", ""),
    ),
    "left from waiting": fate(
        *WAITING,
        college(screening.leave, "withdrawn"),
        ends=at("left screening", "withdrawn"),
    ),
    "waits": fate(
        *WAITING, ends=at("screening", "waiting", ("screening-review", "reviewer"))
    ),
    "left from review": fate(
        *CALLED, college(screening.leave, "health"), ends=at("left screening", "health")
    ),
    "given to another reviewer": fate(
        *WAITING,
        deputy(screening.open_review),
        office(screening.reassign),
        ends=at("screening", "in_review", ("screening-decide", "office")),
    ),
    "left when more was asked": fate(
        *MORE, college(screening.leave, "family"), ends=at("left screening", "family")
    ),
    "more asked": fate(
        *MORE, ends=at("screening", "more_asked", ("screening-more", "coordinator"))
    ),
    "more asked and came": fate(
        *MORE,
        college(screening.receive_more),
        *screened(Decision.PASSED),
        job(screening_to_incubation),
        ends=at("incubation", "paperwork", ("incubation-papers", "coordinator")),
    ),
    "left from the waitlist": fate(
        *WAITLISTED,
        college(screening.leave, "other_job"),
        ends=at("left screening", "other_job"),
    ),
    "waitlisted and taken": fate(
        *WAITLISTED,
        office(screening.take_from_waitlist),
        job(screening_to_incubation),
        college(incubation.activate),
        ends=at("incubation", "active"),
    ),
    "waitlist closed": fate(
        *WAITLISTED,
        office(screening.close_waitlist),
        ends=at("left screening", "not_selected"),
    ),
    "rolled into the next batch": fate(
        *WAITLISTED,
        office(screening.roll_waitlist),
        ends=at("left screening", "rolled"),
    ),
    "rejected": fate(*REJECTED, ends=at("left screening", "not_selected")),
    "rejected, appealed, passed": fate(
        *REJECTED,
        office(screening.appeal),
        *screened(Decision.PASSED),
        job(screening_to_incubation),
        college(incubation.activate),
        office(incubation_to_training),
        ends=at("training", "enrolled", ("training-start", "office")),
    ),
    "left after passing": fate(
        *PASSED,
        college(screening.leave, "further_study"),
        ends=at("left screening", "further_study"),
    ),
    "left before the papers": fate(
        *PAPERS,
        college(incubation.leave, "relocation"),
        ends=at("left incubation", "relocation"),
    ),
    "left the internship": fate(
        *INTERN,
        college(incubation.leave, "studies"),
        ends=at("left incubation", "studies"),
    ),
    "left while suspended": fate(
        *INTERN,
        college(incubation.suspend),
        college(incubation.leave, "health"),
        ends=at("left incubation", "health"),
    ),
    "suspended and resumed": fate(
        *INTERN,
        college(incubation.suspend),
        college(incubation.correct_papers),
        college(incubation.resume),
        ends=at("incubation", "active"),
    ),
    "left from enrolment": fate(
        *ENROLLED,
        college(course.leave, "military_service"),
        ends=at("left training", "military_service", CLOSE),
    ),
    "left the course while suspended": fate(
        *LEARNING,
        college(incubation.suspend),
        college(course.leave, "health"),
        college(incubation.break_off),
        ends=at("left training", "health"),
    ),
    "left the trials": fate(
        *COMPETING,
        college(course.leave, "family"),
        ends=at("left training", "family", CLOSE),
    ),
    "left once qualified": fate(
        *QUALIFIED,
        college(course.leave, "other_job"),
        ends=at("left training", "other_job", CLOSE),
    ),
    "competes": fate(
        *COMPETING, ends=at("training", "competing", ("training-decide", "office"))
    ),
    "eliminated": fate(*OUT, ends=at("left training", "not_selected", CLOSE)),
    "eliminated, appealed, qualified": fate(
        *OUT,
        office(course.appeal),
        *decided(Outcome.QUALIFIED),
        ends=at("training", "qualified", ("contract-open", "signing")),
    ),
    "left at the draft": fate(
        *DRAFT, officer(signing.leave, "pay"), ends=at("left signing", "pay", CLOSE)
    ),
    "left at the offer": fate(
        *ISSUED,
        officer(signing.leave, "terms"),
        ends=at("left signing", "terms", CLOSE),
    ),
    "left after signing": fate(
        *SIGNED,
        officer(signing.leave, "other_job"),
        college(incubation.complete),
        ends=at("left signing", "other_job"),
    ),
    "left before the team": fate(
        *IN_FORCE,
        officer(signing.leave, "resigned"),
        ends=at("left signing", "resigned", CLOSE),
    ),
    "contract ended before the team": fate(
        *IN_FORCE, officer(signing.end), ends=at("left signing", "ended", CLOSE)
    ),
    "drafted again when void": fate(
        *DRAFT,
        officer(signing.void),
        officer(signing.draft_again),
        officer(signing.issue),
        ends=at("signing", "issued", ("contract-sign", "signing")),
    ),
    "void after issue": fate(
        *ISSUED,
        officer(signing.void),
        ends=at("signing", "void", ("contract-again", "signing")),
    ),
    "void after signing, left": fate(
        *SIGNED,
        officer(signing.void),
        officer(signing.leave, "pay"),
        ends=at("left signing", "pay", CLOSE),
    ),
    "expired and drafted again": fate(
        *ISSUED,
        officer(signing.expire),
        officer(signing.draft_again),
        ends=at("signing", "draft", ("contract-issue", "signing")),
    ),
    "expired, then left": fate(
        *ISSUED,
        officer(signing.expire),
        officer(signing.leave, "unreachable"),
        ends=at("left signing", "unreachable", CLOSE),
    ),
    "declined": fate(
        *ISSUED, officer(signing.decline), ends=at("left signing", "declined", CLOSE)
    ),
    "signed": fate(
        *SIGNED,
        ends=at("signing", "signed_by_candidate", ("contract-countersign", "signing")),
    ),
}
