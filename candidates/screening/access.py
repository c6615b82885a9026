"""Who sees screenings, scorecards, and reviews with their marks."""

from typing import Any

from django.db.models import Q, QuerySet

from candidates.register.access import (
    NUMBER,
    PATHS,
    SYSTEMS,
    door_of_records,
    own_candidates,
    sees,
)
from candidates.register.models import Candidate
from candidates.screening.models import (
    Anchor,
    Calibration,
    Review,
    Scorecard,
    Screening,
)
from candidates.screening.stages import ReviewState
from spark.accounts.models import Role, User
from spark.accounts.roles import GuestRole
from spark.accounts.scope import EVERYTHING, Door, Grants, has_role

SCREENINGS = door_of_records(Screening, "screening")
# The candidate's own, while more is asked of them.
OWN: Door[Screening] = Door(
    Screening,
    sees={GuestRole.CANDIDATE: own_candidates},
    name="screening",
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)


def _self(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.CANDIDATE, "candidate"))


# Candidates as those see them who may send a clip: themselves, and for them.
SENDING: Door[Candidate] = Door(
    Candidate,
    sees={role: sees()[role] for role in SYSTEMS} | {GuestRole.CANDIDATE: _self},
    related=PATHS,
    deferred=(NUMBER,),
)
GIVEN_UP = [ReviewState.RECUSED, ReviewState.MOVED]


def _own(grants: Grants) -> Q:
    """A reviewer's own, but of their college's candidates and what they gave up."""
    own = Q(reviewer=grants.person) & ~Q(state__in=GIVEN_UP)
    return own & ~Q(candidate__campus__in=grants.barred)


REVIEWS: Door[Review] = Door(
    Review,
    sees={Role.OFFICE: lambda grants: EVERYTHING, Role.REVIEWER: _own},
    name="review",
    related=(
        *(f"candidate__{path}" for path in PATHS),
        *("screening", "reviewer", "card"),
    ),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)

CARDS: Door[Scorecard] = Door(
    Scorecard,
    sees={Role.OFFICE: lambda grants: EVERYTHING},
    name="scorecard",
    related=("programme", "direction"),
)
# The clip and its card; the office's marks of it are shown after the reviewer's lock.
ANCHORS: Door[Anchor] = Door(
    Anchor,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.REVIEWER: lambda grants: Q(retired_at=None) | Q(pk__in=_locked_by(grants)),
    },
    name="anchor",
    related=("card", "card__programme", "card__direction"),
)


def _locked_by(grants: Grants) -> QuerySet[Calibration, Any]:
    own = Calibration.objects.filter(reviewer=grants.person, locked_at__isnull=False)
    return own.values("anchor")


def sees_unreleased(user: User) -> bool:
    """Only the office sees a decision before its release."""
    return has_role(user, Role.OFFICE)
