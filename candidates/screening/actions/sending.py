"""The audition clip of somebody who is a candidate: sent by them, or for them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.clips.access import CLIPS
from candidates.clips.actions import make, make_link, take_place
from candidates.clips.models import Clip
from candidates.register.access import SYSTEMS
from candidates.register.models import Candidate
from candidates.screening.access import SCREENINGS, SENDING
from candidates.screening.models import Screening
from candidates.screening.queries import may_send
from spark.accounts.roles import GuestRole
from spark.accounts.verbs import verb
from spark.errors import Refused

SENDERS = SYSTEMS | {GuestRole.CANDIDATE}


@verb(
    CLIPS,
    source=SENDING,
    roles=SENDERS,
    label=_("Clip begun"),
    name="begin",
    many=False,
    when=may_send,
)
def begin_clip(candidate: Candidate, *, size: int, name: str, at: datetime) -> Clip:
    """Begin to send a clip, in place of the one that is there.

    Raises:
        Refused: clip-under-review, clip-too-large, clip-empty.
    """
    _check(candidate)
    made = make(size=size, name=name, at=at, candidate=candidate)
    take_place(made, at)
    return made


@verb(
    CLIPS,
    source=SENDING,
    roles=SENDERS,
    label=_("Link to a clip given"),
    name="link",
    many=False,
    when=may_send,
)
def link_clip(candidate: Candidate, *, link: str, at: datetime) -> Clip:
    """Give the address of a public video, in place of the clip that is there.

    Raises:
        Refused: clip-under-review.
    """
    return _linked(candidate, link, at)


@verb(
    SCREENINGS,
    roles=SYSTEMS,
    label=_("Link to a clip given"),
    many=False,
    when=lambda record: may_send(record.candidate),
)
def give_clip(record: Screening, *, link: str, at: datetime) -> None:
    """Give the address of a candidate's public video; it takes the place of their clip.

    Refused: clip-under-review.
    """
    _linked(record.candidate, link, at)


def _linked(candidate: Candidate, link: str, at: datetime) -> Clip:
    _check(candidate)
    made = make_link(link=link, at=at, candidate=candidate)
    take_place(made, at)
    return made


def _check(candidate: Candidate) -> None:
    if not may_send(candidate):
        raise Refused("clip-under-review")
