"""Verbs of screening. Each is keyword-only."""

from candidates.screening.actions.asking import (
    LONGEST,
    USUAL,
    answer,
    ask_more,
    go_on_without,
    receive_more,
    watch,
)
from candidates.screening.actions.assigning import (
    assign,
    hand_over,
    move_absent,
    note_absence,
    note_directions,
    reassign_review,
    recuse,
)
from candidates.screening.actions.calibrating import lock_anchor, mark_anchor
from candidates.screening.actions.cards import (
    publish_anchor,
    publish_card,
    retire_anchor,
)
from candidates.screening.actions.deciding import (
    appeal,
    decide,
    leave,
    open_review,
    reassign,
    roll_waitlist,
)
from candidates.screening.actions.releasing import (
    close_waitlist,
    fingerprint,
    foretell_release,
    move_up,
    release,
    release_batch,
    take_board,
    take_from_waitlist,
    take_marks,
)
from candidates.screening.actions.releasing_many import (
    IN_A_REQUEST,
    ask_release,
    progress_key,
    resume_releases,
    work_release,
)
from candidates.screening.actions.reviewing import (
    Written,
    ask_as_reviewer,
    lock,
    mark,
    reopen,
    skip,
)
from candidates.screening.actions.sending import begin_clip, give_clip, link_clip
from candidates.screening.actions.waitlist import ask_to_move_up

__all__ = [
    "IN_A_REQUEST",
    "LONGEST",
    "USUAL",
    "Written",
    "answer",
    "appeal",
    "ask_as_reviewer",
    "ask_more",
    "ask_release",
    "ask_to_move_up",
    "assign",
    "begin_clip",
    "close_waitlist",
    "decide",
    "fingerprint",
    "foretell_release",
    "give_clip",
    "go_on_without",
    "hand_over",
    "leave",
    "link_clip",
    "lock",
    "lock_anchor",
    "mark",
    "mark_anchor",
    "move_absent",
    "move_up",
    "note_absence",
    "note_directions",
    "open_review",
    "progress_key",
    "publish_anchor",
    "publish_card",
    "reassign",
    "reassign_review",
    "receive_more",
    "recuse",
    "release",
    "release_batch",
    "reopen",
    "resume_releases",
    "retire_anchor",
    "roll_waitlist",
    "skip",
    "take_board",
    "take_from_waitlist",
    "take_marks",
    "watch",
    "work_release",
]
