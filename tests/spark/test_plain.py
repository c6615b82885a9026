"""Text files: quotation marks, encodings, separators; refused by the row, or read."""

import pytest

from spark.sheets import Unreadable, read

HEAD = "姓名,班级,备注"


def lines(*given: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([HEAD, *given, ""]).encode(encoding)


def cells(content: bytes) -> list:
    return [row.cells for row in read(content)[0].rows[1:]]


def refused(content: bytes) -> tuple:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return caught.value.code, caught.value.facts.get("row")


@pytest.mark.parametrize(
    "more",
    [
        ['"何小满,一班,', "许小北,一班,"],
        ['"何小满,一班,', "许小北,一班,", '夏小荷,"二",好'],
        ['"何小满,一班,', '许小北,直播"尖子"班,'],
        ['"何小满,一班,', '许小北,5",'],
        ['何小满,"一班,', '许小北,一班,好"'],
        ['"何小满,一班,"好"'],
        ['何小满,一班,"' + "很长" * 100_000],
    ],
    ids=["end", "quoted", "inner", "inch", "second", "same row", "very long"],
)
def test_a_mark_that_swallows_cells_or_rows_is_refused_by_its_row(more):
    assert refused(lines("林可欣,一班,", *more)) == ("sheet-open-quote", 3)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('林可欣,直播"尖子"班,', ["林可欣", '直播"尖子"班', None]),
        ('林可欣,"直播""尖子""班",', ["林可欣", '直播"尖子"班', None]),
        ('林可欣,"一班,二班",好', ["林可欣", "一班,二班", "好"]),
        ('林可欣,"一班\r\n二班",好', ["林可欣", "一班\r\n二班", "好"]),
        ('林可欣,一班,"好\n\n很好"', ["林可欣", "一班", "好\n\n很好"]),
        ('林可欣,"尖子"班,', ["林可欣", "尖子班", None]),
    ],
)
def test_a_mark_that_does_no_harm_is_read(line, expected):
    assert cells(lines(line, "周小宁,一班,")) == [expected, ["周小宁", "一班", None]]


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("gb18030", "GBK"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_what_the_bytes_were_taken_for_is_kept_where_it_is_a_guess(encoding, guessed):
    (page,) = read(lines("林可欣,直播2301班,好", encoding=encoding))
    assert page.guessed == guessed
    assert page.rows[1].cells == ["林可欣", "直播2301班", "好"]


def test_traditional_characters_of_taiwan_are_told_from_gbk():
    text = "姓名,身分證號,手機\n陳怡君,A123456789,0912345678\n張家豪,B123456789,0912\n"
    (page,) = read(text.encode("big5"))
    assert page.guessed == "Big5"
    assert page.rows[1].cells[0] == "陳怡君"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030"], ids=["utf-8", "marked", "gbk"]
)
def test_bytes_that_are_no_characters_are_refused_by_their_row(encoding):
    names = "林可欣,直播2301班,好\r\n" * 20
    good = lines(names, encoding=encoding)
    broken = good + "周小宁,".encode(encoding) + b"\xff\xff,\r\n"
    assert refused(broken) == ("sheet-encoding", broken.count(b"\n"))
    assert refused(good + "周".encode(encoding)[:1])[0] == "sheet-encoding"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_cells_are_parted_by_what_parts_the_header(separator):
    text = HEAD.replace(",", separator) + f"\n林可欣{separator}一,二、三{separator}\n"
    quoted = text.replace("一,二、三", '"一,二、三"')
    assert cells(quoted.encode()) == [["林可欣", "一,二、三", None]]


def test_excel_s_line_on_the_separator_is_no_row_but_counts_as_one():
    (page,) = read("sep=;\r\n姓名;班级\r\n林,可欣;一班\r\n".encode())
    assert [row.number for row in page.rows if row.cells] == [2, 3]
    assert page.rows[2].cells == ["林,可欣", "一班"]
