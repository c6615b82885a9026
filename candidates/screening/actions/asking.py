"""More is asked for before somebody can be judged, and it comes, or not in time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.register.access import SYSTEMS
from candidates.register.actions import move, tell_campuses, tell_candidates
from candidates.screening.access import OWN, SCREENINGS
from candidates.screening.actions.bounds import (
    open_decision,
    rest_reviews,
    resume_reviews,
)
from candidates.screening.models import Screening
from candidates.screening.queries import clip_since, without_answer
from candidates.screening.stages import State, Wanted
from spark import clock
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import System
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused

USUAL = 3  # days to answer in, where nobody says
LONGEST = 30
MY_CLIP, MY_PAPER = "/my/clip/", "/my/papers/asked/"
trail.declare("screening.watch", _("Not answered in time"), internal=True)


@verb(
    SCREENINGS, roles={Role.REVIEWER, Role.OFFICE}, label=_("More material asked for")
)
def ask_more(
    records: Sequence[Screening],
    *,
    reason: str,
    wanted: str = Wanted.CLIP,
    until: date | None = None,
    at: datetime,
) -> None:
    """Ask for what is missing to judge; tells candidate and college.

    Raises:
        Refused: state-moved; more-days, if they'd have no day for it, or too many.
    """
    put_to(records, reason=reason, wanted=wanted, until=until, at=at)


def put_to(
    records: Sequence[Screening],
    *,
    reason: str,
    wanted: str,
    until: date | None,
    at: datetime,
) -> None:
    """Ask about locked screenings; nobody reviews them until it is there."""
    today = clock.day(at)
    last = until or today + timedelta(days=USUAL)
    if not today <= last <= today + timedelta(days=LONGEST):
        raise Refused("more-days", status=422, days=LONGEST)
    move(records, Screening.ask_more, at=at, asked_for=reason, wanted=wanted)
    board.close(records, at=at)
    rest_reviews(records, at=at)
    due = clock.end_of(last)
    board.open_for(records, "screening-more", Role.COORDINATOR, at=at, due=due)
    facts: dict[str, Any] = {
        "text": reason,
        "wanted": wanted,
        "until": last.isoformat(),
    }
    tell_campuses("screening-more-asked", records, at=at, **facts)
    place = MY_CLIP if wanted == Wanted.CLIP else MY_PAPER
    tell_candidates("own-more-asked", records, lambda record: facts, at=at, url=place)


@verb(SCREENINGS, roles=SYSTEMS, label=_("What was asked for came in"))
def receive_more(records: Sequence[Screening], *, at: datetime) -> None:
    """Put screenings back into review: what was asked for is there."""
    _go_on(records, at)


@verb(
    OWN,
    roles={GuestRole.CANDIDATE},
    label=_("What was asked for came in"),
    history="screening.receive-more",
    many=False,
    transition=Screening.receive_more,
)
def answer(record: Screening, *, at: datetime) -> None:
    """Say that the clip sent since is the better one that was asked for.

    Raises:
        Refused: state-moved; more-missing, if none was sent since that can be watched,
            or it isn't a clip that is missing.
    """
    if clip_since(record) is None:
        raise Refused("more-missing", status=422)
    _go_on([record], at)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Reviewed without what was asked for"),
    transition=Screening.receive_more,
)
def go_on_without(records: Sequence[Screening], *, reason: str, at: datetime) -> None:
    """Put screenings back into review though what was asked for didn't come."""
    _go_on(records, at)


def _go_on(records: Sequence[Screening], at: datetime) -> None:
    """Back to the same reviewers, and to the office's decision."""
    move(records, Screening.receive_more, at=at)
    board.close(records, at=at)
    resume_reviews(records, at=at)
    open_decision(records, at)


def watch(*, actor: System, at: datetime) -> None:
    """The office has to say what becomes of those who didn't answer in time.

    An answer that comes late is taken all the same.
    """
    ids = list(without_answer(at).values_list("pk", flat=True))
    if not ids:
        return
    with trail.acting(actor, "screening.watch", at=at):
        records = SCREENINGS.locked(actor, ids)
        late = [record for record in records if record.state == State.MORE_ASKED]
        due = at + timedelta(days=2)
        board.open_for(late, "screening-more-late", Role.OFFICE, at=at, due=due)
