"""The state table of the design, written out by hand: from, and where to."""

from candidates.incubation.models import Incubation
from candidates.register.models import Batch, Candidate
from candidates.rosters.models import RosterImport
from candidates.screening.models import Screening
from contracts.signing.models import Contract
from contracts.team.models import Membership
from training.course.models import Enrolment
from training.timetable.models import Plan, SolveRun
from training.trials.models import Trial

# The initial state comes first. Candidates come back by an appeal only.
TABLE = {
    Candidate: {
        "registered": {"screening", "left"},
        "screening": {"incubation", "left"},
        "incubation": {"training", "left"},
        "training": {"signing", "left"},
        "signing": {"management", "left"},
        "management": {"left"},
        "left": {"screening", "training"},
    },
    Screening: {
        "waiting": {"in_review", "withdrawn"},
        "in_review": {"more_asked", "passed", "waitlisted", "rejected", "withdrawn"},
        "more_asked": {"in_review", "withdrawn"},
        "waitlisted": {"passed", "rejected", "rolled", "withdrawn"},
        "rejected": {"in_review"},
        "passed": {"withdrawn"},
        "withdrawn": set(),
        "rolled": set(),
    },
    Incubation: {
        "paperwork": {"active", "dropped"},
        "active": {"suspended", "completed", "dropped"},
        "suspended": {"active", "dropped"},
        "completed": set(),
        "dropped": set(),
    },
    Enrolment: {
        "enrolled": {"learning", "dropped"},
        "learning": {"competing", "dropped"},
        "competing": {"qualified", "eliminated", "dropped"},
        "eliminated": {"competing"},
        "qualified": {"dropped"},
        "dropped": set(),
    },
    Contract: {
        "draft": {"issued", "void"},
        "issued": {"signed_by_candidate", "declined", "expired", "void"},
        "signed_by_candidate": {"in_force", "void"},
        "in_force": {"ended"},
        "ended": set(),
        "void": set(),
        "declined": set(),
        "expired": set(),
    },
    Membership: {
        "probation": {"confirmed", "ended"},
        "confirmed": {"on_leave", "ended"},
        "on_leave": {"confirmed", "ended"},
        "ended": set(),
    },
    Batch: {"open": {"closed"}, "closed": {"open"}},
    RosterImport: {
        "waiting": {"judged", "failed", "discarded"},
        "judged": {"importing", "discarded"},
        "importing": {"imported", "failed"},
        "imported": {"undone"},
        "failed": set(),
        "discarded": set(),
        "undone": set(),
    },
    Plan: {
        "draft": {"published", "discarded"},
        "published": {"superseded"},
        "superseded": set(),
        "discarded": set(),
    },
    SolveRun: {
        "queued": {"running", "failed", "cancelled"},
        "running": {"succeeded", "failed", "cancelled"},
        "succeeded": set(),
        "failed": set(),
        "cancelled": set(),
    },
    Trial: {
        "planned": {"confirmed", "live", "cancelled", "no_show"},
        "confirmed": {"planned", "live", "cancelled", "no_show"},
        "live": {"finished", "aborted"},
        "finished": set(),
        "aborted": set(),
        "cancelled": set(),
        "no_show": set(),
    },
}
