"""The demo's people while they live: who is who, and how far each one gets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

from candidates.demo.clock import Clock
from candidates.demo.staff import Staff
from candidates.demo.waves import STAGES, STOPPED, Fate, Wave
from candidates.register.models import LeaveReason, StageRecord
from spark.accounts.models import User


@dataclass(frozen=True)
class Part:
    """Somebody's part: who they are, where from, and what becomes of them."""

    candidate: int
    campus: str
    wave: Wave
    fate: Fate


class Cast:
    """All parts, those of a wave together, and what every scene needs.

    Args:
        until: the stage beyond which nobody gets.
    """

    def __init__(self, clock: Clock, staff: Staff, until: str) -> None:
        self.clock, self.staff, self.until = clock, staff, until
        self.parts: list[Part] = []
        self.reasons = {reason.slug: reason for reason in LeaveReason.objects.all()}
        self._stopped = cycle(STOPPED.get(until, [""]))

    def fate(self, wished: Fate) -> Fate:
        """The fate, cut short where life stops."""
        if wished.depth <= STAGES.index(self.until):
            return wished
        return Fate(self.until, next(self._stopped))

    def waves(self, stage: str) -> list[list[Part]]:
        """Who gets to the stage or further, wave by wave."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            if part.fate.depth >= STAGES.index(stage):
                found.setdefault(part.wave.name, []).append(part)
        return list(found.values())

    def at(self, part: Part, step: str, clock: str) -> datetime:
        """When the part's wave took this step."""
        return self.clock.at(part.wave.days[step], clock)

    def let_go(
        self,
        leave: Callable[..., None],
        actor: User,
        parts: Sequence[Part],
        ids: Sequence[int],
        at: datetime,
    ) -> None:
        """Let these leave for the reason their fate gives."""
        for part, pk in zip(parts, ids, strict=True):
            leave(
                actor=actor,
                ids=[pk],
                left_reason=self.reasons[part.fate.why],
                reason=WHY[part.fate.why],
                at=at,
            )


def ending(parts: Iterable[Part], stage: str, *ends: str) -> list[Part]:
    """Who ends in the stage, in one of these ways."""
    fates = {(stage, end) for end in ends}
    return [part for part in parts if (part.fate.stage, part.fate.end) in fates]


def beyond(parts: Iterable[Part], stage: str) -> list[Part]:
    """Who gets further than the stage."""
    return [part for part in parts if part.fate.depth > STAGES.index(stage)]


def records(model: type[StageRecord], parts: Sequence[Part]) -> list[int]:
    """The newest record of each, in the order of the parts."""
    rows = model._default_manager.filter(candidate__in=[p.candidate for p in parts])
    newest = dict(rows.order_by("pk").values_list("candidate", "pk"))
    return [newest[part.candidate] for part in parts]


def by_campus(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.campus, []).append(part)
    return found


# What was written when somebody left for this reason.
WHY = {
    "mistaken": "与直播2402班花名册重复登记，保留后一条",
    "unreachable": "电话停机，三次联系未果，班主任也联系不上",
    "withdrawn": "本人考虑后自愿退出，已与班主任确认",
    "ineligible": "已与其他企业签订实习协议，不符合报名条件",
    "further_study": "已报名专升本，备考不再参加",
    "papers": "家长未签知情同意书，三方协议无法办齐",
    "studies": "入选省技能大赛集训队，与实习时间冲突",
    "family": "父亲住院，需回老家照料",
    "military_service": "应征入伍，已收到入伍通知书",
    "health": "声带手术后医嘱静养三个月",
    "unsuited": "多次上播紧张失语，本人希望转运营岗",
    "misconduct": "两次无故缺席排练，经提醒仍未改正",
    "other": "随家人迁居外省，办理转学",
    "pay": "对底薪和提成比例有异议，两次沟通未谈拢",
    "terms": "不接受竞业限制条款，协商未果",
    "other_job": "已与本地一家电商公司签约",
    "relocation": "家在外地，无法到杭州到岗",
    "agreed": "个人发展方向调整，双方协商一致解除",
    "term_over": "首期合同到期，本人不续签",
    "dismissed": "直播间虚构原价，经两次书面警告仍再犯",
    "absent": "连续三个工作日未到岗，书面催告未回",
    "unpaid": "反映两个月提成迟发，已补发，本人仍决定离开",
    "probation_failed": "试用期转化连续两月低于录用条件",
    "resigned": "本人提前三十日书面提出辞职",
}
