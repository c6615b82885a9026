"""Finding people by their names, and the order they give."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.lists.queries import candidates
from candidates.register.actions.naming import read_again
from candidates.register.models import Person, Reading
from spark.sheets import read
from spark.sheets.writing import csv_lines, workbook
from tests.candidates.register.identities import (
    correcting,
    in_another_batch,
    merging,
)
from tests.candidates.register.test_views import listed
from tests.spark.test_reading import LINES
from tests.world import World

ULUG = "古丽米热·艾合买提"


def found(world: World, sought: str) -> set[str]:
    rows = candidates(world.office, {"q": sought})
    return set(rows.values_list("person__name", flat=True))


@pytest.mark.parametrize(
    "sought",
    [
        "古丽米热·艾合买提",
        "古丽米热•艾合买提",
        "古丽米热・艾",
        "古丽米热.艾",
        "古丽米热 艾合买提",
        "古丽米热艾合",
        "古丽",
        "gulimire",
        "GuLi MiRe ai",
        "glmr",
        "艾合买提",
        "aihemaiti",
        "ahmt",
        "\u200b古丽米热",
    ],
)
def test_a_name_of_parts_is_found_however_it_is_typed(client, world, sought):
    world.candidate(name=ULUG)
    world.candidate(name="古力")
    rows = listed(client, world, f"?q={sought}")
    assert [row.person.name for row in rows] == [ULUG]


def test_surnames_are_found_and_stand_in_order(client, world):
    for name, typed, initials in LINES[:19]:
        world.candidate(name=name)
        for sought in (typed, initials, name, typed.upper()):
            assert name in found(world, sought), sought
    assert "曾小华" in found(world, "cengxiao")
    names = [row.person.name for row in listed(client, world, "?sort=name")]
    assert names.index("单小燕") > names.index("仇小雨") > names.index("朴小英")
    assert names.index("曾小华") > names.index("乐小月")


@pytest.mark.parametrize(
    ("name", "sought"),
    [
        ("周䶮", "周\ue863"),
        ("吴\u9fb4", "吴\ue81e"),
        ("马大民", "⻢⼤"),
        ("Nguyễn Thị Ánh", "nguyen thi"),
        ("Đặng Văn Ất", "van at"),
        ("O’Brien-Lee", "o'brien"),
        ("李Alice", "李ａｌｉｃｅ"),
        ("王𰻝", "王𰻝"),
    ],
)
def test_what_is_kept_is_found_by_what_looks_the_same(world, name, sought):
    world.candidate(name=name)
    world.candidate()
    assert found(world, sought) == {name}


def test_a_search_that_finds_nobody_says_how_names_are_found(office, world):
    world.candidate()
    assert "姓名从开头查找" in office.get("/candidates/?q=小华").text


def test_another_name_is_found_by_that_alone(world):
    candidate = world.candidate(name="曾小华")
    correcting(candidate.pk, name="单小华")(world.office)
    assert not found(world, "zeng") | found(world, "ceng")
    assert found(world, "shan") == found(world, "dan") == {"单小华"}


def test_who_was_merged_leaves_no_readings(world):
    earlier = in_another_batch(world, name="单小华")
    candidate = world.candidate(name="曾小华")
    merging(candidate.pk, earlier.person_id)(world.office)
    assert found(world, "dan") == {"单小华"}
    assert set(Reading.objects.values_list("person", flat=True)) == {earlier.person_id}


def test_who_was_read_otherwise_is_read_again_some_at_a_time(world, monkeypatch):
    monkeypatch.setattr("candidates.register.actions.naming.SIZE", 2)
    for name in ("曾小华", "单小燕", ULUG, "林一", "吕小律"):
        world.candidate(name=name)
    right = Person.objects.order_by("pk").values_list("name_key", "readings__key")
    wanted = set(right)
    Person.objects.update(name_key="old")
    Reading.objects.filter(key__startswith="c").delete()
    Reading.objects.create(person=Person.objects.first(), key="wrong")
    said = StringIO()
    call_command("read_names", stdout=said)
    assert said.getvalue() == "8 readings changed\n"
    assert set(right.all()) == wanted
    assert read_again() == 0


def test_a_search_takes_as_many_queries_for_many(world):
    found(world, "x")
    counts = []
    for _ in range(2):
        world.candidate(name=ULUG)
        with CaptureQueriesContext(connection) as captured:
            list(candidates(world.office, {"q": "艾合"}))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_each_way_to_a_name_is_by_an_index(world):
    """In a small table others would be as cheap: only bitmaps show what is possible."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = candidates(world.office, {"q": "zengxiao"}).explain()
    for index in (
        "person_by_name",
        "person_by_pinyin_solid",
        "person_by_initials",
        "reading_by_key",
    ):
        assert index in plan


def test_rare_characters_leave_as_they_came():
    names = ["周䶮", "陈𬀩", "李㛃", "吴\u9fb4", "赵堃", "孙𠅤川", "郑〇", "王𰻝", ULUG]
    rows = [[name] for name in names]
    assert [row.cells for row in read(workbook(["姓名"], rows))[0].rows[1:]] == rows
    lines = "".join(csv_lines(["姓名"], rows)).encode()
    assert [row.cells for row in read(lines)[0].rows[1:]] == rows
