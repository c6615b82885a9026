"""The demo's reviews: given out, marked, locked, recused, settled by a third."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from candidates.demo.cast import Cast, Part, records
from candidates.screening import actions
from candidates.screening.actions import Written
from candidates.screening.models import Criterion, Review, Screening
from candidates.screening.stages import PENDING

# By criterion: for 3 and less, for 4 and more.
EVIDENCE = {
    "voice": ("00:40 句尾吞字", "00:25 吐字清楚，语速平稳"),
    "camera": ("01:10 换品时停了 6 秒", "01:10 换品时也看着镜头"),
    "product": ("03:26 只念成分，没有演示", "03:26 湿搓演示，成分可核对"),
    "interaction": ("02:05 有评论，没有回应", "02:05 点名回应评论"),
    "close": ("04:50 报价后没有引导下单", "04:50 报价、库存、链接都讲到"),
    "compliance": ("02:48 说“最便宜”，没有依据", "全程没有夸大用语"),
    "value": ("03:55 只说便宜，没说为什么值", "03:55 和同类产品算了单价"),
    "affinity": ("00:15 开场略生硬", "00:15 开场自然，像朋友聊天"),
    "consumers": ("02:30 术语多，没有解释", "02:30 用大白话讲材质"),
    "style": ("话术较常见", "05:10 用方言报价，容易记住"),
}
NOTES = ["讲品扎实，互动再主动些更好", "", "镜头感好，促单时机偏晚"]
SECONDS = (205, 268, 341, 392, 437)
LEANINGS = (-0.3, 0.25, 0.0, 0.1)  # of reviewers: how much milder they mark
MIDDLING, WEAK = (3.3, 0.2), (2.6, 0.3)  # marks in the middle, and how far around it
ABILITIES = {
    **dict.fromkeys(("rejected", "appealed"), WEAK),
    **dict.fromkeys(("waitlisted", "rolled", "taken"), MIDDLING),
}


def give(cast: Cast, parts: Sequence[Part], at: datetime) -> None:
    """The office gives them to two reviewers each."""
    ids = records(Screening, parts)
    actions.assign(actor=cast.staff.office, ids=ids, at=at)


def judge(cast: Cast, parts: Sequence[Part], at: datetime) -> None:
    """Reviews of these are locked, a third's too where two differ.

    Of those who went on, every second one's: who was decided on without is there too.
    """
    stayed = [part for part in parts if part.fate.stage == "screening"]
    gone = [part for part in parts if part.fate.stage != "screening"]
    judged = {part.candidate: part for part in [*stayed, *gone[::2]]}
    while found := _pending(judged.values()):
        for number, review in enumerate(found):
            when = at + timedelta(minutes=30 + number % 240)
            _write(actions.lock, review, judged[review.candidate_id], when)
        at += timedelta(hours=1)


def begin(cast: Cast, parts: Sequence[Part]) -> None:
    """Some of these are locked, some begun; one reviewer knows somebody."""
    for number, part in enumerate(parts):
        first, second, *_ = _pending([part])
        at = _lately(cast, first)
        if part.fate.end == "noted":
            _write(actions.lock, first, part, at)
            _write(actions.lock, second, part, at)
        elif number == 3:
            actions.recuse(
                actor=first.reviewer, ids=[first.pk], reason="曾是我的学生", at=at
            )
        elif number % 4 > 0:
            _write(actions.mark, first, part, at, draft=True)
        if number % 4 == 2 and part.fate.end != "noted":
            _write(actions.lock, second, part, at)


def _lately(cast: Cast, review: Review) -> datetime:
    """The last working morning, or when it was given out if that was later."""
    return max(cast.clock.at(0, "09:30"), review.state_since)


def be_away(cast: Cast) -> None:
    """A reviewer goes away today: what they haven't locked is given to others."""
    at = cast.clock.at(0, "09:50")
    actions.note_absence(
        actor=cast.staff.office,
        reviewer=cast.staff.reviewers[-1],
        starts_on=at.date(),
        ends_on=cast.clock.day(0) + timedelta(days=4),
        at=at,
    )


def _pending(parts: Iterable[Part]) -> list[Review]:
    of_parts = Review.objects.filter(candidate__in=[part.candidate for part in parts])
    rows = of_parts.filter(state__in=PENDING).select_related("reviewer", "card")
    return list(rows.prefetch_related("card__criteria").order_by("pk"))


def _write(
    verb, review: Review, part: Part, at: datetime, *, draft: bool = False
) -> None:
    criteria = list(review.card.criteria.all())
    marked = criteria[:4] if draft else criteria
    key = review.candidate_id + review.reviewer_id
    verb(
        actor=review.reviewer,
        pk=review.pk,
        marks={one.pk: _mark(review, one, part) for one in marked},
        note="" if draft else NOTES[key % len(NOTES)],
        seconds=SECONDS[key % len(SECONDS)],
        at=at,
    )


def _mark(review: Review, criterion: Criterion, part: Part) -> Written:
    """Two see much the same, one a little milder; now and then one sees it otherwise.

    Who is turned down later is weaker, so that the board explains the decisions.
    """
    about = f"{review.candidate_id} {criterion.order}"
    seen = _ability(part) + _drawn(about, 0.7) + LEANINGS[review.reviewer_id % 4]
    value = min(max(round(seen + _drawn(f"{about} {review.reviewer_id}", 0.2)), 2), 5)
    if review.candidate_id % 11 == 0 and criterion.code == "product":
        value = 5 - 3 * (review.reviewer_id % 2)
    said = (review.candidate_id + review.reviewer_id + criterion.order) % 3
    return Written(value, EVIDENCE[criterion.code][value > 3] if said else "")


def _ability(part: Part) -> float:
    middle, spread = ABILITIES.get(part.fate.end, (3.9, 0.7))
    return middle + _drawn(str(part.candidate), spread)


def _drawn(about: str, most: float) -> float:
    """The same for the same: the demo is as it was when it is made again."""
    return Random(about).uniform(-most, most)  # noqa: S311 -- nothing secret
