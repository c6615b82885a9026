"""Opening campaigns and rounds, closing rounds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from spark import clock
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.errors import Refused
from training.trials.access import CAMPAIGNS, ROUNDS
from training.trials.models import Campaign, Round
from training.trials.stages import COUNTED, HOLDING


@trail.action("trials.open-campaign", _("Campaign opened"), key=True)
def open_campaign(
    *,
    actor: Actor,
    batch: Batch,
    name_zh: str,
    name_en: str,
    starts_on: date,
    ends_on: date,
    at: datetime | None = None,
) -> Campaign:
    """Open the competition of a batch; its rounds come next."""
    CAMPAIGNS.check(actor, "open")
    return Campaign.objects.create(
        batch=batch,
        name_zh=name_zh,
        name_en=name_en,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@trail.action("trials.open-round", _("Round opened"), key=True)
def open_round(
    *, actor: Actor, campaign_id: int, at: datetime | None = None, **terms
) -> Round:
    """Open the next round of a campaign.

    Args:
        terms: `starts_on`, `ends_on`, `trials_each`, `minimum_trials`, `cut`,
            `rest_hours`, `products`.

    Raises:
        Refused: round-outside-campaign.
    """
    ROUNDS.check(actor, "open")
    (campaign,) = CAMPAIGNS.locked(actor, [campaign_id])
    _check_within(campaign, terms)
    last = campaign.rounds.aggregate(last=Max("number"))["last"] or 0
    return Round.objects.create(campaign=campaign, number=last + 1, **terms)


def _check_within(campaign: Campaign, terms: Mapping[str, Any]) -> None:
    if terms["starts_on"] < campaign.starts_on or terms["ends_on"] > campaign.ends_on:
        raise Refused("round-outside-campaign", status=422)


@trail.action("trials.change-round", _("Round changed"), key=True)
def change_round(
    *, actor: Actor, round_id: int, at: datetime | None = None, **terms
) -> None:
    """Change a round's terms, all that `open_round` takes; plans follow when drafted.

    Raises:
        Refused: round-closed, round-outside-campaign; round-leaves-trials, if days
            would leave out trials that take place.
    """
    (round_,) = ROUNDS.locked(actor, [round_id], "change")
    if not round_.is_open:
        raise Refused("round-closed")
    _check_within(round_.campaign, terms)
    first = clock.midnight(terms["starts_on"])
    after = clock.midnight(terms["ends_on"] + timedelta(days=1))
    outside = Q(starts_at__lt=first) | Q(during__endswith__gt=after)
    left_out = round_.trials.filter(outside, state__in=COUNTED).count()
    if left_out:
        raise Refused("round-leaves-trials", n=left_out)
    for name, value in terms.items():
        setattr(round_, name, value)
    round_.save(update_fields=list(terms))


@trail.action("trials.close-round", _("Round closed"), key=True)
def close_round(*, actor: Actor, round_id: int, at: datetime | None = None) -> None:
    """Let its plans and results stand as they are.

    Raises:
        Refused: round-unfinished, while trials are to come or on air.
    """
    (round_,) = ROUNDS.locked(actor, [round_id], "close")
    if waiting := round_.trials.filter(state__in=HOLDING).count():
        raise Refused("round-unfinished", n=waiting)
    if not round_.is_open:
        raise Refused("state-moved")
    round_.closed_at = at or clock.now()
    round_.save(update_fields=["closed_at"])


@trail.action("trials.reopen-round", _("Round opened again"), key=True)
def reopen_round(
    *, actor: Actor, round_id: int, reason: str, at: datetime | None = None
) -> None:
    """A result was wrong, or trials are to be made up for."""
    (round_,) = ROUNDS.locked(actor, [round_id], "reopen")
    if round_.is_open:
        raise Refused("state-moved")
    round_.closed_at = None
    round_.save(update_fields=["closed_at"])
