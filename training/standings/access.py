"""Who sees results by themselves; pages show them with their trial. And standings."""

from django.db.models import Exists, OuterRef, Q

from candidates.register.access import NUMBER, own_candidates
from spark.accounts.models import Role, User
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door, Grants, has_role
from training.standings.models import Place, Result, Standing
from training.studio.access import ONLY_OFFICE, everything
from training.trials.models import Round, Trial

RELEASED = "closed_at__isnull"  # of a round: False once its people may know


def released(round_: Round) -> bool:
    """Whether a round's people may know how they stand."""
    return round_.closed_at is not None


def hidden_of(user: User, trial: Trial) -> set[str]:
    """The fields of a trial's result that aren't the user's to see.

    What judges gave is the office's and mentors', and everybody's who sees the trial
    once its round is released.
    """
    if released(trial.round) or has_role(user, Role.OFFICE, Role.MENTOR):
        return set()
    return {"judges_score"}


def once_released(path: str = "") -> Q:
    """Rows of released rounds, by their path to one."""
    return Q(**{f"{path}{RELEASED}": False})


def newest(path: str = "") -> Q:
    """Of each round the standing in force, or rows by their path to it."""
    later = Standing.objects.filter(
        round=OuterRef(f"{path}round"), number__gt=OuterRef(f"{path}number")
    )
    return ~Q(Exists(later))


def _results(grants: Grants) -> Q:
    """Of a campus's own people, once the round is closed."""
    return grants.over(Role.CLIENT, "trial__candidate__") & once_released(
        "trial__round__"
    )


def _told() -> Q:
    return once_released("standing__round__") & newest("standing__")


def _college(role: Role):
    """Of a campus's own people: where they stand in the end."""
    return lambda grants: grants.over(role, "candidate__") & _told()


RESULTS: Door[Result] = Door(
    Result,
    sees={Role.CLIENT: _results, Role.OFFICE_CLIENT: everything},
    name="results",
    related=("trial__candidate__campus",),
)
STANDINGS: Door[Standing] = Door(
    Standing,
    sees=ONLY_OFFICE,
    name="standings",
    related=("round__campaign__batch",),
    deferred=("inputs",),
)
PLACES: Door[Place] = Door(
    Place,
    sees={
        Role.OFFICE: everything,
        Role.COORDINATOR: _college(Role.COORDINATOR),
        Role.CLIENT: _college(Role.CLIENT),
        Role.OFFICE_CLIENT: lambda grants: newest("standing__"),
        GuestRole.CANDIDATE: lambda grants: own_candidates(grants) & _told(),
    },
    name="standings",
    related=(
        *("candidate__person", "candidate__campus", "candidate__direction"),
        "standing__round__campaign",
    ),
    deferred=(
        *(f"candidate__{NUMBER}", "counted"),
        *("standing__inputs", "standing__details", "standing__groups"),
    ),
)
