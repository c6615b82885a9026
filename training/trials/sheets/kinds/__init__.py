"""Every kind of sheet, in the order in which a season is set up."""

from spark.accounts.scope import Actor
from training.trials.sheets.kind import Kind
from training.trials.sheets.kinds.campaigns import Campaigns, Rounds
from training.trials.sheets.kinds.hosts import Permits, Weeks
from training.trials.sheets.kinds.rooms import (
    Audiences,
    Blockings,
    Programmes,
    Rooms,
)
from training.trials.sheets.kinds.staff import Shifts, Travels

KINDS: dict[str, type[Kind]] = {
    kind.slug: kind
    for kind in (
        Rooms,
        Programmes,
        Blockings,
        Audiences,
        Shifts,
        Travels,
        Campaigns,
        Rounds,
        Weeks,
        Permits,
    )
}


def kinds_for(actor: Actor) -> list[type[Kind]]:
    """Those the actor may send."""
    return [kind for kind in KINDS.values() if kind.may(actor)]
