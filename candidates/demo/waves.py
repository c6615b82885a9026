"""Who comes when and how far they get: the script of the demo.

A fate is `stage:end`, or `stage:left:reason` for who leaves. Each wave says how many
days ago its steps were; what opens a duty that is still open is dated by the duty.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SPRING, AUTUMN, CHENGDU = (
    "hangzhou-2026-spring",
    "hangzhou-2026-autumn",
    "chengdu-2026-autumn",
)
STAGES = ["registered", "screening", "incubation", "training", "signing", "management"]
# Where those stand who would get further than the stage at which life stops.
STOPPED = {
    "screening": ["waiting", "in_review", "noted"],
    "incubation": ["paperwork", "active"],
    "training": ["learning", "competing", "qualified"],
    "signing": ["draft", "issued", "signed"],
}


@dataclass(frozen=True)
class Fate:
    """Where somebody ends up."""

    stage: str
    end: str
    why: str = ""

    @classmethod
    def of(cls, words: str) -> "Fate":
        return cls(*words.split(":"))

    @property
    def depth(self) -> int:
        return STAGES.index(self.stage)


@dataclass(frozen=True)
class Wave:
    """People of one batch who came together."""

    name: str
    batch: str
    campuses: list[str]
    days: dict[str, int]
    fates: dict[str, int]

    def lot(self) -> Iterator[Fate]:
        """A fate for each, in the script's order."""
        for words, count in self.fates.items():
            for _ in range(count):
                yield Fate.of(words)


def _days(*steps: int) -> dict[str, int]:
    names = [
        *("registered", "called", "opened", "decided", "activated", "ends"),
        *("training", "learning", "competing", "judged"),
        *("drafted", "issued", "signed", "in_force", "confirmed"),
    ]
    return dict(zip(names, steps, strict=False))


WAVES = [
    Wave(
        "spring",
        SPRING,
        ["ZJYY", "LJZY", "HSZY", "ZJYY"],
        _days(266, 258, 251, 243, 235, 90, 226, 221, 210, 190, 186, 182, 176, 171, 143),
        {
            "management:confirmed": 18,
            "screening:rolled": 4,
            "screening:rejected": 5,
            "screening:left:withdrawn": 1,
            "incubation:left:studies": 1,
            "incubation:left:papers": 1,
            "training:left:military_service": 1,
            "training:eliminated": 3,
            "signing:declined": 1,
            "management:on_leave": 2,
            "management:returned": 1,
            "management:left:agreed": 1,
            "management:left:term_over": 1,
            "management:left:dismissed": 1,
            "management:left:absent": 1,
            "management:left:unpaid": 1,
            "management:failed:probation_failed": 1,
            "management:leaving:resigned": 2,
        },
    ),
    Wave(
        "summer",
        SPRING,
        ["ZJYY", "HSZY", "LJZY"],
        _days(180, 172, 165, 157, 149, 29, 141, 136, 122, 94, 84, 77, 69, 61, 34),
        {
            "management:probation": 9,
            "management:confirmed": 3,
            "screening:rejected": 2,
            "training:eliminated": 1,
            "signing:left:relocation": 1,
        },
    ),
    Wave(
        "first",
        AUTUMN,
        ["ZJYY", "LJZY", "ZJYY", "YHZY", "LJZY", "HSZY"],
        _days(70, 66, 62, 58, 50, -98, 46, 42, 32, 16, 13, 10, 7, 4),
        {
            "screening:rejected": 8,
            "training:taken": 2,
            "incubation:left:family": 1,
            "training:competing": 12,
            "training:appealed": 1,
            "training:noted": 5,
            "training:qualified": 8,
            "training:eliminated": 5,
            "training:learning": 6,
            "training:left:health": 1,
            "training:left:unsuited": 1,
            "training:leaving:misconduct": 1,
            "training:leaving:other": 1,
            "signing:draft": 5,
            "signing:issued": 6,
            "signing:signed": 4,
            "signing:again": 1,
            "signing:void": 1,
            "signing:expired": 1,
            "signing:declined": 1,
            "signing:cancelled": 1,
            "signing:left:pay": 1,
            "signing:left:terms": 1,
            "signing:left:other_job": 1,
            "management:probation": 7,
        },
    ),
    Wave(
        "second",
        AUTUMN,
        ["LJZY", "ZJYY", "YHZY", "HSZY", "ZJYY"],
        _days(34, 30, 26, 21, 13, -135, 12, 8),
        {
            "screening:rejected": 4,
            "screening:waitlisted": 3,
            "screening:left:ineligible": 1,
            "screening:left:further_study": 1,
            "incubation:paperwork": 12,
            "incubation:active": 10,
            "incubation:suspended": 2,
            "training:enrolled": 8,
            "training:learning": 6,
        },
    ),
    Wave(
        "third",
        AUTUMN,
        ["ZJYY", "HSZY", "LJZY", "ZJYY", "YHZY"],
        _days(18, 14, 10, 6),
        {
            "screening:waiting": 18,
            "screening:in_review": 10,
            "screening:more_asked": 5,
            "screening:noted": 6,
            "screening:rejected": 3,
            "screening:appealed": 1,
            "screening:waitlisted": 4,
            "registered:left:mistaken": 1,
            "registered:left:unreachable": 1,
        },
    ),
    Wave(
        "last",
        AUTUMN,
        ["YHZY", "ZJYY", "LJZY"],
        _days(2),
        {"registered:registered": 14},
    ),
    Wave(
        "chengdu",
        CHENGDU,
        ["JSZY", "XLZY", "JSZY"],
        _days(54, 48, 43, 37, 29, -119, 24, 20),
        {
            "registered:registered": 4,
            "screening:waiting": 4,
            "screening:in_review": 3,
            "screening:more_asked": 1,
            "screening:rejected": 3,
            "screening:waitlisted": 1,
            "screening:left:withdrawn": 1,
            "incubation:paperwork": 4,
            "incubation:active": 6,
            "incubation:suspended": 1,
            "training:enrolled": 3,
            "training:learning": 12,
            "training:left:studies": 1,
        },
    ),
]
