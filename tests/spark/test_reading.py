"""How names are read."""

import pytest

from spark import text

# Name, what its bearer types, initials.
SURNAMES = """
单小燕 shanxiaoyan sxy
仇小雨 qiuxiaoyu qxy
解小青 xiexiaoqing xxq
曾小华 zengxiaohua zxh
盖小明 gexiaoming gxm
查小玉 zhaxiaoyu zxy
区小平 ouxiaoping oxp
朴小英 piaoxiaoying pxy
翟小天 zhaixiaotian zxt
尉迟小文 yuchixiaowen ycxw
万俟小北 moqixiaobei mqxb
夏侯小青 xiahouxiaoqing xhxq
覃小春 qinxiaochun qxc
乐小月 yuexiaoyue yxy
缪小兰 miaoxiaolan mxl
种小田 chongxiaotian cxt
吕小绿 lvxiaolv lxl
吕小律 lüxiaolü lxl
吕小旅 lyuxiaolyu lxl
吕小缕 luxiaolu lxl
澹台小明 tantaixiaoming ttxm
长孙小明 zhangsunxiaoming zsxm
乐正小明 yuezhengxiaoming yzxm
员小明 yunxiaoming yxm
召小明 shaoxiaoming sxm
贠小明 yunxiaoming yxm
單小燕 shanxiaoyan sxy
"""
LINES = [line.split() for line in SURNAMES.strip().splitlines()]


def ways(name: str) -> set[str]:
    return {text.key(name).replace(" ", ""), *text.others(name)}


@pytest.mark.parametrize(("name", "typed", "initials"), LINES)
def test_a_surname_is_read_as_one(name, typed, initials):
    assert text.typed(typed) in ways(name)
    assert "".join(part[0] for part in text.key(name).split()) == initials


def test_only_the_head_of_a_name_is_a_surname():
    assert text.key("曾乐") == "zeng le"
    assert text.key("王曾单") == "wang ceng dan"
    assert text.key("解解") == "xie jie"
    assert text.key("曾·艾合买提").startswith("ceng ")  # a part, no surname


def test_two_characters_are_a_surname_and_a_given_name():
    assert text.key("单于") == "shan yu"


def test_a_name_is_found_by_its_common_reading_too():
    assert {"cengxiaohua", "cxh"} <= ways("曾小华")
    assert {"danyufei", "chanyufei", "shanyufei"} & ways("单于飞")


def test_letters_are_found_without_their_marks():
    assert text.key("Nguyễn Thị Ánh") == "nguyen thi anh"
    assert text.key("Đặng Văn Ất") == "dang van at"
    assert text.key("O’Brien-Lee") == "obrien lee"
    assert text.typed("O'Brien Lee") == "obrienlee"
    assert text.typed("zēng lǜ") == text.typed("zenglü") == "zenglv"
    assert "muller" in ways("Müller")


def test_a_name_of_parts_is_found_from_each_part_on():
    found = ways("古丽米热·艾合买提·吐尔逊")
    assert {"艾合买提吐尔逊", "吐尔逊", "tuerxun", "txe"} - found == {"txe"}
    assert "aihemaitituerxun" in found
    assert "古丽米热艾合买提吐尔逊" in found


def test_most_names_have_one_reading():
    assert text.others("林可馨") == text.others("欧阳慕白") == set()
