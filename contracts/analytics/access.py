"""Whose people are counted in the figures that somebody sees."""

from candidates.register.access import PATHS, batches_seen_by, sees
from candidates.register.models import Batch, Candidate
from spark.accounts.models import Role, User
from spark.accounts.scope import Door

READERS = (Role.OFFICE, Role.COORDINATOR)
# Who coordinates one college and reviews the others' people counts the own alone.
NUMBERS: Door[Candidate] = Door(
    Candidate,
    sees={role: sees()[role] for role in READERS},
    related=PATHS,
)


def newest_open_batch(user: User) -> Batch | None:
    """The batch that the page shows at first."""
    rows = batches_seen_by(user).filter(state=Batch.State.OPEN)
    return rows.order_by("-opens_on", "-pk").first()
