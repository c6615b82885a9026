"""The demo's requests of candidates about their data: waiting, answered, refused."""

from candidates.demo.cast import Cast
from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.rights import actions
from candidates.rights.models import RequestKind

# How many working days ago, what was asked, and what the office answered, if it did.
ASKED = [
    (6, RequestKind.COPY, "想要一份纸质的", "已打印，请到学院办公室领取"),
    (4, RequestKind.ERASURE, "请删除我的学号", "核对学籍要用，项目期间需要保留"),
    (1, RequestKind.EXPLANATION, "想知道筛选时看重哪些方面", ""),
]
REFUSED = {RequestKind.ERASURE}


def requests(cast: Cast) -> None:
    people = Candidate.objects.filter(stage=Stage.SCREENING).order_by("pk")
    office = cast.staff.office
    for candidate, (ago, kind, text, answer) in zip(people, ASKED, strict=False):
        asked = actions.ask(
            actor=guest_of(candidate),
            pk=candidate.pk,
            kind=kind,
            text=text,
            at=cast.clock.at(ago, "12:20"),
        )
        if answer:
            act = actions.refuse if kind in REFUSED else actions.answer
            act(
                actor=office,
                pk=asked.pk,
                answer=answer,
                at=cast.clock.at(ago - 1, "10:15"),
            )
