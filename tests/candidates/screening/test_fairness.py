"""Pass rates as published examples have them, and as the office reads them."""

from collections.abc import Callable

import pytest
from django.test import Client

from candidates.demo import id_number
from candidates.screening import actions
from candidates.screening.fairness import Group, compare, parts_shown, wilson
from candidates.screening.models import Screening
from spark import clock
from spark.sheets import read
from tests.story import record_of
from tests.world import World

PAGE, FILE = "/screening/fairness/", "/screening/fairness/report.xlsx"


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_as_published(passed, of, low, high):
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert wilson(passed, of) == pytest.approx((low, high), abs=5e-5)
    mirrored = wilson(of - passed, of)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_four_fifths_as_published():
    """Questions and Answers on the Uniform Guidelines (1979), no. 12.

    Of 80 White applicants 48 are hired, of 40 Black 12: 30 % is half of 60 %.
    """
    best, other = compare([Group("Black", 40, 12), Group("White", 80, 48)])
    assert (best.group.name, best.of_best, best.falls_short) == ("White", 100, False)
    assert (other.of_best, other.falls_short, other.overlaps) == (50, True, False)


def test_four_fifths_itself_is_enough_and_a_hair_less_is_not():
    _, exactly = compare([Group("a", 100, 50), Group("b", 100, 40)])
    assert (exactly.of_best, exactly.falls_short) == (80, False)
    _, less = compare([Group("a", 10000, 5000), Group("b", 10000, 3999)])
    assert (less.of_best, less.falls_short) == (79.9, True)


def test_nobody_passed():
    rows = compare([Group("a", 12), Group("b", 20)])
    assert [(row.ratio, row.falls_short) for row in rows] == [(None, False)] * 2


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([30, 20, 10], [10, 20, 30]),
        ([30, 20, 9], [30]),  # one alone would be what is left of the whole
        ([40, 30, 5, 5], [30, 40]),
        ([40, 30, 4, 5], [40]),  # nine together are too few as well
        ([9, 50], []),
        ([9], []),
        ([12], [12]),
        ([4, 5], []),
    ],
)
def test_no_hidden_group_can_be_told_from_what_is_left(sizes, shown):
    parts = [Group(str(place), size) for place, size in enumerate(sizes)]
    whole = Group("", sum(sizes), parts=parts)
    kept = [part.of for part in parts_shown(whole)]
    assert kept == shown
    left = whole.of - sum(kept)
    assert left == 0 or left >= 10 or whole.of < 10  # such a whole isn't shown


Decide = Callable[..., Screening]


@pytest.fixture
def decide(world: World) -> Decide:
    """Decides on so many new people, women or men; releases it if asked to."""
    serial = iter(range(1, 900))

    def done(count: int, passing: int, *, woman=True, release=False, **more) -> None:
        birth = clock.today().replace(year=clock.today().year - 20, day=1)
        for place in range(count):
            number = 2 * next(serial) + (0 if woman else 1)
            given = {"id_number": id_number(birth, number), "birth_date": birth}
            person = world.candidate("in_review", **(given | more))
            pk = record_of(Screening, person).pk
            decision = "passed" if place < passing else "rejected"
            acted = {"actor": world.office, "ids": [pk]}
            actions.decide(**acted, decision=decision, reason="讲品好")
            if release:
                actions.release(**acted)

    return done


def test_the_office_reads_who_falls_short(office: Client, decide: Decide):
    decide(10, 9)
    decide(10, 2, woman=False)
    page = office.get(PAGE).text
    assert "已决定 20 人，其中通过 11 人（55%）" in page
    assert "男：通过率 20%，是最高组（女，90%）的 22.2%，低于五分之四。" in page
    assert "两个区间没有重叠" in page
    # One college, one city: nothing beside it.
    assert page.count("可以显示的组不足两个") == 3


def test_what_is_few_is_nowhere(office: Client, decide: Decide, world: World):
    decide(10, 5, department="甲系")
    decide(2, 2, department="乙系", woman=False)
    page = office.get(PAGE).text
    assert "女" not in page.split('id="by-sex"')[1].split("</section>")[0]
    assert "甲系" not in page and "乙系" not in page
    assert page.count("2 组未显示") == 2
    sheet = office.get(FILE)
    assert "甲系" not in str(cells(sheet.content))


def test_fewer_than_ten_are_not_even_counted(office: Client, decide: Decide):
    decide(9, 3)
    page = office.get(PAGE).text
    assert "人数太少" in page and "其中通过" not in page
    assert office.get("/screening/fairness/?of=released").text.count("人数太少") == 1


def test_decided_and_released_are_counted_apart(office: Client, decide: Decide):
    decide(10, 5, release=True)
    decide(10, 10)
    assert "已决定 20 人，其中通过 15 人" in office.get(PAGE).text
    assert "已决定 10 人，其中通过 5 人" in office.get(f"{PAGE}?of=released").text


def test_nothing_is_decided_yet(office: Client):
    assert "还没有决定" in office.get(PAGE).text


def test_a_batch_there_is_not(office: Client, decide: Decide):
    decide(1, 1)
    assert "nowhere" in office.get(f"{PAGE}?batch=nowhere").text
    assert office.get(f"{FILE}?batch=nowhere").status_code == 422


def cells(content: bytes) -> list[list]:
    return [row.cells for row in read(content)[0].rows]


def test_the_sheet_has_what_the_page_shows(office: Client, decide: Decide):
    decide(12, 9)
    decide(10, 2, woman=False)
    answer = office.get(FILE)
    assert "private" in answer["Cache-Control"]
    rows = cells(answer.content)
    assert "29 CFR 1607.4(D)" in str(rows[1])
    assert ["性别", "女", 12, 9, 75, 46.8, 91.1, 100, "否", "是"] in rows
    assert ["性别", "男", 10, 2, 20, 5.7, 51, 26.6, "是", "是"] in rows


@pytest.mark.parametrize("more", [1, 3])
def test_as_few_queries_for_any_number(
    office: Client,
    decide: Decide,
    world: World,
    more: int,
    django_assert_num_queries,
):
    decide(10, 5)
    for place in range(more):
        campus = world.college(f"X{place}Y", f"学院{place}", 10 + place)
        world.batch.campuses.add(campus)
        decide(10, 5, campus=campus, department=f"系{place}")
    office.get(PAGE)
    with django_assert_num_queries(7):
        page = office.get(PAGE).text
    assert f"学院{more - 1}" in page
