"""A clip goes: its files too, by a job, and by a sweeper if that is lost."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.clips.access import CLIPS
from candidates.clips.models import Clip
from candidates.clips.queries import (
    abandoned,
    folder_of,
    lost,
    others_of,
    to_clean,
)
from candidates.clips.stages import State
from spark import files
from spark.accounts.models import Role
from spark.accounts.scope import System
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.jobs import enqueue_on_commit

AT_ONCE = 100
FORGOTTEN = [
    *("state", "state_since", "name", "seconds", "width", "height"),
    *("loudness", "link", "refused_for", "refused_facts"),
]
trail.declare("clip.sweep", _("Clip given up"))


@verb(
    CLIPS,
    roles={Role.OFFICE},
    label=_("Clip deleted by the office"),
    many=False,
    transition=Clip.remove,
)
def remove(clip: Clip, *, reason: str, at: datetime) -> None:
    """Delete it, as when somebody asked for that, for a reason that is on record."""
    discard(clip, at)


def discard(clip: Clip, at: datetime) -> None:
    """In a verb of who may: the row forgets, the files go once that is certain."""
    clip.remove()
    clip.state_since = at
    clip.save(update_fields=FORGOTTEN)
    enqueue_on_commit("clips.clean", pk=clip.pk)


def take_place(clip: Clip, at: datetime) -> None:
    """In a verb on its candidate: the clip that was there goes."""
    for other in others_of(clip).select_for_update(no_key=True):
        discard(other, at)


def clean(*, pk: int) -> None:
    """Delete the files of a clip that is gone or useless; found again if that fails."""
    clip = to_clean().filter(pk=pk).first()
    if clip is not None:
        files.forget(folder_of(clip))
        Clip.objects.filter(pk=pk).update(stored=False)


def sweep(*, actor: System, at: datetime) -> None:
    """Give up what nobody goes on sending, and call the jobs that were lost."""
    with trail.acting(actor, "clip.sweep", at=at):
        rows = abandoned(at).select_for_update(skip_locked=True, no_key=True)
        for clip in rows[:AT_ONCE]:
            discard(clip, at)
    for pk, state in lost(at).values_list("pk", "state")[:AT_ONCE]:
        looked_at = state == State.READY
        enqueue_on_commit("clips.render" if looked_at else "clips.probe", pk=pk)
    for pk in to_clean().values_list("pk", flat=True)[:AT_ONCE]:
        enqueue_on_commit("clips.clean", pk=pk)
