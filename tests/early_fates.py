"""What becomes of who ends, or stays, before incubation; who was waitlisted, too."""

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.register import actions as register
from candidates.screening import actions as screening
from candidates.screening.stages import Decision
from tests.roads import CALLED, MORE, PASSED, REJECTED, WAITING, WAITLISTED
from tests.steps import at, college, deputy, fate, job, office, screened
from training.course.handover import incubation_to_training

EARLY_FATES = {
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
    "more asked and not come": fate(
        *MORE,
        office(screening.go_on_without),
        ends=at("screening", "in_review", ("screening-decide", "office")),
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
}
