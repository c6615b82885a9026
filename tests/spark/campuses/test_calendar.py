"""What the dated tables say of a day."""

from datetime import date
from importlib import import_module

import pytest

from spark.campuses import calendar
from spark.campuses.models import (
    Holiday,
    Level,
    LimitCode,
    MinimumWage,
    ProvincialLimit,
    Region,
)

pytestmark = pytest.mark.usefixtures("anywhere")

SATURDAY, SUNDAY, MONDAY = date(2031, 5, 3), date(2031, 5, 4), date(2031, 5, 5)
JANUARY, MAY = date(2031, 1, 1), date(2031, 5, 1)


@pytest.fixture
def province(db) -> Region:
    region, _ = Region.objects.update_or_create(
        code="330000", defaults={"name_zh": "浙江省", "name_en": "Zhejiang"}
    )
    return region


@pytest.fixture
def city(province) -> Region:
    region, _ = Region.objects.update_or_create(
        code="330100",
        defaults={"name_zh": "杭州市", "name_en": "Hangzhou", "parent": province},
    )
    return region


def holiday(day: date, kind: str) -> None:
    Holiday.objects.create(
        day=day, kind=kind, name_zh="假日", name_en="Holiday", source="通知"
    )


def limit(region: Region, value: int, since: date, **other) -> None:
    given = {"code": LimitCode.DAY_HOURS, "level": Level.BLOCK, "source": "省规定"}
    ProvincialLimit.objects.create(
        region=region, value=value, valid_from=since, **given | other
    )


def test_without_a_line_the_weekday_decides(db):
    assert calendar.is_rest_day(SATURDAY)
    assert calendar.is_rest_day(SUNDAY)
    assert not calendar.is_rest_day(MONDAY)
    assert not calendar.is_statutory(SUNDAY)


@pytest.mark.parametrize(
    ("kind", "rest", "statutory"),
    [("statutory", True, True), ("rest", True, False), ("working", False, False)],
)
def test_a_line_decides_over_the_weekday(db, kind, rest, statutory):
    for day in (SATURDAY, MONDAY):
        holiday(day, kind)
        assert calendar.is_rest_day(day) == rest
        assert calendar.is_statutory(day) == statutory


def test_many_days_are_one_query(db, django_assert_num_queries):
    holiday(MONDAY, "statutory")
    with django_assert_num_queries(1):
        days = calendar.Days.between(SATURDAY, MONDAY)
        found = [days.is_rest_day(day) for day in (SATURDAY, SUNDAY, MONDAY)]
    assert found == [True, True, True]
    with pytest.raises(ValueError, match="outside"):
        days.is_statutory(date(2031, 5, 6))


def test_the_minimum_wage_is_the_newest_in_force(city):
    for fen, since in ((230_000, JANUARY), (250_000, MAY)):
        MinimumWage.objects.create(
            region=city, monthly_fen=fen, valid_from=since, source="通知"
        )
    MinimumWage.objects.filter(valid_from__lt=JANUARY).delete()
    found = [
        calendar.minimum_wage(city, day)
        for day in (date(2030, 12, 31), JANUARY, date(2031, 4, 30), MAY)
    ]
    assert found == [None, 230_000, 230_000, 250_000]


def test_a_city_without_a_wage_has_its_provinces(province, city):
    MinimumWage.objects.all().delete()
    MinimumWage.objects.create(
        region=province, monthly_fen=201_000, valid_from=MAY, source="通知"
    )
    assert calendar.minimum_wage(city, MAY) == 201_000
    MinimumWage.objects.create(
        region=city, monthly_fen=249_000, valid_from=JANUARY, source="通知"
    )
    assert calendar.minimum_wage(city, MAY) == 249_000
    assert calendar.minimum_wage(province, MAY) == 201_000


def test_without_a_provinces_line_the_nations_limit_holds(city):
    assert calendar.limit(city, LimitCode.DAY_HOURS, MAY) == calendar.Limit(8, "block")
    rest = calendar.limit(city, LimitCode.REST_DAY_HOURS, MAY)
    assert rest == calendar.Limit(0, "warn")


def test_every_limit_has_a_national_value():
    assert set(calendar.NATIONAL) == set(LimitCode)


def test_a_limit_is_the_citys_before_the_provinces_and_the_newest(province, city):
    limit(province, 7, JANUARY)
    assert calendar.limit(city, LimitCode.DAY_HOURS, MAY).value == 7
    limit(province, 6, MAY)
    assert calendar.limit(city, LimitCode.DAY_HOURS, MAY).value == 6
    assert calendar.limit(city, LimitCode.DAY_HOURS, JANUARY).value == 7
    limit(city, 5, JANUARY, level=Level.WARN, source="市规定")
    found = calendar.limit(city, LimitCode.DAY_HOURS, MAY)
    assert found == calendar.Limit(5, "warn", "市规定")
    assert calendar.limit(province, LimitCode.DAY_HOURS, MAY).value == 6


def test_all_limits_are_one_query(city, django_assert_num_queries):
    limit(city, 5, JANUARY)
    with django_assert_num_queries(1):
        found = calendar.limits(city, MAY)
    assert set(found) == set(LimitCode)


def seeded() -> dict[date, str]:
    module = import_module("spark.campuses.migrations.0003_dated_tables")
    return {day: kind for _, day, kind in module.days()}


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_has_thirteen_statutory_days(year):
    days = seeded()
    statutory = [day for day in days if day.year == year and days[day] == "statutory"]
    assert len(statutory) == 13


def test_only_weekends_are_swapped_for_working_days():
    swapped = [day for day, kind in seeded().items() if kind == "working"]
    assert len(swapped) == 6
    assert {day.weekday() for day in swapped} <= {5, 6}


def test_zhejiang_is_seeded_by_city():
    regions = import_module("spark.campuses.migrations.0002_regions")
    codes = {code for code, *_ in regions.CITIES}
    assert len(regions.PROVINCES) == 34
    assert len([code for code in codes if code.startswith("33")]) == 11
    assert "510100" in codes
    wages = import_module("spark.campuses.migrations.0003_dated_tables").WAGES
    cities = [code for tier in wages.values() for code in tier]
    assert sorted(cities) == sorted(code for code in codes if code.startswith("33"))
