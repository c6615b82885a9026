"""The state table of the design, written out by hand: from, and where to."""

from candidates.applying.models import Application
from candidates.consents.models import GuardianConsent
from candidates.register.models import Batch
from candidates.rights.models import DataRequest
from candidates.rosters.models import RosterImport
from tests.stages import STAGES
from training.timetable.models import Plan, Publication, SolveRun
from training.trials.models import Trial

# The initial state comes first. A stage's own are in its room's `verbs.py`.
TABLE = {
    **{stage.model: stage.states for stage in STAGES.values()},
    DataRequest: {
        "open": {"answered", "refused"},
        "answered": set(),
        "refused": set(),
    },
    GuardianConsent: {
        "asked": {"given", "refused"},
        "given": {"revoked", "followed"},
        "refused": set(),
        "revoked": set(),
        "followed": set(),
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
    Application: {
        "draft": {"submitted", "withdrawn"},
        "submitted": {"asked_back", "confirmed", "refused", "withdrawn"},
        "asked_back": {"submitted", "refused", "withdrawn"},
        "confirmed": set(),
        "refused": set(),
        "withdrawn": set(),
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
    Publication: {
        "queued": {"running", "failed"},
        "running": {"succeeded", "failed"},
        "succeeded": set(),
        "failed": set(),
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
