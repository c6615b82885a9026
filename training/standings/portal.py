"""What candidates see of their trials' results, and of where they stand."""

from django.utils.translation import gettext_lazy as _

from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, add_own_part
from candidates.rights.queries import Kept, add_kept
from training.judging.queries import criteria_of
from training.standings import queries
from training.standings.models import Result
from training.standings.views.bands import told

WORK_ON = 2  # criteria


def _not_final(row: Result) -> set[str]:
    return set() if row.is_final else {"judges_score"}


def part(candidate: Candidate) -> Own | None:
    """Their own band in each released round, and what to work on; of nobody else."""
    places = queries.latest_of(guest_of(candidate), candidate.pk)
    if not places:
        return None
    means = criteria_of([candidate.pk]).get(candidate.pk, [])
    work_on = [one.criterion for one in means[:WORK_ON]]
    context = {"told": [told(place) for place in places], "work_on": work_on}
    return Own("training/standings/_own.html", context)


add_own_part(OwnPart("standings", 12, part))
add_kept(
    Kept(
        "results",
        _("Results of my trials"),
        41,
        Result,
        "trial__candidate",
        (
            *("viewers", "views", "average_watch_seconds", "average_online"),
            *("peak_online", "interacting_viewers", "new_followers"),
            *("product_clickers", "cart_viewers", "buyers", "orders", "gmv_fen"),
            *("refunded_orders", "refund_fen", "refunds_until", "paid_viewers"),
            *("warm_up_minutes", "promotion", "recording", "judges_score"),
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
