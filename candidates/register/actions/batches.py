"""Setting batches up, and closing them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.models import Batch, Candidate, Quota
from candidates.register.queries import occupied, undecided, waitlisted
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Copied from an earlier batch"),
    name="copy",
    detail=False,
    internal=True,
)
def copy_batch(
    *,
    actor: Actor,
    batch: Batch,
    slug: str,
    names: tuple[str, str],
    opens_on: date,
    closes_on: date,
) -> Batch:
    """Open a batch like an earlier one: its colleges, directions and quotas.

    Args:
        names: in Chinese and in English.

    Raises:
        Refused: not-your-role, batch-dates.
    """
    source = BATCHES.get(actor, batch.pk)
    name_zh, name_en = names
    copy = Batch.objects.create(
        slug=slug,
        name_zh=name_zh,
        name_en=name_en,
        programme_id=source.programme_id,
        region_id=source.region_id,
        opens_on=opens_on,
        closes_on=closes_on,
        blind=source.blind,
        calibrated=source.calibrated,
    )
    copy.campuses.set(source.campuses.all())
    copy.directions.set(source.directions.all())
    Quota.objects.bulk_create(
        Quota(
            batch=copy,
            direction_id=quota.direction_id,
            campus_id=quota.campus_id,
            places=quota.places,
        )
        for quota in source.quotas.all()
    )
    return copy


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Batch closed"),
    name="close",
    many=False,
    key=True,
)
def close_batch(batch: Batch, *, reason: str) -> None:
    """End a batch's intake: no roster is taken any more, who is in goes on.

    Refused while somebody's place is open: people not called yet, not judged, or judged
    but not told. The waitlisted must have been taken, turned down or moved to a later
    batch (`screening.actions.roll_waitlist`, in the same transaction).

    Raises:
        Refused: not-your-role, state-moved, batch-undecided, batch-waitlist.
    """
    if count := undecided(batch).count():
        raise Refused("batch-undecided", count=count, batch=str(batch))
    if count := waitlisted(batch).count():
        raise Refused("batch-waitlist", count=count, batch=str(batch))
    batch.close()
    batch.save(update_fields=["state"])


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Batch opened again"),
    name="reopen",
    many=False,
    key=True,
)
def reopen_batch(batch: Batch, *, reason: str) -> None:
    """Take rosters again; who was moved to a later batch stays there."""
    batch.reopen()
    batch.save(update_fields=["state"])


def take_places(candidates: Sequence[Candidate]) -> None:
    """Refuse what the batch's quotas have no room for.

    The quotas stay locked until the decision is committed, so that decisions made at
    the same time are counted one after another.

    Raises:
        Refused: quota-full.
    """
    wanted = Counter((c.batch_id, c.direction_id, c.campus_id) for c in candidates)
    quotas = Quota.objects.filter(batch__in={batch for batch, *__ in wanted})
    quotas = quotas.select_related("direction", "campus").order_by("pk")
    for quota in quotas.select_for_update(of=("self",), no_key=True):
        asked = sum(
            count
            for (batch, direction, campus), count in wanted.items()
            if (batch, direction) == (quota.batch_id, quota.direction_id)
            and quota.campus_id in (None, campus)
        )
        taken = occupied(quota) if asked else 0
        if asked and taken + asked > quota.places:
            raise Refused("quota-full", quota=quota, taken=taken, asked=asked)
