"""Students apply on their college's page; each is at another point of it."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from candidates.applying import actions
from candidates.applying.access import guest_of
from candidates.applying.models import Application, Call, Question
from candidates.applying.stages import Step
from candidates.demo.cast import Cast
from candidates.demo.people import Crowd, Invented
from candidates.demo.waves import AUTUMN
from candidates.register.models import Batch, Direction
from spark.campuses.models import Campus

COLLEGE = "ZJYY"
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
]


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
    _write(application, person, question, begun)
    if fate != "draft":
        sent = cast.clock.at(ago, "12:15")
        actions.submit(actor=guest_of(application), pk=application.pk, at=sent)
        _answer(cast, application, fate, cast.clock.at(ago - 1, "10:40"))


def _write(
    application: Application, person: Invented, question: Question, at: datetime
) -> None:
    """Step by step, as its applicant does."""
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
    for step, fields in given.items():
        own = guest_of(application)
        actions.fill_in(actor=own, pk=application.pk, step=step, given=fields, at=at)


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
