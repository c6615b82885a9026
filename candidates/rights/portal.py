"""What these rooms keep about candidates, for them to see among their data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.applying.forms.steps import week_in_words
from candidates.applying.models import Application
from candidates.clips.models import Clip
from candidates.consents.models import Consent, GuardianConsent
from candidates.incubation.models import Incubation
from candidates.papers.models import Paper
from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate, IdentityOpening, Person
from candidates.rights.models import DataRequest
from candidates.rights.queries import Kept, add_kept
from candidates.screening.models import Screening
from candidates.screening.stages import State as Screened

KNOWN = {Screened.PASSED, Screened.WAITLISTED, Screened.REJECTED, Screened.ROLLED}
DRAFTS = {"decision", "decision_ground", "decision_reason"}
OTHERS_NAME = "somebody else's name"
TECHNICAL = "when the row was written, for machines"
SINCE = ("state", "state_since", "entered_at")


def _unreleased(row: Screening) -> set[str]:
    return set() if row.state in KNOWN else DRAFTS


def _answers(answers: Mapping[str, Any] | None) -> str:
    return " · ".join(str(one) for one in (answers or {}).values() if one)


add_kept(
    Kept(
        "person",
        _("Who I am"),
        0,
        Person,
        "candidates",
        ("name", "id_masked", "birth_date"),
        {
            "name_key": "the name again, as it is sorted",
            "id_number": "its last two digits are shown",
            "id_hash": "the number again, as it is found",
            "merged_into": "only of rows that are empty",
            "created_at": TECHNICAL,
        },
    ),
    Kept(
        "candidate",
        _("How to reach me, and my class"),
        1,
        Candidate,
        "pk",
        (
            *("batch", "campus", "direction", "stage", "stage_since"),
            *("phone", "email", "guardian_name", "guardian_phone"),
            *("department", "major", "class_name", "student_number"),
            *("team", "left_reason"),
        ),
        {
            "person": "shown as such",
            "state": "shown with the stage it is of",
            "state_since": "shown with the stage it is of",
            "left_from": "told by the stages",
            "created_at": TECHNICAL,
            "updated_at": TECHNICAL,
        },
    ),
    Kept(
        "screening",
        _("Screening"),
        10,
        Screening,
        "candidate",
        (
            *(*SINCE, "wanted", "asked_for"),
            *("decision", "decision_ground", "decision_reason"),
        ),
        {
            "reviewer": OTHERS_NAME,
            "decided_by": OTHERS_NAME,
            "waitlist_place": "changes with others: the office says where they stand",
            "created_at": TECHNICAL,
            "updated_at": TECHNICAL,
        },
        _unreleased,
    ),
    Kept(
        "incubation",
        _("Incubation"),
        20,
        Incubation,
        "candidate",
        (
            *SINCE,
            *("starts_on", "ends_on", "agreement_on", "consent_on"),
            *("policy_number", "insured_until", "mentor_name", "teacher_name"),
            *("base", "pay_fen", "post_pay_fen"),
        ),
        {"created_at": TECHNICAL, "updated_at": TECHNICAL},
    ),
    Kept(
        "consents",
        _("What I consented to"),
        70,
        Consent,
        "candidate",
        ("notice", "how", "given_at", "withdrawn_at", "settled_at"),
    ),
    Kept(
        "guardian",
        _("What my guardian was asked"),
        71,
        GuardianConsent,
        "candidate",
        (
            *("state", "state_since", "notice", "guardian_name", "relation"),
            *("asked_at", "answered_at", "expires_on", "revoked_at"),
        ),
        {"created_at": TECHNICAL},
    ),
    Kept(
        "applications",
        _("What I applied with"),
        5,
        Application,
        "candidate",
        (
            *("state", "state_since", "created_at", "submitted_at"),
            *("name", "id_masked", "birth_date", "phone"),
            *("guardian_name", "guardian_phone", "class_name", "student_number"),
            *("direction", "week", "clip", "answers"),
            *("notice_version", "consented_at", "asked_for", "refused_for"),
            "waitlisted",
        ),
        {
            "call": "the batch and college are shown as such",
            "upload": "shown as such, once they are a candidate",
            "start_key": "makes a beginning that is sent twice one",
            "reference": "a secret of who applies",
            "code_hash": "a secret of who applies",
            "wrong": "protects the application",
            "locked_at": "protects the application",
            "forgotten_at": "what is over isn't a candidate's",
            "steps": "told by what is filled in",
            "name_key": "the name again, as it is sorted",
            "id_number": "its last two digits are shown",
            "id_hash": "the number again, as it is found",
        },
        words={"week": week_in_words, "answers": _answers},
    ),
    Kept(
        "clips",
        _("The clip I sent"),
        6,
        Clip,
        "candidate",
        (
            *("state", "state_since", "created_at", "name", "size"),
            *("link", "seconds", "width", "height", "loudness"),
        ),
        {
            "key": "names its files in the store",
            "received": "how far it came, while it was being sent",
            "sizes": "how far it came, while it was being sent",
            "expires_at": "how long whoever goes on with it has",
            "stored": "whether its files are cleared away",
            "attempts": "of the job that looks at it",
            "refused_for": "said in words beside the clip",
            "refused_facts": "numbers of these words",
            "length": "of the file that is made to be played",
        },
    ),
    Kept(
        "photographed",
        _("Papers I photographed"),
        7,
        Paper,
        "candidate",
        (
            *("kind", "state", "state_since", "created_at"),
            *("name", "size", "returned_for", "opened_at"),
        ),
        {
            "media_type": "told by the name",
            "sha256": "proves that the file is unchanged",
            "content": "they have the paper; their teacher hands out the file",
            "opened_by": OTHERS_NAME,
        },
    ),
    Kept(
        "openings",
        _("When my ID number was looked at"),
        80,
        IdentityOpening,
        "candidate",
        ("opened_at", "purpose", "reason"),
        {"opened_by": OTHERS_NAME},
    ),
    Kept(
        "cards",
        _("My cards"),
        81,
        PersonalLink,
        "candidate",
        ("created_at", "expires_at", "code_sent_at", "opened_at", "revoked_at"),
        {
            "token_hash": "a secret of the card",
            "code_hash": "a secret of the card",
            "code_expires_at": "a secret of the card",
            "tries": "protects the card",
            "wrong": "protects the card",
            "locked_at": "protects the card",
            **dict.fromkeys(
                ("code_wanted_at", "code_due_at", "code_by", "code_language"),
                "how a code is being sent, until it is",
            ),
            "code_failed": "why a code couldn't be sent, for the college to mend",
        },
    ),
    Kept(
        "requests",
        _("What I asked for"),
        82,
        DataRequest,
        "candidate",
        ("kind", "state", "state_since", "text", "name", "answer", "due_at"),
        {"id_number": "deleted once answered", "created_at": TECHNICAL},
    ),
)
