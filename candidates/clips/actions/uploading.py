"""A clip is begun, comes piece by piece, and is whole."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.clips.access import CLIPS
from candidates.clips.actions.removing import discard
from candidates.clips.models import Clip
from candidates.clips.queries import part_at
from candidates.clips.stages import State
from candidates.register.access import SYSTEMS
from candidates.register.models import Candidate
from spark import files
from spark.accounts.roles import GuestRole
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.jobs import enqueue_on_commit

MB = 2**20
LIMIT = 500 * MB
CHUNK = 5 * MB  # that our own page sends at once; within spark/bodies.py's limit
LASTS = timedelta(hours=24)  # since the last byte that came
PIECES = 2000  # of a clip: who sends crumbs is no browser of ours
LOOKED_AT = timedelta(minutes=12)  # within which a job ends itself
OWN = {GuestRole.APPLICANT, GuestRole.CANDIDATE}
SENDERS = OWN | SYSTEMS  # who sends theirs, or for them


def make_link(*, link: str, at: datetime, candidate: Candidate) -> Clip:
    """A public video somewhere else, for the verb of whoever's it is."""
    clip = Clip(candidate=candidate, state_since=at, size=0, link=link, stored=False)
    clip.expires_at = at
    clip.save()
    clip.link_to()
    clip.save(update_fields=["state"])
    return clip


def make(
    *, size: int, name: str, at: datetime, candidate: Candidate | None = None
) -> Clip:
    """A clip of which nothing has come, for the verb of whoever's it is.

    Raises:
        Refused: clip-too-large, clip-empty.
    """
    if size > LIMIT:
        raise Refused("clip-too-large", status=413, limit=LIMIT // MB)
    if size == 0:
        raise Refused("clip-empty", status=422)
    return Clip.objects.create(
        candidate=candidate,
        state_since=at,
        name=name[:120],
        size=size,
        expires_at=at + LASTS,
    )


@verb(
    CLIPS,
    roles=SENDERS,
    label=_("Clip sent"),
    many=False,
    states={State.UPLOADING},
)
def write(clip: Clip, *, offset: int, content: bytes, at: datetime) -> Clip:
    """Keep the piece that begins at `offset`; the last one calls the job.

    The row stays locked meanwhile: of two who send the same, one comes too late. A
    piece whose transaction is lost is written over by the one that is sent again.

    Raises:
        Refused: clip-gone, clip-offset, clip-too-large.
    """
    if clip.state == State.REMOVED or is_abandoned(clip, at):
        raise Refused("clip-gone", status=410)
    if clip.state != State.UPLOADING or offset != clip.received:
        raise Refused("clip-offset")
    if offset + len(content) > clip.size or len(clip.sizes) >= PIECES:
        raise Refused("clip-too-large", status=413, limit=LIMIT // MB)
    if content:
        files.save(part_at(clip, offset), content)
        clip.sizes.append(len(content))
        clip.received += len(content)
        clip.expires_at = at + LASTS
    if clip.received == clip.size:
        clip.arrive()
        clip.state_since, clip.expires_at = at, at + LOOKED_AT
        enqueue_on_commit("clips.probe", pk=clip.pk)
    clip.save()
    return clip


def is_abandoned(clip: Clip, at: datetime) -> bool:
    """Nothing of it has come for so long that it is given up."""
    return clip.state == State.UPLOADING and clip.expires_at <= at


@verb(
    CLIPS,
    roles=SENDERS,
    label=_("Clip deleted"),
    many=False,
    states=set(State) - {State.REMOVED},
)
def terminate(clip: Clip, *, at: datetime) -> None:
    """Taken back by whose it is, sent whole or not.

    Raises:
        Refused: clip-gone.
    """
    if clip.state == State.REMOVED:
        raise Refused("clip-gone", status=410)
    discard(clip, at)


def hand_over(clip: Clip, candidate: Candidate) -> None:
    """To the candidate that its applicant has become, in the verb that makes them."""
    clip.candidate = candidate
    clip.save(update_fields=["candidate"])
