"""Invented people: names, numbers, classes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
FAMILY = (
    "陈林沈许程赵何王徐罗顾唐韩冯曹邓彭苏潘袁蒋蔡余杜叶李张刘杨黄吴周孙朱胡高郑谢宋"
)
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
    "梦瑶",
    "欣怡",
    "雨欣",
    "梓涵",
    "佳怡",
    "俊杰",
    "浩然",
    "子轩",
    "宇航",
    "嘉豪",
    "文博",
    "雨婷",
    "静怡",
    "思雨",
    "婉婷",
    "晓彤",
    "心悦",
    "依诺",
    "雅婷",
    "紫萱",
    "天宇",
    "志豪",
    "泽宇",
    "博文",
    "家豪",
    "奕辰",
    "丽娜",
    "慧敏",
    "海燕",
    "婷婷",
    "晓敏",
    "丹妮",
    "倩倩",
    "悦",
    "航",
    "蕾",
    "想",
    "琪",
    "涛",
    "敏",
    "洁",
    "阳",
    "鑫",
    "颖",
    "楠",
    "宁",
    "璐",
    "凯",
    "佩珊",
    "舒雅",
    "安琪",
    "美琳",
    "锦程",
    "明轩",
    "振宇",
    "立诚",
]
# Names that lists and forms must hold: the longest, and those without a family name.
RARE = ["阿卜杜热合曼·吾布力卡斯木", "欧阳文静", "扎西卓玛", "古丽米热·艾合买提"]
# Department, major, and what its classes are called for short.
STUDIES = [
    ("数字商贸学院", "网络营销与直播电商", "直播"),
    ("数字商贸学院", "电子商务", "电商"),
    ("文化创意学院", "播音与主持", "播音"),
    ("经济管理学院", "市场营销", "营销"),
    ("艺术设计学院", "服装与服饰设计", "服设"),
]
# Where ID numbers were issued: Hangzhou, Shaoxing, Jinhua, Shangrao, Fuyang, Chengdu.
ISSUED = ["330106", "330602", "330702", "361102", "341202", "510104"]
ADULT = 18


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


class Crowd:
    """Draws people by a seed: the same seed gives the same ones, no name twice."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 -- invented people
        names = [family + given for family in FAMILY for given in GIVEN]
        self.names = iter(self.draw.sample(names, len(names)))
        self.rare = iter(RARE)
        self.number = 0

    def people(self, count: int, college: str, started: int) -> Iterator[Invented]:
        """Students of a college who began in the year `started`.

        Every eleventh is still a minor, every third has no e-mail, and one in fifty
        has a rare name.
        """
        for _ in range(count):
            self.number += 1
            yield self._person(college.lower(), started)

    def _person(self, college: str, started: int) -> Invented:
        draw, number = self.draw, self.number
        minor = number % 11 == 0
        born = date(started - (15 if minor else 19), 9, 1)
        birth = born + timedelta(days=draw.randrange(330))
        department, major, short = draw.choice(STUDIES)
        kind = "五年制" if minor else ""
        name = next(self.names)
        if number % 50 == 1:
            name = next(self.rare, name)
        student = f"{started}{draw.randrange(10**6):06d}"
        return Invented(
            name=name,
            id_number=id_number(birth, number % 1000, draw.choice(ISSUED)),
            birth_date=birth,
            phone=_phone(draw),
            guardian_name=name[0]
            + draw.choice(["建国", "国强", "志明", "秀英", "丽华"])
            if minor
            else "",
            guardian_phone=_phone(draw) if minor else "",
            department=department,
            major=major,
            class_name=f"{kind}{short}{started % 100}{draw.randrange(1, 5):02d}班",
            student_number=student,
            direction=draw.choice(DIRECTIONS)[0],
            email="" if number % 3 == 0 else f"{student}@{college}.example",
        )


def _phone(draw: random.Random) -> str:
    return f"199{draw.randrange(10**8):08d}"
