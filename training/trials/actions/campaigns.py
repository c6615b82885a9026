"""Opening campaigns and rounds, closing rounds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from spark import clock
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.trials.access import CAMPAIGNS, ROUNDS
from training.trials.models import Campaign, Round
from training.trials.stages import COUNTED, HOLDING


@verb(
    CAMPAIGNS, roles={Role.OFFICE}, label=_("Campaign opened"), detail=False, key=True
)
def open_campaign(
    *, batch: Batch, name_zh: str, name_en: str, starts_on: date, ends_on: date
) -> Campaign:
    """Open the competition of a batch; its rounds come next."""
    return Campaign.objects.create(
        batch=batch,
        name_zh=name_zh,
        name_en=name_en,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@verb(
    ROUNDS,
    source=CAMPAIGNS,
    roles={Role.OFFICE},
    label=_("Round opened"),
    many=False,
    key=True,
)
def open_round(campaign: Campaign, **terms) -> Round:
    """Open the next round of a campaign.

    Args:
        terms: `starts_on`, `ends_on`, `trials_each`, `minimum_trials`, `cut`,
            `is_last`, `extra_slots`, `ties`, `rest_hours`, `products`.

    Raises:
        Refused: round-outside-campaign.
    """
    _check_within(campaign, terms)
    last = campaign.rounds.aggregate(last=Max("number"))["last"] or 0
    return Round.objects.create(campaign=campaign, number=last + 1, **terms)


def _check_within(campaign: Campaign, terms: Mapping[str, Any]) -> None:
    if terms["starts_on"] < campaign.starts_on or terms["ends_on"] > campaign.ends_on:
        raise Refused("round-outside-campaign", status=422)


@verb(ROUNDS, roles={Role.OFFICE}, label=_("Round changed"), many=False, key=True)
def change_round(round_: Round, **terms) -> None:
    """Change a round's terms, all that `open_round` takes; plans follow when drafted.

    Raises:
        Refused: round-closed, round-outside-campaign; round-leaves-trials, if days
            would leave out trials that take place; ties-fixed, if somebody was on air.
    """
    if not round_.is_open:
        raise Refused("round-closed")
    _check_ties(round_, terms)
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


def _check_ties(round_: Round, terms: Mapping[str, Any]) -> None:
    """What decides between people is settled before anybody can know whom it favours.

    Raises:
        Refused: ties-fixed.
    """
    changed = terms.get("ties", round_.ties) != round_.ties
    if changed and round_.trials.filter(went_live_at__isnull=False).exists():
        raise Refused("ties-fixed")


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Round closed"),
    undone_by="reopen-round",
    many=False,
    key=True,
)
def close_round(round_: Round, *, at: datetime) -> None:
    """Let its plans and results stand as they are.

    Raises:
        Refused: round-unfinished, while trials are to come or on air.
    """
    if waiting := round_.trials.filter(state__in=HOLDING).count():
        raise Refused("round-unfinished", n=waiting)
    if not round_.is_open:
        raise Refused("state-moved")
    round_.closed_at = at
    round_.save(update_fields=["closed_at"])


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Round opened again"),
    undone_by="close-round",
    many=False,
    key=True,
)
def reopen_round(round_: Round, *, reason: str) -> None:
    """A result was wrong, or trials are to be made up for."""
    if round_.is_open:
        raise Refused("state-moved")
    round_.closed_at = None
    round_.save(update_fields=["closed_at"])
