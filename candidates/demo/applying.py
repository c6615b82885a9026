"""Students apply on their college's page; each is at another point of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from uuid import NAMESPACE_OID, uuid5

from candidates.applying import actions
from candidates.applying.access import guest_of
from candidates.applying.models import Application, Call, Question
from candidates.applying.stages import Step
from candidates.clips import actions as clips
from candidates.clips.access import of_applicant
from candidates.demo.cast import Cast
from candidates.demo.filming import film
from candidates.demo.people import Crowd, Invented
from candidates.demo.waves import AUTUMN
from candidates.register.models import Batch, Direction
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Campus

COLLEGE = "ZJYY"
HALFWAY = 3  # steps of who has gone no further yet
OTHER = "LJZY"  # has a page too, and one who applied there
# How many working days ago each was begun, and what became of it.
FATES = [
    (6, "confirmed"),
    (5, "refused"),
    (4, "withdrawn"),
    (3, "asked_back"),
    (2, "submitted"),
    (1, "submitted"),
    (1, "draft"),
    (1, "begun"),
]


@cache
def _film() -> bytes:
    return film()


def _disguised() -> bytes:
    return b"%PDF-1.7\n" + bytes(2000)


# What they send, and how much of it has come.
CLIPS: dict[str, tuple[Callable[[], bytes], float]] = {
    "confirmed": (_film, 1),
    "submitted": (_film, 1),
    "withdrawn": (_disguised, 1),
    "asked_back": (_film, 0.6),
    "draft": (_disguised, 1),
}


def applications(cast: Cast, crowd: Crowd) -> None:
    """An open page of one college, and applications in every state."""
    batch = Batch.objects.get(slug=AUTUMN)
    question = Question.objects.create(
        batch=batch,
        text_zh="你平时看哪些直播间？",
        text_en="Which live rooms do you watch?",
        order=1,
    )
    for college, fates in ((COLLEGE, FATES), (OTHER, [(1, "submitted")])):
        call = _page(cast, batch, college)
        started = cast.clock.today.year - 2
        people = crowd.people(3 * len(fates), college, started)
        adults = [person for person in people if not person.guardian_name]
        for person, (ago, fate) in zip(adults, fates, strict=False):
            _apply(cast, call, person, question, ago, fate)


def _page(cast: Cast, batch: Batch, college: str) -> Call:
    return actions.open_call(
        actor=cast.staff.coordinators[college],
        batch=batch,
        campus=Campus.objects.get(code=college),
        opens_on=cast.clock.day(14),
        closes_on=cast.clock.today + timedelta(days=21),
        limit=60,
        at=cast.clock.at(14, "10:05"),
    )


def _apply(
    cast: Cast, call: Call, person: Invented, question: Question, ago: int, fate: str
) -> None:
    begun = cast.clock.at(ago, "12:10")
    key = uuid5(NAMESPACE_OID, f"{call.campus.code}:{person.student_number}")
    application, _code = actions.begin(call, key, at=begun)
    steps = _steps(application, person, question)
    _write(application, steps[:HALFWAY] if fate == "begun" else steps, begun)
    _send_clip(cast, application, fate, begun)
    if fate not in ("draft", "begun"):
        sent = cast.clock.at(ago, "12:15")
        actions.submit(actor=guest_of(application), pk=application.pk, at=sent)
        _answer(cast, application, fate, cast.clock.at(ago - 1, "10:40"))


def _steps(
    application: Application, person: Invented, question: Question
) -> list[tuple[str, dict]]:
    """What its applicant gives, step by step."""
    names = ["name", "id_number", "phone", "class_name", "student_number"]
    guardian = {"guardian_name": "", "guardian_phone": ""}
    given: dict[str, dict] = {
        Step.WHO: {name: getattr(person, name) for name in names} | guardian,
        Step.DIRECTION: {"direction": _direction(application.call, person)},
        Step.WEEK: {"week": ["2-pm", "4-ev", "6-am", "6-pm"]},
        Step.CLIP: {"clip": "https://video.example/audition"},
        Step.QUESTIONS: {"answers": {str(question.pk): "食品和家纺的直播间"}},
        Step.CONSENT: {},
    }
    return [*given.items()]


def _write(
    application: Application, steps: list[tuple[str, dict]], at: datetime
) -> None:
    own = guest_of(application)
    for step, fields in steps:
        actions.fill_in(actor=own, pk=application.pk, step=step, given=fields, at=at)


def _send_clip(
    cast: Cast, application: Application, fate: str, begun: datetime
) -> None:
    """Some send one here instead of the link; each is at another point of it."""
    content, sent = CLIPS.get(fate, (None, 0))
    if content is None:
        return
    whole, at = content(), cast.clock.now if sent < 1 else begun
    clip = actions.begin_clip(
        actor=guest_of(application),
        pk=application.pk,
        size=len(whole),
        name="我的试镜.mp4",
        at=at,
    )
    piece = whole[: int(sent * len(whole))]
    clips.write(actor=of_applicant(clip), pk=clip.pk, offset=0, content=piece, at=at)
    clips.probe(actor=SYSTEM, pk=clip.pk, at=at)


def _direction(call: Call, person: Invented) -> Direction:
    offered = call.batch.directions.order_by("pk")
    return offered.filter(slug=person.direction).first() or offered[0]


def _answer(cast: Cast, application: Application, fate: str, at: datetime) -> None:
    lin, ids = cast.staff.coordinators[COLLEGE], [application.pk]
    if fate == "confirmed":
        actions.confirm(actor=lin, ids=ids, at=at)
    elif fate == "refused":
        reason = "不是本校在籍学生，请在就读院校报名"
        actions.refuse(actor=lin, ids=ids, reason=reason, at=at)
    elif fate == "asked_back":
        reason = "学号与学籍系统不一致，请核对后再提交"
        actions.ask_back(actor=lin, ids=ids, reason=reason, at=at)
    elif fate == "withdrawn":
        actions.withdraw(actor=guest_of(application), pk=application.pk, at=at)
