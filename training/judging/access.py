"""Who sees judges' cards, incidents and what is held back of the live board."""

from django.db.models import Exists, OuterRef, Q

from candidates.register.access import NUMBER
from spark.accounts.models import Role, User
from spark.accounts.scope import Door, Grants, has_role
from training.judging.models import Incident, Judgement, LiveFigures
from training.judging.stages import GIVEN_UP, PENDING, IncidentState, JudgementState
from training.studio.access import everything, own

JUDGES = {Role.MENTOR, Role.REVIEWER, Role.OFFICE}
RELATED = (
    "candidate__person",
    "candidate__campus",
    "candidate__direction",
    "trial__round__campaign",
    "trial__slot__room__base",
    "trial__seat",
)


def _own(grants: Grants) -> Q:
    """A judge's own, and once all judges of a trial are in, the others' of it."""
    mine = Q(judge=grants.person) & ~Q(state__in=GIVEN_UP)
    locked = Judgement.objects.filter(
        judge=grants.person, state=JudgementState.LOCKED
    ).exclude(trial__in=_awaited())
    others = Q(state=JudgementState.LOCKED, trial__in=locked.values("trial"))
    return (mine | others) & ~Q(candidate__campus__in=grants.barred)


def _awaited():
    return Judgement.objects.filter(state__in=PENDING).values("trial")


JUDGEMENTS: Door[Judgement] = Door(
    Judgement,
    sees={Role.OFFICE: everything, Role.MENTOR: _own, Role.REVIEWER: _own},
    name="judgement",
    related=(*RELATED, "judge", "card"),
    deferred=(f"candidate__{NUMBER}",),
)


def _reported(grants: Grants) -> Q:
    return Q(reported_by=grants.person)


def _told(grants: Grants) -> Q:
    """Of a college's people, what a trial fails for, or no longer does."""
    states = [IncidentState.FAILED, IncidentState.OVERTURNED]
    return grants.over(Role.COORDINATOR, "candidate__") & Q(state__in=states)


INCIDENTS: Door[Incident] = Door(
    Incident,
    sees={
        Role.OFFICE: everything,
        Role.MENTOR: lambda grants: (
            own(Role.MENTOR, "trial__slot__room__")(grants) | _reported(grants)
        ),
        Role.REVIEWER: _reported,
        Role.COORDINATOR: _told,
    },
    name="incident",
    related=(*RELATED, "reported_by", "decided_by"),
    deferred=(f"candidate__{NUMBER}",),
)


def awaited_of(person: int | None):
    """Cards somebody hasn't locked yet: meanwhile they don't learn how it sells."""
    return Judgement.objects.filter(judge=person, state__in=PENDING)


def _open_to(grants: Grants) -> Q:
    """To all but who judges the trial and isn't done."""
    return ~Q(Exists(awaited_of(grants.person).filter(trial=OuterRef("trial"))))


LIVE_FIGURES: Door[LiveFigures] = Door(
    LiveFigures,
    sees={
        Role.OFFICE: _open_to,
        Role.MENTOR: lambda grants: (
            own(Role.MENTOR, "trial__slot__room__")(grants) & _open_to(grants)
        ),
        Role.OFFICE_CLIENT: everything,
    },
    name="live-figures",
    related=("trial__candidate__campus", "entered_by"),
    deferred=(f"trial__candidate__{NUMBER}",),
)


def watches(user: User) -> bool:
    """Whether they may look at the live board."""
    return has_role(user, Role.OFFICE, Role.MENTOR)
