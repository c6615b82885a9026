"""Invented places and people to look at; none collides with a real roster."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.actions import add_candidates, leave, send_roster
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    DirectionCategory,
    LeaveReason,
    Programme,
    Quota,
)
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from candidates.screening.stages import Decision
from spark.accounts.models import User
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base, Campus

PROGRAMMES = [
    ("spark-plan", "星火计划", "Spark Plan"),
    ("factory-second-class", "工厂第二课堂", "Factory Second Class"),
]
CAMPUSES = [
    (
        "ZJYY",
        "浙江育英职业技术学院",
        "Zhejiang Yuying Vocational and Technical College",
        "330100",
    ),
    ("LJZY", "临江职业技术学院", "Linjiang Vocational and Technical College", "330200"),
]
DIRECTIONS = [
    ("comprehensive", "综合主播", "Comprehensive anchor", ["综合"]),
    ("vertical", "垂类主播", "Vertical anchor", ["垂类"]),
    (
        "short-video",
        "短视频营销",
        "Short-video marketing",
        ["短视频", "短视频营销人才"],
    ),
]
CATEGORIES = [
    ("food", "食品生鲜", "Food", False),
    ("home-textiles", "家纺", "Home textiles", False),
    ("clothing", "服饰", "Clothing", False),
    ("health", "医药健康", "Medicine and health", True),
]
BASES = [
    ("ZJYYJD", "育英实训基地", "Yuying training base", "ZJYY", "330100", "school"),
    ("HZYT", "杭州源头基地", "Hangzhou source base", None, "330100", "studio"),
]
FAMILY = "陈林沈许程赵何王徐罗顾唐韩冯曹邓彭苏潘袁蒋蔡余杜叶"
GIVEN = [
    "语桐",
    "知夏",
    "佳宁",
    "嘉禾",
    "以安",
    "一诺",
    "书瑶",
    "思齐",
    "知南",
    "可馨",
    "晨曦",
    "若溪",
    "子墨",
    "诗雨",
]


@dataclass
class Invented:
    """A person of the demo, as `add_candidates` takes them."""

    name: str
    id_number: str
    birth_date: date
    phone: str
    guardian_name: str
    guardian_phone: str
    department: str
    major: str
    class_name: str
    student_number: str
    direction: str
    email: str = ""


def credit_code(body: str) -> str:
    """A unified credit code of 17 places with its check digit (GB 32100-2015)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def id_number(birth: date, sequence: int, region: str = "510104") -> str:
    """A resident ID number with its check digit (GB 11643)."""
    body = f"{region}{birth:%Y%m%d}{sequence:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def people(count: int, seed: int) -> Iterator[Invented]:
    draw = random.Random(seed)  # noqa: S311 -- invented people
    for number in range(count):
        birth = date(2004, 1, 1) + timedelta(days=draw.randrange(900))
        yield Invented(
            name=draw.choice(FAMILY) + draw.choice(GIVEN),
            id_number=id_number(birth, 700 + number % 300),
            birth_date=birth,
            phone=f"199{draw.randrange(10**8):08d}",
            guardian_name="",
            guardian_phone="",
            department="数字商贸学院",
            major="网络营销与直播电商",
            class_name=f"直播23{number % 4 + 1:02d}班",
            student_number=f"2023{draw.randrange(10**6):06d}",
            direction=draw.choice(DIRECTIONS)[0],
        )


def places(today: date) -> Batch:
    """Colleges, bases, directions, programmes and the open batch with its quotas."""
    colleges = [
        Campus.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            region_id=region,
            credit_code=credit_code(f"52{region}0{number:08d}"),
        )
        for number, (code, zh, en, region) in enumerate(CAMPUSES, start=7001)
    ]
    directions = [
        Direction.objects.create(slug=slug, name_zh=zh, name_en=en, aliases=aliases)
        for slug, zh, en, aliases in DIRECTIONS
    ]
    for slug, zh, en, licence in CATEGORIES:
        DirectionCategory.objects.create(
            direction=directions[1],
            slug=slug,
            name_zh=zh,
            name_en=en,
            needs_licence=licence,
        )
    for code, zh, en, college, region, site_type in BASES:
        Base.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            campus=next((c for c in colleges if c.code == college), None),
            region_id=region,
            site_type=site_type,
        )
    programme, _ = (
        Programme.objects.create(slug=slug, name_zh=zh, name_en=en)
        for slug, zh, en in PROGRAMMES
    )
    return _batch(programme, colleges, directions, today)


def _batch(
    programme: Programme,
    colleges: list[Campus],
    directions: list[Direction],
    today: date,
) -> Batch:
    batch = Batch.objects.create(
        slug="hangzhou-2026-autumn",
        name_zh="2026 秋·杭州一期",
        name_en="Hangzhou, autumn 2026",
        programme=programme,
        region_id="330100",
        opens_on=today - timedelta(days=60),
        closes_on=today,
    )
    batch.campuses.set(colleges)
    batch.directions.set(directions)
    Quota.objects.bulk_create(
        Quota(batch=batch, direction=direction, places=30) for direction in directions
    )
    return batch


def life(batch: Batch, now: datetime, seed: int) -> None:
    """People on their way through the stages of this app, two months deep."""
    campuses = list(batch.campuses.order_by("code"))
    for number, entry in enumerate(people(36, seed)):
        add_candidates(
            actor=SYSTEM,
            batch=batch,
            campus=campuses[number % len(campuses)],
            entries=[entry],
            reason="直播2301班.xlsx",
            at=now - timedelta(days=50),
        )
    ids = list(Candidate.objects.order_by("pk").values_list("pk", flat=True))
    leave(
        actor=SYSTEM,
        ids=ids[2:3],
        left_reason=LeaveReason.objects.get(slug="further_study"),
        reason="已报名专升本，不再参加",
        at=now - timedelta(days=45),
    )
    _screen(ids[3:], now - timedelta(days=40))
    _incubate(now - timedelta(days=30))


def roster(batch: Batch, campus: Campus, sender: User, now: datetime) -> None:
    """A roster that waits for its sender's word: three good rows, one with a slip."""
    rows = ["姓名,身份证号,手机号,意向方向,班级"]
    for number, entry in enumerate(people(4, seed=11)):
        wrong = entry.id_number[:-1] + ("1" if entry.id_number[-1] == "0" else "0")
        identity = wrong if number == 2 else entry.id_number
        rows.append(
            f"{entry.name},{identity},{entry.phone},综合主播,{entry.class_name}"
        )
    send_roster(
        actor=sender,
        batch=batch,
        campus=campus,
        file_name="直播2304班.csv",
        content="\n".join(rows).encode(),
        notice_version="告知书 2026-1",
        notice_on=now.date() - timedelta(days=1),
    )


def _screen(ids: list[int], at: datetime) -> None:
    register_to_screening(actor=SYSTEM, ids=ids, at=at)
    records = list(Screening.objects.order_by("pk").values_list("pk", flat=True))
    at += timedelta(days=3)
    screening.open_review(actor=SYSTEM, ids=records[2:], at=at)
    screening.ask_more(actor=SYSTEM, ids=records[2:3], reason="视频没有声音", at=at)
    at += timedelta(days=4)
    for decision, part, reason in (
        (Decision.PASSED, records[5:], "讲品有演示，镜头表现自然"),
        (Decision.WAITLISTED, records[4:5], "名额已满，排候补第 1 位"),
        (Decision.REJECTED, records[3:4], "讲品需更多实证"),
    ):
        screening.decide(
            actor=SYSTEM, ids=part, decision=decision, reason=reason, at=at
        )
        screening.release(actor=SYSTEM, ids=part, at=at)
    screening_to_incubation(actor=SYSTEM, ids=records[5:], at=at)


def _incubate(at: datetime) -> None:
    records = list(Incubation.objects.order_by("pk").values_list("pk", flat=True))
    start = at.date()
    papers = {
        "starts_on": start,
        "ends_on": start + timedelta(days=150),
        "agreement_on": start - timedelta(days=5),
        "consent_on": start - timedelta(days=6),
        "policy_number": "PZDS202611043377",
        "insured_until": start + timedelta(days=180),
        "mentor_name": "郭师傅",
        "teacher_name": "林晓岚",
    }
    incubation.activate(actor=SYSTEM, ids=records[3:], papers=papers, at=at)
    incubation.suspend(actor=SYSTEM, ids=records[3:4], reason="期末考试两周", at=at)
