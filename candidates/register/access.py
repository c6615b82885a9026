"""Whose candidates are whose."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from candidates.register.models import (
    Batch,
    BatchCampus,
    Candidate,
    CandidateRecord,
    Direction,
    LeaveReason,
    Programme,
    Quota,
)
from candidates.register.stages import Stage
from spark.accounts.models import Role, User
from spark.accounts.roles import GuestRole
from spark.accounts.scope import EVERYTHING, Door, Grants, grants_of, has_role
from spark.campuses.models import Base, Campus

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=CandidateRecord)
COLLEGE = {Role.COORDINATOR, Role.OFFICE}  # a college's own people, or for them
SYSTEMS = {*COLLEGE, Role.CLIENT}  # or a college's system
PATHS = ("person", "campus", "direction", "batch")
NUMBER = "person__id_number"  # nothing shows it but `open_id_number`


def sees(prefix: str = "") -> dict[str, Callable[[Grants], Q]]:
    """What each role sees of candidates, or of records by their path to one.

    A college sees its own; a reviewer those in screening whose batch isn't blind, never
    of a college they belong to; a signing officer those qualified and beyond; a team
    manager the own teams', and who has no team yet. Who left from there stays seen, so
    that what is open about them can be closed.
    """

    def q(**conditions: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    signed = [Stage.SIGNING, Stage.MANAGEMENT]
    return {
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR, prefix),
        Role.CLIENT: lambda grants: grants.over(Role.CLIENT, prefix),
        Role.REVIEWER: lambda grants: (
            q(stage=Stage.SCREENING, batch__blind=False)
            & grants.over(Role.REVIEWER, prefix)
        ),
        Role.SIGNING: lambda grants: (
            q(stage__in=signed)
            | q(stage=Stage.LEFT, left_from__in=signed)
            | q(stage=Stage.TRAINING, state="qualified")
        ),
        Role.TEAM: lambda grants: (
            (
                q(stage=Stage.MANAGEMENT)
                | q(stage=Stage.LEFT, left_from=Stage.MANAGEMENT)
            )
            & (q(team=None) | grants.over(Role.TEAM, prefix))
        ),
    }


def sees_numbers(user: User) -> bool:
    """May they see the last digits of ID numbers? Who reviews sees an age at most."""
    if has_role(user, Role.OFFICE):
        return True
    others = has_role(user, Role.COORDINATOR, Role.SIGNING, Role.TEAM)
    return others and not has_role(user, Role.REVIEWER)


def own_candidates(grants: Grants) -> Q:
    """What is about the candidate who came by their personal link."""
    return Q(candidate__in=grants.at(GuestRole.CANDIDATE, "candidate"))


CANDIDATES: Door[Candidate] = Door(
    Candidate,
    sees=sees(),
    name="register",
    related=PATHS,
    deferred=(NUMBER,),
)


def door_of_records(model: type[R], name: str, *related: str) -> Door[R]:
    """The door to what a stage keeps about candidates: it is whose they are.

    Args:
        name: in history, what its verbs are of.
        related: paths joined by every read, beside those of the candidate.
    """
    return Door(
        model,
        sees=sees("candidate__"),
        name=name,
        related=(*(f"candidate__{path}" for path in PATHS), *related),
        deferred=(f"candidate__{NUMBER}",),
        beneath="candidate",
    )


def _taken_part_in(grants: Grants) -> Q:
    """The batches of a system's college."""
    taking_part = BatchCampus.objects.filter(campus__in=grants.at(Role.CLIENT))
    return Q(pk__in=taking_part.values("batch"))


BATCHES: Door[Batch] = Door(
    Batch,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.CLIENT: _taken_part_in,
        Role.OFFICE_CLIENT: lambda grants: EVERYTHING,
    },
    name="batch",
    related=("programme", "region"),
)
# Places of a college are its own business; those of all together are everybody's.
QUOTAS: Door[Quota] = Door(
    Quota,
    sees={Role.CLIENT: lambda grants: Q(campus=None) | grants.over(Role.CLIENT)},
    related=("direction", "campus", "batch"),
)
CAMPUSES: Door[Campus] = Door(
    Campus,
    sees={
        Role.CLIENT: lambda grants: Q(pk__in=grants.at(Role.CLIENT)),
        Role.OFFICE_CLIENT: lambda grants: EVERYTHING,
    },
)


def door_for_systems(model: type[M], *related: str) -> Door[M]:
    """The door to what is the same for every system."""
    seen: dict[str, Callable[[Grants], Q]] = {Role.CLIENT: lambda grants: EVERYTHING}
    return Door(model, sees=seen, related=related)


BASES = door_for_systems(Base, "campus")
PROGRAMMES = door_for_systems(Programme)
DIRECTIONS = door_for_systems(Direction)


def campuses_seen_by(user: User) -> QuerySet[Campus]:
    """The colleges to filter by: a college's own, all for programme people."""
    own = _only_at(user)
    return Campus.objects.all() if own is None else Campus.objects.filter(pk__in=own)


def batches_seen_by(user: User) -> QuerySet[Batch]:
    own = _only_at(user)
    seen = Campus.objects.all() if own is None else own
    return Batch.objects.filter(campuses__in=seen).distinct()


def _only_at(user: User) -> set[int] | None:
    """The keys of a college's people's colleges; None for programme people."""
    grants = grants_of(user)
    if grants.roles <= {Role.COORDINATOR, Role.CLIENT}:
        return grants.at(Role.COORDINATOR) | grants.at(Role.CLIENT)
    return None


def programmes() -> QuerySet[Programme]:
    """What batches are an intake of: the same for everybody."""
    return Programme.objects.all()


def directions() -> QuerySet[Direction]:
    """What people are grown into: the same for everybody."""
    return Direction.objects.all()


def reasons_at(stage: str) -> QuerySet[LeaveReason]:
    """The reasons for leaving that people may choose at a stage, the same for all."""
    return LeaveReason.objects.filter(
        by_system=False, retired=False, stages__contains=stage
    )
