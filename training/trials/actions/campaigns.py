"""Opening campaigns and rounds, closing rounds."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.errors import Refused
from training.trials.access import CAMPAIGNS, ROUNDS
from training.trials.models import Campaign, Round
from training.trials.stages import HOLDING


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
        terms: `starts_on`, `ends_on`, `trials_each`, `minimum_trials`, `cut`.

    Raises:
        Refused: round-outside-campaign.
    """
    ROUNDS.check(actor, "open")
    (campaign,) = CAMPAIGNS.locked(actor, [campaign_id])
    if terms["starts_on"] < campaign.starts_on or terms["ends_on"] > campaign.ends_on:
        raise Refused("round-outside-campaign", status=422)
    last = campaign.rounds.aggregate(last=Max("number"))["last"] or 0
    return Round.objects.create(campaign=campaign, number=last + 1, **terms)


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
    round_.closed_at = at or timezone.now()
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
