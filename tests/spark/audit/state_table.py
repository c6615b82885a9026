"""The state table of the design, written out by hand: from, and where to."""

from candidates.applying.models import Application
from candidates.clips.models import Clip
from candidates.consents.models import GuardianConsent
from candidates.papers.models import Paper
from candidates.register.models import Batch
from candidates.rights.models import DataRequest
from candidates.rosters.models import RosterImport
from candidates.screening.models import Review
from tests.stages import STAGES
from training.judging.models import Incident, Judgement
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
    Review: {
        "assigned": {"open", "recused", "moved", "over"},
        "open": {"locked", "recused", "moved", "over"},
        "locked": {"open"},
        "recused": set(),
        "moved": set(),
        "over": set(),
    },
    Judgement: {
        "assigned": {"open", "recused", "taken", "over"},
        "open": {"locked", "recused", "taken", "over"},
        "locked": {"open"},
        "recused": set(),
        "taken": set(),
        "over": set(),
    },
    Incident: {
        "reported": {"failed", "dismissed"},
        "failed": {"overturned"},
        "dismissed": set(),
        "overturned": set(),
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
    Clip: {
        "uploading": {"probing", "removed"},
        "probing": {"ready", "refused", "removed"},
        "ready": {"refused", "removed"},
        "refused": {"removed"},
        "removed": set(),
    },
    Paper: {
        "sent": {"accepted", "returned"},
        "accepted": set(),
        "returned": set(),
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
        "planned": {"confirmed", "cancelled", "no_show"},
        "confirmed": {"planned", "live", "cancelled", "no_show"},
        "live": {"confirmed", "finished", "aborted"},
        "finished": set(),
        "aborted": set(),
        "cancelled": set(),
        "no_show": set(),
    },
}
