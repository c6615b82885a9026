"""What a clerk is told of a cell: what stands there, where, and what to write."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from stdnum.cn import ric

from candidates.register.sheets import cells
from candidates.register.sheets.words import reason_text
from tests.candidates.rosters.small_roster import ADULT, checked_row

SPACED = f"{ADULT[:6]} {ADULT[6:14]}-{ADULT[14:]}"
WIDE = ADULT.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
PHONE = "13800000001"

NAMES = {
    "王芳1": ("name-character", "第 3 个字符是“1”（U+0031）"),
    "王_明": ("name-character", "第 2 个字符是“_”"),
    "😀王": ("name-character", "第 1 个字符是“😀”（U+1F600）"),
    "古丽米热—艾合买提": ("name-character", "请用“·”（U+00B7）"),
    "古丽*买买提": ("name-character", "第 3 个字符是“*”"),
    "2026001": ("name-is-number", "填错了列"),
    "王芳、李明": ("name-several", "一人一行"),
    "王芳/李明": ("name-several", "一人一行"),
    "王芳（班长）": ("name-note", "“(班长)”"),
    "林小雨同学": ("name-title", "“同学”"),
    "王先生": ("name-title", "“先生”"),
    "Mr. Wang": ("name-title", "“Mr.”"),
    "王·": ("name-parts", "缺字"),
    "钱\ue5f1": ("name-unreadable", "（U+E5F1）无法显示"),
    "\ud800王": ("name-unreadable", "第 1 个字符（U+D800）"),
    "张": ("name-size", "长度是 1 个字"),
}
PHONES = {
    f"{PHONE}、13900000002": ("phone-several", "只保留一个"),
    f"{PHONE} 13900000002": ("phone-several", "只保留一个"),
    f"{PHONE}13900000002": ("phone-several", "只保留一个"),
    f"{PHONE}/0571-86777777": ("phone-several", "只保留一个"),
    ADULT: ("phone-is-id", "这是身份证号"),
    SPACED: ("phone-is-id", "这是身份证号"),
    "0571-86777777": ("phone-landline", "固定电话"),
    "+852 9123 4567": ("phone-abroad", "（+852）"),
    "138O0000001": ("phone-letter", "第 4 位是字母 O，请改为数字 0"),
    "138****0001": ("phone-masked", "星号"),
    "1.38E+10": ("phone-lost-digits", "文本"),
    f"{PHONE}(妈妈)": ("phone-character", "第 12 位是“妈”"),
    "12345": ("phone-length", "是 5 位"),
    "23800000001": ("phone-not-mobile", "13 至 19"),
}
NUMBERS = {
    f"{ADULT}、{ADULT}": ("id-number-several", "两个身份证号"),
    PHONE: ("id-number-is-phone", "这是手机号"),
    "330106050301123": ("id-number-old", "15 位"),
    f"{ADULT[:6]}2OO5{ADULT[10:]}": (
        "id-number-letter",
        "第 8 位是字母 O，请改为数字 0",
    ),
    f"{ADULT[:16]}l{ADULT[17]}": ("id-number-letter", "请改为数字 1"),
    f"{ADULT[:5]}?{ADULT[6:]}": ("id-number-character", "第 6 位是“?”（U+003F）"),
    f"X{ADULT[1:]}": ("id-number-character", "第 1 位是“X”"),
    "3.30106E+17": ("id-number-lost-digits", "文本"),
    "USA310062052600": ("id-number-permit-old", "9 开头"),
    "H12345678": ("id-number-home-permit", "81 或 82 开头"),
    "M1234567801": ("id-number-home-permit", "回乡证"),
    "12345678": ("id-number-taiwan-permit", "83 开头"),
    "E12345678": ("id-number-passport", "护照"),
    "EA1234567": ("id-number-passport", "居住证"),
}
WRONG = [
    *((cells.full_name, given, *said) for given, said in NAMES.items()),
    *((cells.phone, given, *said) for given, said in PHONES.items()),
    *((cells.id_number, given, *said) for given, said in NUMBERS.items()),
]


@pytest.mark.parametrize(("read", "given", "code", "said"), WRONG)
def test_a_clerk_is_told_what_stands_there_and_what_to_write(read, given, code, said):
    with pytest.raises(ValidationError) as caught:
        read(given)
    (error,) = caught.value.error_list
    assert error.code == code
    with translation.override("zh-hans"):
        assert said in reason_text(code, error.params or {})
    with translation.override("en"):
        english = reason_text(code, error.params or {})
    assert english.isprintable() and "%(" not in english and ADULT not in english


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "911124"])
def test_permits_of_eighteen_places_are_taken(region):
    body = f"{region}20050301001"
    number = body + ric.calc_check_digit(body + "0")
    assert checked_row(id=number).outcome == "accept"


@pytest.mark.parametrize(
    "written", [SPACED, WIDE, f"'{ADULT}", f'="{ADULT}"', f"{ADULT}\u202c"]
)
def test_how_a_number_is_written_is_no_reason(written):
    assert cells.id_number(written) == ADULT


@pytest.mark.parametrize("cross", "xｘ×ХΧ✕Ⅹⅹ")
def test_any_cross_is_an_x(cross):
    number = next(
        body + "X"
        for n in range(100)
        if ric.calc_check_digit((body := f"33010620050301{n:03}") + "0") == "X"
    )
    assert cells.id_number(number[:17] + cross) == number


def test_a_guardian_may_be_called_by_a_title():
    assert cells.name("王女士") == "王女士"


@pytest.mark.parametrize(
    "code", ["id-number-characters", "name-characters", "name-length"]
)
def test_what_the_release_before_found_is_still_told(code):
    assert "%(" not in reason_text(code, {})
