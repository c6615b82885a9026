"""The demo's internships: papers filed, begun, broken off, ended."""

from datetime import datetime

from candidates.demo.cast import Cast, Part, beyond, by_campus, ending, records
from candidates.demo.consenting import change_minds, consent_to_begin
from candidates.incubation import actions
from candidates.incubation.models import Incubation
from spark.campuses.models import Base

# The teacher who guides a college's interns, the mentor at the host, and its base.
GUIDES = {
    "ZJYY": ("林晓岚", "郭志远", "HZYT"),
    "LJZY": ("梅静", "岑立军", "CXYT"),
    "HSZY": ("沈婷", "郭志远", "HZYT"),
    "YHZY": ("鲍建平", "岑立军", "CXYT"),
    "JSZY": ("何雪琴", "余大明", "CDPD"),
    "XLZY": ("唐勇", "余大明", "CDPD"),
}
PAY, POST_PAY = 300_000, 360_000  # fen a month


def incubate(cast: Cast) -> None:
    """Internships begin wave by wave and college by college; a few end early."""
    for group in cast.waves("incubation"):
        begun = [p for p in group if p not in ending(group, "incubation", "paperwork")]
        unfiled = [part for part in begun if part.fate.why == "papers"]
        for code, some in by_campus(begun).items():
            _begin(cast, code, [part for part in some if part not in unfiled])
        _leave(cast, group)
        _pause(cast, group)
    ends = ("active", "suspended", "left")
    groups = cast.waves("incubation")
    ended = [p for group in groups for p in ending(group, "incubation", *ends)]
    change_minds(cast, ended)


def _begin(cast: Cast, campus: str, parts: list[Part]) -> None:
    if not parts:
        return
    at = cast.at(parts[0], "activated", "15:10")
    teacher, mentor, base = GUIDES[campus]
    number = f"PZDS{at:%Y%m}33{1000 + parts[0].candidate}"
    consent_to_begin([part.candidate for part in parts], at)
    clock, ends = cast.clock, parts[0].wave.days["ends"]
    ago = (clock.today - at.date()).days
    actions.activate(
        actor=cast.staff.coordinators[campus],
        ids=records(Incubation, parts),
        papers={
            "starts_on": at.date(),
            "ends_on": clock.day(ends),
            "agreement_on": clock.at(ago + 1, "10:00").date(),
            "consent_on": clock.at(ago + 3, "10:00").date(),
            "policy_number": number,
            "insured_until": clock.day(ends - 15),
            "mentor_name": mentor,
            "teacher_name": teacher,
            "base": Base.objects.get(code=base),
            "pay_fen": PAY,
            "post_pay_fen": POST_PAY,
        },
        at=at,
    )


def _leave(cast: Cast, group: list[Part]) -> None:
    at = cast.at(group[0], "activated", "16:40")
    for code, some in by_campus(ending(group, "incubation", "left")).items():
        actor, ids = cast.staff.coordinators[code], records(Incubation, some)
        cast.let_go(actions.leave, actor, some, ids, at)


def _pause(cast: Cast, group: list[Part]) -> None:
    """Some stop for a while; one of them has gone on since."""
    paused = ending(group, "incubation", "suspended")
    back = ending(group, "incubation", "active")[:1]
    for code, some in by_campus([*paused, *back]).items():
        actions.suspend(
            actor=cast.staff.coordinators[code],
            ids=records(Incubation, some),
            reason="期末考试两周，经校企双方同意暂停实习",
            at=cast.clock.at(8, "16:00"),
        )
    for code, some in by_campus(back).items():
        actions.resume(
            actor=cast.staff.coordinators[code],
            ids=records(Incubation, some),
            at=cast.clock.at(1, "09:30"),
        )


def break_off(cast: Cast, parts: list[Part], at: datetime) -> None:
    """End internships of people who left further on, as colleges are asked to."""
    for code, some in by_campus(parts).items():
        actions.break_off(
            actor=cast.staff.coordinators[code],
            ids=records(Incubation, some),
            reason="学生已退出培养，三方协议协商终止",
            at=at,
        )


def finish(cast: Cast) -> None:
    """Internships that ran their time end, once their people are past training."""
    for group in cast.waves("training"):
        if group[0].wave.days["ends"] <= 0:
            continue
        at = cast.at(group[0], "ends", "16:50")
        for code, some in by_campus(beyond(group, "incubation")).items():
            _end(cast, code, some, at)


def _end(cast: Cast, campus: str, parts: list[Part], at: datetime) -> None:
    running = Incubation.objects.filter(
        candidate__in=[part.candidate for part in parts], state="active"
    )
    actions.complete(
        actor=cast.staff.coordinators[campus],
        ids=list(running.values_list("pk", flat=True)),
        at=at,
    )
