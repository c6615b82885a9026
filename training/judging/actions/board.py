"""The office holds the live board's figures of a round back, and shows them again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.judging.models import FrozenBoard
from training.judging.queries import figures_of
from training.trials.access import ROUNDS
from training.trials.models import Round


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Live board frozen"),
    undone_by="thaw-board",
    internal=True,
    many=False,
)
def freeze_board(round_: Round, *, at: datetime) -> None:
    """Show the figures of now until they are thawed, whatever comes in.

    Raises:
        Refused: state-moved, if they are frozen already.
    """
    if _frozen(round_).exists():
        raise Refused("state-moved")
    figures = figures_of([round_.pk])
    FrozenBoard.objects.create(round=round_, figures=figures, frozen_at=at)


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Live board shown again"),
    undone_by="freeze-board",
    internal=True,
    many=False,
)
def thaw_board(round_: Round, *, at: datetime) -> None:
    """Show figures as they come again.

    Raises:
        Refused: state-moved, if they aren't frozen.
    """
    if not _frozen(round_).update(thawed_at=at):
        raise Refused("state-moved")


def _frozen(round_: Round):
    return FrozenBoard.objects.filter(round=round_, thawed_at=None)
