"""A reviewer marks the anchor clips, and then sees how far they are from the office."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.screening.access import ANCHORS
from candidates.screening.actions.reviewing import Written, check_whole, keep
from candidates.screening.models import Anchor, Calibration, CalibrationMark
from spark.accounts.models import Role, User
from spark.accounts.verbs import verb
from spark.errors import Refused


@verb(
    ANCHORS,
    roles={Role.REVIEWER},
    label=_("Anchor clip marked"),
    name="mark",
    many=False,
    internal=True,
)
def mark_anchor(
    anchor: Anchor, *, actor: User, marks: Mapping[int, Written], note: str
) -> None:
    """Keep a draft, whole, as of a review.

    Raises:
        Refused: state-moved, once it is locked.
    """
    _write(anchor, actor, marks, note)


def _write(
    anchor: Anchor, actor: User, marks: Mapping[int, Written], note: str
) -> Calibration:
    own, _new = Calibration.objects.get_or_create(anchor=anchor, reviewer=actor)
    if own.locked_at is not None:
        raise Refused("state-moved")
    keep(CalibrationMark, anchor.card, marks, calibration=own)
    own.note = note
    own.save(update_fields=["note"])
    return own


@verb(
    ANCHORS,
    roles={Role.REVIEWER},
    label=_("Anchor clip locked"),
    name="lock",
    many=False,
    internal=True,
)
def lock_anchor(
    anchor: Anchor,
    *,
    actor: User,
    marks: Mapping[int, Written],
    note: str,
    at: datetime,
) -> None:
    """Lock one's marks; from then on one sees the office's beside them.

    Raises:
        Refused: state-moved; marks-missing.
    """
    own = _write(anchor, actor, marks, note)
    check_whole(anchor.card, own.marks)
    own.marks.update(locked_at=at)
    own.locked_at = at
    own.save(update_fields=["locked_at"])
