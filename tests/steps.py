"""A step of somebody's road: an action, by whose hand, and the words typed with it."""

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

from candidates.incubation import actions as incubation
from candidates.register import actions as register
from candidates.rosters import actions as rosters
from candidates.screening import actions as screening
from candidates.screening.stages import Decision
from contracts.signing import actions as signing
from contracts.team import actions as team
from spark.audit import trail
from training.course import actions as course
from training.course.stages import Decision as Outcome

Action = Callable[..., object]
# One's own college, somebody of the world by name, or a job.
Hand = Literal["college", "office", "reviewer", "deputy", "signing", "manager", "job"]
LEAVING: set[Action] = {
    *(register.leave, screening.leave, incubation.leave),
    *(course.leave, signing.leave, team.leave),
}
# The words typed with an action, or with what is chosen in it, on whatever road.
REASONS: dict[Action | str, str] = {
    rosters.add_candidates: "直播二班名单",
    register.open_id_number: "与身份证核对",
    register.correct_identity: "名单里写错了一个字",
    screening.ask_more: "视频没有声音",
    screening.go_on_without: "等不及了，凭现有视频评审",
    Decision.PASSED: "讲品有演示",
    Decision.WAITLISTED: "名额已满",
    Decision.REJECTED: "镜头前过于紧张",
    screening.take_from_waitlist: "有人退出，空出一个名额",
    screening.close_waitlist: "没有空出名额",
    screening.roll_waitlist: "下一期先录取候补",
    screening.appeal: "当天设备故障，重新评审",
    incubation.suspend: "期末考试",
    incubation.break_off: "实习单位同意提前结束",
    Outcome.QUALIFIED: "三场试播靠前",
    Outcome.ELIMINATED: "转化偏低",
    course.appeal: "试播当天停电",
    signing.void: "岗位变更",
    signing.decline: "工资低于预期",
    signing.end: "双方协商一致",
    team.go_on_leave: "产假",
    **dict.fromkeys(LEAVING, "本人提出，已与家长沟通"),
}


class Step(NamedTuple):
    """An action by whose business it is.

    Args:
        choice: the decision, or the slug of the reason for leaving.
        words: typed with it here, if REASONS has none.
    """

    by: Hand
    act: Action
    choice: str = ""
    words: str = ""

    @property
    def verb(self) -> trail.Title:
        """How history calls the action."""
        return trail.TITLES[self.act.history]

    @property
    def reason(self) -> str:
        """The words typed with it."""
        return REASONS.get(self.choice) or REASONS.get(self.act, self.words)


college = partial(Step, "college")
office = partial(Step, "office")
reviewer = partial(Step, "reviewer")
deputy = partial(Step, "deputy")
officer = partial(Step, "signing")
manager = partial(Step, "manager")
job = partial(Step, "job")


def screened(decision: Decision) -> tuple[Step, Step]:
    """A decision of screening, noted and released."""
    return office(screening.decide, decision), office(screening.release)


def decided(decision: Outcome) -> tuple[Step, Step]:
    """A decision of training, noted and released."""
    return office(course.decide, decision), office(course.release)


class End(NamedTuple):
    """Where somebody stands, as `standing` says it, and their open duties."""

    standing: tuple[str, str]
    duties: set[tuple[str, str]]


class Fate(NamedTuple):
    road: tuple[Step, ...]
    ends: End


def fate(*road: Step, ends: End) -> Fate:
    """The fate of somebody of a roster, from then on."""
    return Fate((college(rosters.add_candidates), *road), ends)


def at(stage: str, state: str, *duties: tuple[str, str]) -> End:
    """Duties are given as code and role."""
    return End((stage, state), set(duties))
