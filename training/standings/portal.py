"""What candidates see of their trials' results among their data."""

from django.utils.translation import gettext_lazy as _

from candidates.rights.queries import Kept, add_kept
from training.standings.models import Result


def _not_final(row: Result) -> set[str]:
    return set() if row.is_final else {"judges_score"}


add_kept(
    Kept(
        "results",
        _("Results of my trials"),
        41,
        Result,
        "trial__candidate",
        (
            *("viewers", "views", "average_watch_seconds", "peak_online"),
            *("interacting_viewers", "new_followers", "product_clickers"),
            *("buyers", "orders", "gmv_fen", "paid_viewers", "judges_score"),
            "entered_at",
        ),
        {
            "trial": "shown as such, in the same order",
            "is_final": "the score is shown once it is",
            "entered_by": "somebody else's name",
        },
        _not_final,
    )
)
