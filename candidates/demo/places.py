"""Colleges, bases, teams, directions, programmes and batches."""

from candidates.demo.clock import Clock
from candidates.demo.people import DIRECTIONS, credit_code
from candidates.register.models import (
    Batch,
    Direction,
    DirectionCategory,
    Programme,
    Quota,
)
from spark.campuses.models import Base, Campus, MatrixTeam

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
    ("HSZY", "湖墅商贸职业学院", "Hushu Vocational College of Commerce", "330100"),
    ("YHZY", "月湖职业技术学院", "Yuehu Vocational and Technical College", "330200"),
    ("JSZY", "锦水职业技术学院", "Jinshui Vocational and Technical College", "510100"),
    ("XLZY", "西岭食品职业学院", "Xiling Vocational College of Food", "510100"),
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
    ("BLJD", "北仑直播实训中心", "Beilun live studio", "LJZY", "330200", "school"),
    ("CXYT", "慈溪小家电源头工厂", "Cixi appliance works", None, "330200", "factory"),
    ("CDPD", "郫都食品源头工厂", "Pidu food works", None, "510100", "factory"),
    ("CDJD", "锦水实训基地", "Jinshui training base", "JSZY", "510100", "school"),
]
# Their staff, and how many of them are hosts.
STAFF = {"HZYT": (1800, 900), "CXYT": (2400, 600), "CDPD": (1500, 500)}
SCHOOL_STAFF = (120, 40)
TEAMS = [
    ("源头好物一队", "Source Team One"),
    ("产业带二队", "Factory Team Two"),
    ("成都食品专场队", "Chengdu Food Team"),
]
# Slug, names, programme, region, colleges; opened and closes so many days ago.
BATCHES = [
    (
        "hangzhou-2026-autumn",
        ("2026 秋·杭甬一期", "Hangzhou and Ningbo, autumn 2026"),
        "spark-plan",
        "330100",
        ["ZJYY", "LJZY", "HSZY", "YHZY"],
        (75, -9),
    ),
    (
        "hangzhou-2026-spring",
        ("2026 春·杭州一期", "Hangzhou, spring 2026"),
        "spark-plan",
        "330100",
        ["ZJYY", "LJZY", "HSZY"],
        (275, 150),
    ),
    (
        "chengdu-2026-autumn",
        ("2026 秋·成都一期", "Chengdu, autumn 2026"),
        "factory-second-class",
        "510100",
        ["JSZY", "XLZY"],
        (58, -23),
    ),
]
SPRING = "hangzhou-2026-spring"  # before reviews were blind
PLACES = {"hangzhou-2026-autumn": 60, "hangzhou-2026-spring": 36}


def places(clock: Clock) -> None:
    """Everything the office sets up before anybody comes."""
    colleges = {
        code: Campus.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            region_id=region,
            credit_code=credit_code(f"52{region}0{number:08d}"),
        )
        for number, (code, zh, en, region) in enumerate(CAMPUSES, start=7001)
    }
    for code, zh, en, college, region, site_type in BASES:
        staff, post_staff = STAFF.get(code, SCHOOL_STAFF)
        Base.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            campus=colleges.get(college or ""),
            region_id=region,
            site_type=site_type,
            staff=staff,
            post_staff=post_staff,
        )
    for zh, en in TEAMS:
        MatrixTeam.objects.create(name_zh=zh, name_en=en)
    for slug, zh, en in PROGRAMMES:
        Programme.objects.create(slug=slug, name_zh=zh, name_en=en)
    _batches(clock, colleges, _directions())


def _directions() -> list[Direction]:
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
    return directions


def _batches(
    clock: Clock, colleges: dict[str, Campus], directions: list[Direction]
) -> None:
    for slug, (zh, en), programme, region, codes, (opened, closes) in BATCHES:
        batch = Batch.objects.create(
            slug=slug,
            name_zh=zh,
            name_en=en,
            programme=Programme.objects.get(slug=programme),
            region_id=region,
            opens_on=clock.day(opened),
            closes_on=clock.day(closes),
            blind=slug != SPRING,
        )
        batch.campuses.set(colleges[code] for code in codes)
        batch.directions.set(directions)
        if slug in PLACES:
            Quota.objects.bulk_create(
                Quota(batch=batch, direction=direction, places=PLACES[slug])
                for direction in directions
            )
