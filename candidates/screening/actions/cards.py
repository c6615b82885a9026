"""The office makes new versions of scorecards, and picks the clips that anchor them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Direction, Programme
from candidates.screening.access import ANCHORS, CARDS
from candidates.screening.actions.reviewing import Written
from candidates.screening.models import Anchor, AnchorMark, Criterion, Scorecard
from candidates.screening.queries import newest_of
from candidates.screening.rules import NOT_ASSESSED
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.errors import Refused


@verb(
    CARDS,
    roles={Role.OFFICE},
    label=_("Scorecard published"),
    name="publish",
    detail=False,
    internal=True,
)
def publish_card(
    *,
    seen: Scorecard,
    programme: Programme | None,
    direction: Direction | None,
    criteria: Sequence[Mapping[str, Any]],
    at: datetime,
) -> Scorecard:
    """Put a new version into use; batches that have begun keep theirs.

    Args:
        seen: the version that it was made from.
        criteria: in their order, each with its fields; `code` is empty for new ones.

    Raises:
        Refused: scorecard-newer, if `seen` isn't the newest of its scope any more.
    """
    newest = newest_of(programme, direction, seen.use)
    same = (seen.programme, seen.direction) == (programme, direction)
    if same and newest != seen:
        raise Refused("scorecard-newer")
    card = Scorecard.objects.create(
        use=seen.use,
        programme=programme,
        direction=direction,
        version=newest.version + 1 if newest else 1,
        published_at=at,
    )
    codes = _codes(criteria)
    Criterion.objects.bulk_create(
        Criterion(**{**given, "code": code, "order": place}, card=card)
        for place, (code, given) in enumerate(
            zip(codes, criteria, strict=True), start=1
        )
    )
    return card


def _codes(criteria: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each criterion is known by from version to version."""
    codes: list[str] = []
    for given in criteria:
        base = given.get("code") or slugify(given["name_en"])[:24] or "criterion"
        number, code = 1, base
        while code in codes:
            number += 1
            code = f"{base[:24]}-{number}"
        codes.append(code)
    return codes


@verb(
    ANCHORS,
    roles={Role.OFFICE},
    label=_("Anchor clip published"),
    name="publish",
    detail=False,
    internal=True,
)
def publish_anchor(
    *, card: Scorecard, name: str, url: str, marks: Mapping[int, Written], at: datetime
) -> Anchor:
    """Let reviewers of a card mark a clip that the office has marked, with reasons."""
    anchor = Anchor.objects.create(card=card, name=name, url=url, published_at=at)
    AnchorMark.objects.bulk_create(
        AnchorMark(
            anchor=anchor,
            criterion=one,
            value=marks[one.pk].value or NOT_ASSESSED,
            note=marks[one.pk].note,
        )
        for one in card.criteria.all()
    )
    return anchor


@verb(
    ANCHORS,
    roles={Role.OFFICE},
    label=_("Anchor clip taken out of use"),
    name="retire",
    many=False,
    internal=True,
    when=lambda anchor: anchor.retired_at is None,
)
def retire_anchor(anchor: Anchor, *, at: datetime) -> None:
    """Ask nobody to mark it any more; what was marked stays.

    Raises:
        Refused: state-moved.
    """
    if anchor.retired_at is not None:
        raise Refused("state-moved")
    anchor.retired_at = at
    anchor.save(update_fields=["retired_at"])
