"""The demo's screenings: called, looked at, decided on."""

from datetime import datetime, timedelta

from candidates.demo import calibrating, reviewing
from candidates.demo.cast import Cast, Part, beyond, by_campus, ending, records
from candidates.demo.clock import shared
from candidates.demo.waves import AUTUMN, SPRING, WAVES, Fate
from candidates.incubation.handover import screening_to_incubation
from candidates.register.actions import close_batch
from candidates.register.models import Batch, Candidate
from candidates.screening import actions
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from candidates.screening.stages import Decision, Ground, State, Wanted
from spark.accounts.scope import SYSTEM

PASSED = [
    "讲品有演示，镜头表现自然",
    "普通话标准，语速稳，会看弹幕互动",
    "有校内直播经历，选品思路清楚",
    "卖点讲得准，临场应变好",
]
REJECTED = ["讲品需更多实证", "普通话不够标准，建议练习后下期再报", "试讲未满三分钟"]
WAITLISTED = ["名额已满，排候补", "表现不错，同方向已无名额，候补"]
GROUNDS = {
    Decision.PASSED: Ground.SCORE,
    Decision.WAITLISTED: Ground.PLACES,
    Decision.REJECTED: Ground.BELOW,
}
MORE = [
    (Wanted.CLIP, "视频没有声音，请重传"),
    (Wanted.PAPER, "缺家长知情同意书"),
    (Wanted.CLIP, "试讲视频只有 40 秒，请补足三分钟"),
]
OPEN = ("in_review", "more_asked", "noted")


def screen(cast: Cast) -> None:
    """Each wave is called and judged; who passes is in incubation at once.

    Who is moved on from the spring's waitlist joins the autumn's first wave.
    """
    calibrating.publish(cast)
    for group in cast.waves("screening"):
        if group[0].wave.batch == SPRING:
            _wave(cast, group)
    _roll(cast)
    for group in cast.waves("screening"):
        if group[0].wave.batch != SPRING:
            _wave(cast, group)
    reviewing.be_away(cast)


def _wave(cast: Cast, group: list[Part]) -> None:
    _call(cast, group)
    judged = [
        p for p in group if (p.fate.stage, p.fate.end) != ("screening", "waiting")
    ]
    _look_at(cast, judged)
    _leave(cast, group)
    _decide(cast, group)
    _revise(cast, group)


def _call(cast: Cast, group: list[Part]) -> None:
    waiting = ending(group, "screening", "waiting")
    others = [part for part in group if part not in waiting]
    calls = [(cast.at(group[0], "called", "09:40"), others)]
    for at, some in [*calls, *cast.clock.spread(waiting, 7, first=-1)]:
        ids = [part.candidate for part in some]
        register_to_screening(actor=cast.staff.office, ids=ids, at=at)


def _look_at(cast: Cast, group: list[Part]) -> None:
    """Reviewers judge them: of a blind batch what the office gives them.

    Of the spring's, two share them, each seeing none of the college they belong to.
    """
    open_ = ending(group, "screening", *OPEN)
    others = [part for part in group if part not in open_]
    at = cast.at(group[0], "opened", "10:10")
    asked = ending(group, "screening", "more_asked")
    _open(cast, [*others, *asked], at)
    leavers = ending(group, "screening", "left")
    reviewing.judge(cast, [part for part in others if part not in leavers], at)
    for at, some in cast.clock.spread(
        [p for p in open_ if p not in asked], 5, first=-1
    ):
        _open(cast, some, at)
    if open_ and open_[0].wave.batch != SPRING:
        reviewing.begin(cast, [part for part in open_ if part not in asked])
    for number, (at, some) in enumerate(cast.clock.spread(asked, 3)):
        wanted, words = MORE[number % len(MORE)]
        actions.ask_more(
            actor=cast.staff.office,
            ids=records(Screening, some),
            wanted=wanted,
            reason=words,
            at=at,
        )
    _link(asked)


def _link(asked: list[Part]) -> None:
    """One of who was asked for a clip gives the link of theirs."""
    link = "https://video.example/audition"
    of = Screening.objects.filter(pk__in=records(Screening, asked))
    for record in of.filter(wanted=Wanted.CLIP)[:1]:
        actions.link_clip(actor=SYSTEM, pk=record.candidate_id, link=link)


def _open(cast: Cast, parts: list[Part], at: datetime) -> None:
    if not parts:
        return
    if parts[0].wave.batch != SPRING:
        reviewing.give(cast, parts, at)
        return
    second = [p for p in parts[::2] if p.campus != "ZJYY"]
    first = [part for part in parts if part not in second]
    for reviewer, some in (
        (cast.staff.reviewer, first),
        (cast.staff.second_reviewer, second),
    ):
        if some:
            actions.open_review(actor=reviewer, ids=records(Screening, some), at=at)


def _leave(cast: Cast, group: list[Part]) -> None:
    leavers = ending(group, "screening", "left")
    at = cast.at(group[0], "opened", "15:30")
    for code, some in by_campus(leavers).items():
        ids = records(Screening, some)
        actor = cast.staff.coordinators[code]
        cast.let_go(actions.leave, actor, some, ids, at)


def _decide(cast: Cast, group: list[Part]) -> None:
    """Note and release; of the last few what is noted isn't released yet."""
    if "decided" not in group[0].wave.days:
        return
    at = cast.at(group[0], "decided", "14:00")
    papers = ending(group, "incubation", "paperwork")
    passed = [part for part in beyond(group, "screening") if part not in papers]
    passed = [part for part in passed if part.fate.end != "taken"]
    waitlisted = ending(group, "screening", "waitlisted", "rolled")
    waitlisted += ending(group, "training", "taken")
    rejected = ending(group, "screening", "rejected", "appealed")
    _note(cast, Decision.REJECTED, rejected, REJECTED, at)
    _note(cast, Decision.WAITLISTED, waitlisted, WAITLISTED, at)
    _note(cast, Decision.PASSED, passed, PASSED, at)
    _release(cast, [*rejected, *waitlisted, *passed], at)
    for at, some in cast.clock.spread(papers, 7, first=-1):
        _note(cast, Decision.PASSED, some, PASSED, at)
        _release(cast, some, at)
    for number, part in enumerate(ending(group, "screening", "noted")):
        decision, words = (
            (Decision.REJECTED, REJECTED)
            if number % 3 == 2
            else (Decision.PASSED, PASSED)
        )
        _note(cast, decision, [part], words[number % 2 :], cast.clock.at(0, "09:50"))


def _note(
    cast: Cast, decision: str, parts: list[Part], words: list[str], at: datetime
) -> None:
    for reason, some in shared(parts, words):
        actions.decide(
            actor=cast.staff.office,
            ids=records(Screening, some),
            decision=decision,
            reason=reason,
            ground=GROUNDS[Decision(decision)],
            at=at,
        )


def _release(cast: Cast, parts: list[Part], at: datetime) -> None:
    if not parts:
        return
    at += timedelta(minutes=20)
    ids = records(Screening, parts)
    actions.release(actor=cast.staff.office, ids=ids, at=at)
    _admit(parts, at)


def _admit(parts: list[Part], at: datetime) -> None:
    passed = Screening.objects.filter(
        candidate__in=[part.candidate for part in parts],
        state=State.PASSED,
        candidate__stage="screening",
    )
    ids = list(passed.values_list("pk", flat=True))
    if ids:
        at += timedelta(minutes=1)
        screening_to_incubation(actor=SYSTEM, ids=ids, at=at)


def _revise(cast: Cast, group: list[Part]) -> None:
    """Places that fell free, and an appeal."""
    office = cast.staff.office
    if taken := ending(group, "training", "taken"):
        at = cast.at(group[0], "decided", "16:30")
        actions.take_from_waitlist(
            actor=office,
            ids=records(Screening, taken),
            reason="同方向两人退出，按候补顺序递补",
            at=at,
        )
        _admit(taken, at)
    if appealed := ending(group, "screening", "appealed"):
        actions.appeal(
            actor=office,
            ids=records(Screening, appealed),
            reason="补交校园带货比赛获奖证明，同意复审",
            at=cast.clock.due(5, within=3),
        )


# What becomes of those who come into the autumn from the spring's waitlist.
AGAIN = ["management:probation", "training:competing", "screening:rejected"]


def _roll(cast: Cast) -> None:
    """The spring's waitlist moves on to the autumn, and the spring closes."""
    spring, autumn = (Batch.objects.get(slug=slug) for slug in (SPRING, AUTUMN))
    office, reason = cast.staff.office, "春季期次名额已满，候补转入秋季期次"
    first = next(wave for wave in WAVES if wave.batch == AUTUMN)
    at = cast.clock.at(first.days["registered"], "11:00")
    actions.roll_waitlist(actor=office, batch=spring, into=autumn, reason=reason, at=at)
    again = Candidate.objects.filter(
        batch=autumn, person__candidates__left_reason__slug="rolled"
    )
    for number, candidate in enumerate(again.select_related("campus").order_by("pk")):
        fate = cast.fate(Fate.of(AGAIN[number % len(AGAIN)]))
        cast.parts.append(Part(candidate.pk, candidate.campus.code, first, fate))
    if cast.until != "screening":
        close_batch(actor=office, pk=spring.pk, reason="春季期次全部处理完毕")
