"""What becomes of a class: each one's road, step by step, and where it ends."""

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from contracts.signing import actions as signing
from contracts.signing.handover import training_to_signing
from contracts.team import actions as team
from contracts.team.handover import signing_to_management
from tests.early_fates import EARLY_FATES
from tests.roads import (
    BACK,
    COMPETING,
    DRAFT,
    ENROLLED,
    IN_FORCE,
    INTERN,
    ISSUED,
    LEARNING,
    MEMBER,
    OUT,
    PAPERS,
    PASSED,
    PROBATION,
    QUALIFIED,
    SIGNED,
)
from tests.steps import (
    at,
    college,
    decided,
    fate,
    manager,
    office,
    officer,
)
from training.course import actions as course
from training.course.handover import incubation_to_training
from training.course.stages import Decision as Outcome

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
    **EARLY_FATES,
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
    "broken off, appealed": fate(
        *BACK,
        ends=at(
            *("training", "competing"),
            ("training-decide", "office"),
            ("incubation-again", "coordinator"),
        ),
    ),
    "broken off, appealed, taken up again": fate(
        *BACK,
        college(incubation.take_up_again),
        *decided(Outcome.QUALIFIED),
        ends=at("training", "qualified", ("contract-open", "signing")),
    ),
    "completed, appealed, taken up again": fate(
        *OUT,
        college(incubation.complete),
        office(course.appeal),
        college(incubation.take_up_again),
        ends=at("training", "competing", ("training-decide", "office")),
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
