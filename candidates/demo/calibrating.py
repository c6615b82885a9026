"""The demo's anchor clips: what the office makes of them and why, and two reviewers."""

from candidates.demo.cast import Cast
from candidates.screening import actions
from candidates.screening.actions import Written
from candidates.screening.models import Anchor, Scorecard

SPREAD = (0, 0, 1, -1, 0)  # from a clip's usual mark, criterion by criterion
# name, link, the usual mark, and the office's reasons in turn
CLIPS = (
    (
        "样片一 · 保温杯",
        "https://video.example/anchor-1",
        4,
        (
            "演示了六小时保温，数字可核对",
            "语速平稳，换品时也不看稿",
            "价格对比说清楚了",
        ),
    ),
    (
        "样片二 · 洗发水",
        "https://video.example/anchor-2",
        3,
        ("讲了成分，没有演示", "看镜头，但不回应评论", "只说便宜，没说为什么值"),
    ),
    (
        "样片三 · 螺蛳粉",
        "https://video.example/anchor-3",
        2,
        ("照着包装念，卖点不清", "眼神一直在提词器上", "话术照搬，没有自己的话"),
    ),
)


def publish(cast: Cast) -> None:
    """Of the first card; the first reviewer marked all three, the next one two."""
    card = Scorecard.objects.earliest("pk")
    at = cast.clock.at(21, "10:00")
    anchors = [
        actions.publish_anchor(
            actor=cast.staff.office,
            card=card,
            name=name,
            url=url,
            marks=_reference(card, usual, reasons),
            at=at,
        )
        for name, url, usual, reasons in CLIPS
    ]
    for reviewer, some in ((0, anchors), (1, anchors[:2])):
        for number, anchor in enumerate(some):
            _lock(cast, anchor, reviewer, number)


def _reference(
    card: Scorecard, usual: int, reasons: tuple[str, ...]
) -> dict[int, Written]:
    return {
        one.pk: Written(
            usual + SPREAD[place % len(SPREAD)], reasons[place % len(reasons)]
        )
        for place, one in enumerate(card.criteria.all())
    }


def _lock(cast: Cast, anchor: Anchor, reviewer: int, number: int) -> None:
    """Mostly as the office marked it, now and then one off."""
    given = {
        mark.criterion_id: Written(
            mark.value - ((place + number + reviewer) % 4 == 0 and mark.value > 1)
        )
        for place, mark in enumerate(anchor.marks.all())
    }
    actions.lock_anchor(
        actor=cast.staff.reviewers[reviewer],
        pk=anchor.pk,
        marks=given,
        note="",
        at=cast.clock.at(20, f"{14 + reviewer}:{10 + number * 15}"),
    )
