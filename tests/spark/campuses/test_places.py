"""Places: what a region, a college and a base must be."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from candidates.demo import credit_code
from spark.campuses.models import Base, Campus, Holiday, Region, SiteType

FORBIDDEN = {"bar", "night_club", "karaoke", "bath", "arcade", "internet_cafe"}


def errors(row, *fields: str) -> set[str]:
    """The fields `full_clean` finds fault with."""
    try:
        row.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def campus(**changes) -> Campus:
    given = {
        "code": "NBZY",
        "name_zh": "宁波职业学院",
        "name_en": "Ningbo",
        "credit_code": credit_code("52330200000000901"),
        "region_id": "330100",
    }
    return Campus(**given | changes)


def base(world, **changes) -> Base:
    given = {
        "code": "HZYT",
        "name_zh": "源头基地",
        "name_en": "Source",
        "region": world.region,
    }
    return Base(**given | changes)


def test_a_name_is_said_in_the_active_language(world):
    with translation.override("en"):
        assert str(world.region) == "Hangzhou"
    with translation.override("zh-hans"):
        assert str(world.region) == "杭州市"


def test_a_credit_code_has_its_check_digit(world):
    good = campus()
    assert errors(good) == set()
    body, digit = good.credit_code[:-1], good.credit_code[-1]
    wrong = body + ("0" if digit != "0" else "1")
    assert errors(campus(credit_code=wrong)) == {"credit_code"}
    assert errors(campus(credit_code=world.campus.credit_code)) == {"credit_code"}


@pytest.mark.parametrize("code", ["zjyy", "1ZJ", "Z", "ZJ-YY", "Z" * 13, "浙江"])
def test_a_campus_code_is_short_capitals(world, code):
    assert errors(campus(code=code)) == {"code"}


def test_a_campus_code_is_given_once(world):
    assert errors(campus(code=world.campus.code)) == {"code"}


@pytest.mark.parametrize("site_type", SiteType.values)
def test_no_base_is_at_a_site_the_law_forbids(world, site_type):
    found = base(world, site_type=site_type)
    assert ("site_type" in errors(found)) == (site_type in FORBIDDEN)
    with transaction.atomic():
        if site_type in FORBIDDEN:
            with pytest.raises(IntegrityError, match="base_site_type_allowed"):
                found.save()
        else:
            found.save()


def test_the_refusal_of_a_site_names_the_law(world):
    with translation.override("zh-hans"), pytest.raises(ValidationError) as raised:
        base(world, site_type="bar").full_clean()
    assert "《职业学校学生实习管理规定》第十六条" in str(raised.value)


@pytest.mark.parametrize(
    ("code", "parent", "good"),
    [
        ("990000", None, True),
        ("990000", "330000", False),
        ("339900", "330000", True),
        ("339900", None, False),
        ("519900", "330000", False),
    ],
)
def test_a_city_is_of_the_province_of_its_code(world, code, parent, good):
    Region.objects.update_or_create(
        code="330000", defaults={"name_zh": "浙江省", "name_en": "Zhejiang"}
    )
    region = Region(code=code, name_zh="某地", name_en="Somewhere", parent_id=parent)
    assert errors(region) == (set() if good else {"parent"})


@pytest.mark.parametrize(
    ("day", "kind", "good"),
    [
        ("2031-05-03", "working", True),  # a Saturday
        ("2031-05-05", "working", False),
        ("2031-05-05", "statutory", True),
    ],
)
def test_only_a_weekend_is_swapped_for_a_working_day(db, day, kind, good):
    line = Holiday(day=day, kind=kind, name_zh="调休", name_en="Swap", source="通知")
    assert errors(line) == (set() if good else {"day"})
