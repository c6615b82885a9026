"""A small world for tests: `lin` sees her campus, `mei` another, `office` all."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count

from candidates.demo import Invented, credit_code, id_number
from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    Programme,
)
from candidates.rosters.actions import add_candidates
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from contracts.signing import actions as signing
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark import clock
from spark.accounts.models import Place, RoleGrant, User
from spark.accounts.roles import PLACE_OF, Role
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base, Campus, MatrixTeam, Region
from tests.reference import restore
from tests.terms import terms
from training.course import actions as course
from training.course.handover import incubation_to_training
from training.course.models import Enrolment
from training.hosts import actions as hosts

_numbers = count(1)
# Who sees every candidate and does nothing: what tests expect of them follows.
ONLOOKERS: dict[str, Role] = {}
# A person of each role, at the first of what it is held at; `mei` is at the other.
STAFF = {
    "lin": Role.COORDINATOR,
    "mei": Role.COORDINATOR,
    "office": Role.OFFICE,
    "reviewer": Role.REVIEWER,
    "signing": Role.SIGNING,
    "manager": Role.TEAM,
    "mentor": Role.MENTOR,
    **ONLOOKERS,
}
EVERYBODY = {*STAFF, "nobody"}
DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


def invented(**changes) -> Invented:
    """A person nobody has seen yet, 20 years old."""
    number = next(_numbers)
    birth = clock.today() - timedelta(days=20 * 366 + number // 900)
    given = {
        "name": "林" + str(number).translate(DIGITS),
        "id_number": id_number(birth, number % 900),
        "birth_date": birth,
        "phone": f"138{number:08d}",
        "guardian_name": "",
        "guardian_phone": "",
        "department": "数字商贸学院",
        "major": "网络营销与直播电商",
        "class_name": "直播2301班",
        "student_number": f"2023{number:06d}",
        "direction": "comprehensive",
    }
    return Invented(**given | changes)


def papers(**changes) -> dict:
    """Papers with which an internship may start today."""
    today = clock.today()
    given = {
        "starts_on": today,
        "ends_on": today + timedelta(days=150),
        "agreement_on": today - timedelta(days=3),
        "consent_on": today - timedelta(days=3),
        "policy_number": "PZDS2026001",
        "insured_until": today + timedelta(days=150),
        "mentor_name": "郭师傅",
        "teacher_name": "林晓岚",
        "base": Base.objects.get(code="YYJD"),
        "pay_fen": 300_000,
        "post_pay_fen": 350_000,
    }
    return given | changes


class World:
    """Build with the database at hand; `world.candidate()` adds people."""

    def __init__(self) -> None:
        self.today = clock.today()
        self.people: dict[str, User] = {}
        restore()
        self.region, _ = Region.objects.update_or_create(
            code="330100", defaults={"name_zh": "杭州市", "name_en": "Hangzhou"}
        )
        self.campus = self.college("ZJYY", "浙江育英职业技术学院", 1)
        self.other = self.college("LJZY", "临江职业技术学院", 2)
        self.batch = self.intake("hangzhou-2026-autumn", self.today)
        self.team = MatrixTeam.objects.create(name_zh="一队", name_en="Team one")
        self.base = Base.objects.create(
            code="YYJD",
            name_zh="育英基地",
            name_en="Yuying base",
            region=self.region,
            staff=400_000,
            post_staff=200_000,
        )
        self.lin = self.user("lin", "林晓岚", Role.COORDINATOR, self.campus)
        self.mei = self.user("mei", "梅静", Role.COORDINATOR, self.other)
        self.office = self.user("office", "苏明远", Role.OFFICE)
        self.reviewer = self.user("reviewer", "方可欣", Role.REVIEWER)
        self.signing = self.user("signing", "周慎言", Role.SIGNING)
        self.manager = self.user("manager", "郭一帆", Role.TEAM, self.team)
        self.mentor = self.user("mentor", "郭师傅", Role.MENTOR, self.base)
        for name, role in ONLOOKERS.items():
            self.user(name, name, role)
        self.nobody = self.user("nobody", "无角色")

    def college(self, code: str, name: str, number: int) -> Campus:
        return Campus.objects.create(
            code=code,
            name_zh=name,
            name_en=code.title(),
            region=self.region,
            credit_code=credit_code(f"523301000{number:08d}"),
        )

    def intake(self, slug: str, closes_on: date) -> Batch:
        """A batch of both colleges with one direction; reviewers see who is who."""
        direction, _ = Direction.objects.get_or_create(
            slug="comprehensive",
            name_zh="综合主播",
            name_en="Comprehensive anchor",
            aliases=["综合"],
        )
        programme, _ = Programme.objects.get_or_create(
            slug="spark-plan", name_zh="星火计划", name_en="Spark Plan"
        )
        batch = Batch.objects.create(
            slug=slug,
            name_zh="2026 秋·杭州一期",
            name_en="Hangzhou, autumn 2026",
            programme=programme,
            region=self.region,
            opens_on=closes_on - timedelta(days=30),
            closes_on=closes_on,
            blind=False,
        )
        batch.campuses.set([self.campus, self.other])
        batch.directions.set([direction])
        return batch

    def user(
        self, key: str, name: str, role: str = "", *places: Place, **fields
    ) -> User:
        """Somebody new among `people`, holding `role` at each of the places."""
        user = User.objects.create_user(f"{key}@test.spark", "pw", name=name, **fields)
        for place in places or ([None] if role else []):
            at = {PLACE_OF[Role(role)]: place} if place else {}
            RoleGrant.objects.create(user=user, role=role, **at)
        self.people[key] = user
        return user

    def candidate(
        self, until: str = "registered", campus: Campus | None = None, **entry
    ) -> Candidate:
        """Somebody new, walked by the actions to a point of WALK."""
        add_candidates(
            actor=SYSTEM,
            batch=self.batch,
            campus=campus or self.campus,
            entries=[invented(**entry)],
        )
        candidate = Candidate.objects.latest("pk")
        for name in self.walk(candidate):
            if name == until:
                break
        candidate.refresh_from_db()
        return candidate

    def walk(self, candidate: Candidate) -> Iterator[str]:
        """Every point of WALK, the candidate standing there."""
        for name, step in WALK.items():
            yield name
            step(candidate.pk)


def _of(model: type, candidate: int) -> list[int]:
    """The newest: a contract may have been drafted again."""
    rows = model.objects.filter(candidate=candidate).order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:1])


def _screened(pk: int) -> None:
    ids = _of(Screening, pk)
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason="讲品有演示")
    screening.release(actor=SYSTEM, ids=ids)


def _qualified(pk: int) -> None:
    ids = _of(Enrolment, pk)
    course.decide(actor=SYSTEM, ids=ids, decision="qualified", reason="三场靠前")
    course.release(actor=SYSTEM, ids=ids)


def _competing(pk: int) -> None:
    course.start_competing(actor=SYSTEM, ids=_of(Enrolment, pk))
    passed_test(pk)


def passed_test(*ids: int, **fields) -> None:
    """A compliance test of last week on these candidates' files."""
    given = {
        "kind": "compliance",
        "score": 92,
        "valid_from": clock.today() - timedelta(days=7),
    }
    for pk in ids:
        hosts.enter_permit(actor=SYSTEM, pk=pk, **given | fields)


def _issued(pk: int) -> None:
    signing.issue(actor=SYSTEM, ids=_of(Contract, pk), **terms())


def _sign(verb: Callable) -> Callable:
    def step(pk: int) -> None:
        verb(actor=SYSTEM, ids=_of(Contract, pk), signed_on=clock.today())

    return step


def _do(action: Callable, model: type, **kwargs) -> Callable:
    def step(pk: int) -> None:
        action(actor=SYSTEM, ids=_of(model, pk), **kwargs)

    return step


# Where a candidate stands, and the step that leads on from there.
WALK = {
    "registered": lambda pk: register_to_screening(actor=SYSTEM, ids=[pk]),
    "waiting": _do(screening.open_review, Screening),
    "in_review": _screened,
    "passed": _do(screening_to_incubation, Screening),
    "paperwork": lambda pk: incubation.activate(
        actor=SYSTEM, ids=_of(Incubation, pk), papers=papers()
    ),
    "active": _do(incubation_to_training, Incubation),
    "enrolled": _do(course.start_learning, Enrolment),
    "learning": _competing,
    "competing": _qualified,
    "qualified": _do(training_to_signing, Enrolment),
    "draft": _issued,
    "issued": _sign(signing.sign),
    "signed_by_candidate": _sign(signing.countersign),
    "in_force": _do(signing_to_management, Contract),
    "probation": lambda pk: team.confirm(
        actor=SYSTEM, ids=_of(Membership, pk), team=MatrixTeam.objects.first()
    ),
    "confirmed": lambda pk: None,
}
