"""Whose application pages and applications are whose."""

from django.db.models import Q, QuerySet

from candidates.applying.models import Application, Call
from candidates.applying.stages import State
from candidates.register.models import Batch
from candidates.rosters.access import batches_of, campuses_of
from spark.accounts.models import Role, User
from spark.accounts.roles import GuestRole
from spark.accounts.scope import EVERYTHING, Door, Grants, Guest
from spark.campuses.models import Campus

SENT = ~Q(state=State.DRAFT)  # what is being written is the applicant's alone

CALLS: Door[Call] = Door(
    Call,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR),
    },
    name="call",
    related=("batch", "campus"),
)


def _own(grants: Grants) -> Q:
    return Q(pk__in=grants.at(GuestRole.APPLICANT, "application"))


APPLICATIONS: Door[Application] = Door(
    Application,
    sees={
        Role.OFFICE: lambda grants: SENT,
        Role.COORDINATOR: lambda grants: SENT & grants.over(Role.COORDINATOR, "call__"),
        Role.CLIENT: lambda grants: SENT & grants.over(Role.CLIENT, "call__"),
        GuestRole.APPLICANT: _own,
    },
    name="application",
    related=("call__batch", "call__campus", "direction", "upload"),
    deferred=("id_number",),
)


def guest_of(application: Application | None = None) -> Guest:
    """As whom an applicant acts; before there is an application, with no row."""
    key = application.pk if application else 0
    return Guest(GuestRole.APPLICANT, "application", key)


def open_batches(user: User) -> QuerySet[Batch]:
    """Those for which the user may open a page."""
    return batches_of(user).filter(state=Batch.State.OPEN)


def own_campuses(user: User) -> QuerySet[Campus]:
    return campuses_of(user)
