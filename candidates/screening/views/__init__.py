"""Pages of screening, of reviewers' queues, and of what the office keeps of both."""

from candidates.register.views.parts import add_part
from candidates.screening.views.agreement import agreement_file
from candidates.screening.views.board import (
    decision_board,
    decision_many,
    decision_marks,
    decision_sheet,
)
from candidates.screening.views.calibration import calibration, calibration_act
from candidates.screening.views.cards import (
    anchor_new,
    anchor_retire,
    scorecard_detail,
    scorecard_edit,
    scorecard_list,
)
from candidates.screening.views.comparing import decision_compare
from candidates.screening.views.fairness import fairness_file, fairness_page
from candidates.screening.views.office import (
    REVIEWS_PART,
    candidate_reviews,
    review_office,
    reviewer_act,
    reviewer_list,
)
from candidates.screening.views.own import own_marking
from candidates.screening.views.queue import review_act, review_clip, review_queue
from candidates.screening.views.releasing import (
    decision_move_up,
    decision_release,
    decision_waitlist,
)
from candidates.screening.views.section import SECTION
from candidates.screening.views.sending import (
    candidate_clip_send,
    candidate_clip_state,
    candidate_clip_upload,
    candidate_clip_uploads,
)

add_part(REVIEWS_PART)

__all__ = [
    "SECTION",
    "agreement_file",
    "anchor_new",
    "anchor_retire",
    "calibration",
    "calibration_act",
    "candidate_clip_send",
    "candidate_clip_state",
    "candidate_clip_upload",
    "candidate_clip_uploads",
    "candidate_reviews",
    "fairness_file",
    "fairness_page",
    "decision_board",
    "decision_compare",
    "decision_many",
    "decision_marks",
    "decision_move_up",
    "decision_release",
    "decision_sheet",
    "decision_waitlist",
    "own_marking",
    "review_act",
    "review_clip",
    "review_office",
    "review_queue",
    "reviewer_act",
    "reviewer_list",
    "scorecard_detail",
    "scorecard_edit",
    "scorecard_list",
]
