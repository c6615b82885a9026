"""Anchor clips: whose turn they are, and what reviewers made of them."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from candidates.screening.access import REVIEWS
from candidates.screening.models import Anchor, Calibration, Review, Scorecard
from candidates.screening.stages import PENDING, State
from spark.accounts.models import User


def anchors_of(card: Scorecard) -> list[Anchor]:
    """Those in use, with the office's marks."""
    rows = Anchor.objects.filter(card=card, retired_at=None)
    return list(rows.prefetch_related("marks__criterion").order_by("pk"))


def anchor_counts() -> dict[int, int]:
    """How many are in use, by card."""
    rows = Anchor.objects.filter(retired_at=None)
    return dict(rows.values_list("card").annotate(Count("pk")))


def uncalibrated(user: User) -> Q:
    """Of reviews: their batch wants an anchor marked first that this user hasn't."""
    due = Anchor.objects.filter(
        ~_locked(user, OuterRef("pk")), card=OuterRef("card"), retired_at=None
    )
    return Q(Exists(due), candidate__batch__calibrated=True)


def _locked(user: User, anchor: OuterRef) -> Exists:
    rows = Calibration.objects.filter(anchor=anchor, reviewer=user)
    return Exists(rows.filter(locked_at__isnull=False))


def anchors_due(user: User) -> QuerySet[Anchor]:
    """What the user has to mark before their queue opens."""
    return anchors_open(user).filter(
        card__in=under_review(user).filter(uncalibrated(user)).values("card")
    )


def anchors_open(user: User) -> QuerySet[Anchor]:
    """Those of the user's cards that they haven't locked, in turn."""
    rows = Anchor.objects.filter(~_locked(user, OuterRef("pk")), retired_at=None)
    return rows.filter(card__in=under_review(user).values("card")).order_by("pk")


def under_review(user: User) -> QuerySet[Review]:
    """The user's reviews that aren't locked, calibrated for them or not."""
    own = REVIEWS.visible_to(user).filter(reviewer=user, state__in=PENDING)
    return own.filter(screening__state=State.IN_REVIEW)


def calibration_of(user: User, anchor: Anchor) -> Calibration | None:
    rows = Calibration.objects.filter(reviewer=user, anchor=anchor)
    return rows.prefetch_related("marks").first()


def calibrations_of(user: User) -> list[Calibration]:
    """A reviewer's own that are locked, the newest first, with both sides' marks."""
    return list(_with_marks().filter(reviewer=user).order_by("-locked_at"))


def calibrations_by(anchors: Iterable[Anchor]) -> list[Calibration]:
    """Of all reviewers, those that are locked."""
    rows = _with_marks().filter(anchor__in=[anchor.pk for anchor in anchors])
    return list(rows.order_by("reviewer__name", "anchor"))


def _with_marks() -> QuerySet[Calibration]:
    rows = Calibration.objects.filter(locked_at__isnull=False)
    rows = rows.select_related("anchor__card", "reviewer")
    return rows.prefetch_related("marks", "anchor__marks__criterion")
