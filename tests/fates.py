"""What becomes of a class: each one's road as verbs of history, and where it ends."""

from collections.abc import Iterator
from typing import NamedTuple

CALLED = "screening.enter screening.open-review"
PASSED = f"{CALLED} screening.decide=passed screening.release"
PAPERS = f"{PASSED} incubation.enter"
INTERN = f"{PAPERS} incubation.activate"
ENROLLED = f"{INTERN} course.enter"
LEARNING = f"{ENROLLED} course.start-learning"
COMPETING = f"{LEARNING} course.start-competing"
QUALIFIED = f"{COMPETING} course.decide=qualified course.release"
OUT = f"{COMPETING} course.decide=eliminated course.release"
DRAFT = f"{QUALIFIED} contract.enter"
ISSUED = f"{DRAFT} contract.issue"
SIGNED = f"{ISSUED} contract.sign"
IN_FORCE = f"{SIGNED} contract.countersign"
PROBATION = f"{IN_FORCE} membership.enter"
MEMBER = f"{PROBATION} membership.confirm"
WAITLISTED = f"{CALLED} screening.decide=waitlisted screening.release"
REJECTED = f"{CALLED} screening.decide=rejected screening.release"
MORE = f"{CALLED} screening.ask-more"

# Whose business a verb is, unless a fate names somebody else after an @.
OWNERS = {
    "register": "college",
    "identity": "office",
    "screening": "office",
    "screening.open-review": "reviewer",
    "screening.ask-more": "reviewer",
    "screening.receive-more": "college",
    "screening.leave": "college",
    "incubation": "college",
    "incubation.enter": "job",
    "course": "office",
    "course.leave": "college",
    "contract": "signing",
    "contract.open-scan": "office",
    "membership": "manager",
    "membership.enter": "job",
}
REASONS = {
    "register.add": "直播二班名单",
    "identity.open": "与身份证核对",
    "identity.correct": "名单里写错了一个字",
    "screening.ask-more": "视频没有声音",
    "screening.decide=passed": "讲品有演示",
    "screening.decide=waitlisted": "名额已满",
    "screening.decide=rejected": "镜头前过于紧张",
    "screening.take-from-waitlist": "有人退出，空出一个名额",
    "screening.close-waitlist": "没有空出名额",
    "screening.roll-waitlist": "下一期先录取候补",
    "screening.appeal": "当天设备故障，重新评审",
    "incubation.suspend": "期末考试",
    "incubation.break-off": "实习单位同意提前结束",
    "course.decide=qualified": "三场试播靠前",
    "course.decide=eliminated": "转化偏低",
    "course.appeal": "试播当天停电",
    "contract.void": "岗位变更",
    "contract.decline": "工资低于预期",
    "contract.end": "双方协商一致",
    "membership.go-on-leave": "产假",
    "leave": "本人提出，已与家长沟通",
}
# Written about a scan, which the contract's own part of the page lists.
ABOUT_SCANS = {"contract.add-scan", "contract.open-scan"}


class Step(NamedTuple):
    """A verb of history, what is chosen with it, and whose business it is."""

    verb: str
    choice: str
    by: str

    @property
    def reason(self) -> str:
        """The words typed with it."""
        for key in (f"{self.verb}={self.choice}", self.verb):
            if key in REASONS:
                return REASONS[key]
        return REASONS["leave"] if self.verb.endswith(".leave") else ""


class Fate(NamedTuple):
    """Args:
    road: verbs, as `verb`, `verb=choice`, `verb@who`.
    ends: as `standing` says it.
    duties: what is open about them in the end, as code and role.
    """

    road: str
    ends: tuple[str, str]
    duties: frozenset[tuple[str, str]] = frozenset()

    @property
    def steps(self) -> Iterator[Step]:
        for word in ("register.add", *self.road.split()):
            said, _, who = word.partition("@")
            verb, _, choice = said.partition("=")
            owner = OWNERS.get(verb) or OWNERS[verb.partition(".")[0]]
            yield Step(verb, choice, who or owner)


def fate(road: str, stage: str, state: str, *duties: tuple[str, str]) -> Fate:
    return Fate(road, (stage, state), frozenset(duties))


# Who comes from the other college of the batch.
ELSEWHERE = {"on leave and back", "rejected", "more asked", "left on probation"}
CLOSE = ("incubation-close", "coordinator")
END = ("contract-end", "signing")
FATES = {
    "a confirmed member": fate(MEMBER, "management", "confirmed"),
    "on leave and back": fate(
        f"{MEMBER} membership.go-on-leave membership.return-from-leave",
        *("management", "confirmed"),
    ),
    "internship completed": fate(
        f"{MEMBER} incubation.complete", "management", "confirmed"
    ),
    "left the team, all closed": fate(
        f"{MEMBER} membership.leave=resigned contract.end incubation.break-off",
        *("left management", "resigned"),
    ),
    "left on probation": fate(
        f"{PROBATION} membership.leave=absent", "left management", "absent", CLOSE, END
    ),
    "left on leave": fate(
        f"{MEMBER} membership.go-on-leave membership.leave=agreed contract.end",
        *("left management", "agreed", CLOSE),
    ),
    "taken along by hand": fate(
        f"{PASSED} incubation.enter@office incubation.activate course.enter"
        f"{QUALIFIED.removeprefix(ENROLLED)} contract.enter contract.issue"
        " contract.sign contract.add-scan contract.open-scan contract.countersign"
        " membership.enter@signing",
        *("management", "probation", ("membership-confirm", "team")),
    ),
    "left while registered": fate(
        "register.leave=mistaken", "left registered", "mistaken"
    ),
    "still registered": fate("", "registered", ""),
    "put right before the call": fate(
        "register.change identity.open identity.correct", "registered", ""
    ),
    "left from waiting": fate(
        "screening.enter screening.leave=withdrawn", "left screening", "withdrawn"
    ),
    "waits": fate(
        "screening.enter", "screening", "waiting", ("screening-review", "reviewer")
    ),
    "left from review": fate(
        f"{CALLED} screening.leave=health", "left screening", "health"
    ),
    "given to another reviewer": fate(
        "screening.enter screening.open-review@deputy screening.reassign",
        *("screening", "in_review", ("screening-decide", "office")),
    ),
    "left when more was asked": fate(
        f"{MORE} screening.leave=family", "left screening", "family"
    ),
    "more asked": fate(
        MORE, "screening", "more_asked", ("screening-more", "coordinator")
    ),
    "more asked and came": fate(
        f"{MORE} screening.receive-more screening.decide=passed screening.release"
        " incubation.enter",
        *("incubation", "paperwork", ("incubation-papers", "coordinator")),
    ),
    "left from the waitlist": fate(
        f"{WAITLISTED} screening.leave=other_job", "left screening", "other_job"
    ),
    "waitlisted and taken": fate(
        f"{WAITLISTED} screening.take-from-waitlist incubation.enter"
        " incubation.activate",
        *("incubation", "active"),
    ),
    "waitlist closed": fate(
        f"{WAITLISTED} screening.close-waitlist", "left screening", "not_selected"
    ),
    "rolled into the next batch": fate(
        f"{WAITLISTED} screening.roll-waitlist", "left screening", "rolled"
    ),
    "rejected": fate(REJECTED, "left screening", "not_selected"),
    "rejected, appealed, passed": fate(
        f"{REJECTED} screening.appeal screening.decide=passed screening.release"
        " incubation.enter incubation.activate course.enter",
        *("training", "enrolled", ("training-start", "office")),
    ),
    "left after passing": fate(
        f"{PASSED} screening.leave=further_study", "left screening", "further_study"
    ),
    "left before the papers": fate(
        f"{PAPERS} incubation.leave=relocation", "left incubation", "relocation"
    ),
    "left the internship": fate(
        f"{INTERN} incubation.leave=studies", "left incubation", "studies"
    ),
    "left while suspended": fate(
        f"{INTERN} incubation.suspend incubation.leave=health",
        *("left incubation", "health"),
    ),
    "suspended and resumed": fate(
        f"{INTERN} incubation.suspend incubation.resume", "incubation", "active"
    ),
    "left from enrolment": fate(
        f"{ENROLLED} course.leave=military_service",
        *("left training", "military_service", CLOSE),
    ),
    "left the course while suspended": fate(
        f"{LEARNING} incubation.suspend course.leave=health incubation.break-off",
        *("left training", "health"),
    ),
    "left the trials": fate(
        f"{COMPETING} course.leave=family", "left training", "family", CLOSE
    ),
    "left once qualified": fate(
        f"{QUALIFIED} course.leave=other_job", "left training", "other_job", CLOSE
    ),
    "competes": fate(COMPETING, "training", "competing", ("training-decide", "office")),
    "eliminated": fate(OUT, "left training", "not_selected", CLOSE),
    "eliminated, appealed, qualified": fate(
        f"{OUT} course.appeal course.decide=qualified course.release",
        *("training", "qualified", ("contract-open", "signing")),
    ),
    "left at the draft": fate(
        f"{DRAFT} contract.leave=pay", "left signing", "pay", CLOSE
    ),
    "left at the offer": fate(
        f"{ISSUED} contract.leave=terms", "left signing", "terms", CLOSE
    ),
    "left after signing": fate(
        f"{SIGNED} contract.leave=other_job incubation.complete",
        *("left signing", "other_job"),
    ),
    "left before the team": fate(
        f"{IN_FORCE} contract.leave=resigned", "left signing", "resigned", CLOSE
    ),
    "contract ended before the team": fate(
        f"{IN_FORCE} contract.end", "left signing", "ended", CLOSE
    ),
    "drafted again when void": fate(
        f"{DRAFT} contract.void contract.draft-again contract.issue",
        *("signing", "issued", ("contract-sign", "signing")),
    ),
    "void after issue": fate(
        f"{ISSUED} contract.void", "signing", "void", ("contract-again", "signing")
    ),
    "void after signing, left": fate(
        f"{SIGNED} contract.void contract.leave=pay", "left signing", "pay", CLOSE
    ),
    "expired and drafted again": fate(
        f"{ISSUED} contract.expire contract.draft-again",
        *("signing", "draft", ("contract-issue", "signing")),
    ),
    "expired, then left": fate(
        f"{ISSUED} contract.expire contract.leave=unreachable",
        *("left signing", "unreachable", CLOSE),
    ),
    "declined": fate(f"{ISSUED} contract.decline", "left signing", "declined", CLOSE),
    "signed": fate(
        SIGNED, "signing", "signed_by_candidate", ("contract-countersign", "signing")
    ),
}
