"""The audition clip that an applicant sends here, instead of a link or beside it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.applying.access import APPLICATIONS
from candidates.applying.models import Application
from candidates.applying.stages import WRITABLE
from candidates.clips.actions import discard, make
from candidates.clips.models import Clip
from candidates.clips.stages import State
from spark.accounts.roles import GuestRole
from spark.accounts.verbs import verb
from spark.errors import Refused

OWN = {GuestRole.APPLICANT}


@verb(
    APPLICATIONS,
    roles=OWN,
    label=_("Clip begun"),
    many=False,
    states=WRITABLE,
)
def begin_clip(application: Application, *, size: int, name: str, at: datetime) -> Clip:
    """Begin to send a clip, in place of the one that is there.

    Raises:
        Refused: state-moved, clip-too-large, clip-empty.
    """
    if not application.is_writable:
        raise Refused("state-moved")
    made = make(size=size, name=name, at=at)
    forget_clip(application, at)
    application.upload = made
    application.save(update_fields=["upload"])
    return made


@verb(
    APPLICATIONS,
    roles=OWN,
    label=_("Clip deleted"),
    many=False,
    states=WRITABLE,
)
def drop_clip(application: Application, *, at: datetime) -> None:
    """Delete the clip, sent whole or not.

    Raises:
        Refused: state-moved.
    """
    if not application.is_writable:
        raise Refused("state-moved")
    forget_clip(application, at)


def forget_clip(application: Application, at: datetime) -> None:
    """In a verb on the application: of its clip only that there was one is kept."""
    if application.upload and application.upload.state != State.REMOVED:
        discard(application.upload, at)
