"""Verbs of candidates about their own data, and of the office that answers them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import (
    check_reason,
    correct_identity,
    hold_intake,
    tell_candidates,
    write_particulars,
)
from candidates.register.models import Candidate
from candidates.rights.access import REQUESTS, SELVES
from candidates.rights.models import DataRequest
from candidates.rights.rules import DAYS, last_day
from candidates.rights.stages import RequestState
from spark import clock
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.campuses.calendar import Days
from spark.duties import board

OPEN = {RequestState.OPEN}


@verb(SELVES, roles={GuestRole.CANDIDATE}, label=_("Contact changed"), many=False)
def change_contact(candidate: Candidate, *, phone: str, email: str) -> bool:
    """Correct how to reach oneself, at once. Returns: did anything change?"""
    return write_particulars(candidate, phone=phone, email=email)


@verb(
    REQUESTS,
    source=SELVES,
    roles={GuestRole.CANDIDATE},
    label=_("Asked about their data"),
    many=False,
)
def ask(
    candidate: Candidate,
    *,
    kind: str,
    text: str,
    name: str = "",
    id_number: str = "",
    at: datetime,
) -> DataRequest:
    """Ask the office something about one's own data; it has to answer in time.

    Raises:
        Refused: reason-missing, reason-with-number; request-open, if one of the kind
            waits already.
    """
    check_reason(text)
    request = DataRequest.objects.create(
        candidate=candidate,
        kind=kind,
        text=text,
        name=name,
        id_number=id_number,
        state_since=at,
        due_at=_due(at),
    )
    board.open_for(
        [request],
        "data-request",
        Role.OFFICE,
        at=at,
        due=request.due_at,
        url=lambda request: f"/requests/#request-{request.pk}",
    )
    return request


def _due(at: datetime) -> datetime:
    day = clock.day(at)
    days = Days.between(day, day + timedelta(days=DAYS))
    return clock.end_of(last_day(day, days.is_rest_day)) - timedelta(minutes=1)


@verb(
    REQUESTS,
    roles={Role.OFFICE},
    label=_("Identity corrected as asked"),
    history="identity.correct-as-asked",
    many=False,
    locks=False,
    key=True,
    states=OPEN,
    when=lambda request: request.corrects,
)
def correct(*, actor: Actor, pk: int, answer: str, at: datetime) -> None:
    """Put in the name or number that was asked for, and say so.

    Raises:
        Refused: state-moved; what `correct_identity` refuses.
    """
    hold_intake()
    (request,) = REQUESTS.locked(actor, [pk], correct)
    request.answered()
    correct_identity(
        actor=actor,
        pk=request.candidate_id,
        reason=answer,
        name=request.name,
        id_number=request.id_number,
    )
    _close(request, answer, at)


@verb(
    REQUESTS,
    roles={Role.OFFICE},
    label=_("Request about data answered"),
    many=False,
    states=OPEN,
)
def answer(request: DataRequest, *, answer: str, at: datetime) -> None:
    """Say what was done, or explain."""
    request.answered()
    _close(request, answer, at)


@verb(
    REQUESTS,
    roles={Role.OFFICE},
    label=_("Request about data refused"),
    many=False,
    states=OPEN,
)
def refuse(request: DataRequest, *, answer: str, at: datetime) -> None:
    """Say why it isn't done, which the law asks for."""
    request.refused()
    _close(request, answer, at)


def _close(request: DataRequest, answer: str, at: datetime) -> None:
    check_reason(answer)
    request.answer, request.id_number, request.state_since = answer, "", at
    request.save()
    board.close([request], at=at)
    told = {"text": answer}
    tell_candidates(
        "own-request-answered", [request], lambda row: told, at=at, url="/my/data/"
    )
