"""How surnames are read where it isn't how the character is mostly read.

Source: 现代汉语词典 (7th edition), its readings marked 姓; Unihan's kMandarin for the
others. The first reading sorts; all of them find.
"""

# One character → readings.
SINGLE = {
    "乐": "yue le", "乜": "nie mie", "仇": "qiu", "佴": "nai", "区": "ou", "區": "ou",
    "单": "shan", "卜": "bu", "句": "gou ju", "召": "shao zhao", "员": "yun yuan",
    "員": "yun yuan", "單": "shan", "宓": "mi fu", "尉": "wei yu", "強": "qiang jiang",
    "强": "qiang jiang", "折": "she zhe", "晟": "cheng sheng", "曾": "zeng",
    "朴": "piao pu", "柏": "bai bo", "查": "zha cha", "樂": "yue le",
    "洗": "xian", "澹": "tan", "牟": "mou mu", "盖": "ge gai", "瞿": "qu ju",
    "祭": "zhai ji", "种": "chong", "秘": "bi mi", "種": "chong", "粘": "nian",
    "繁": "po", "繆": "miao mou", "缪": "miao mou", "翟": "zhai di", "能": "nai neng",
    "莘": "shen xin", "蓋": "ge gai", "蔚": "yu wei", "薄": "bo bao", "覃": "qin tan",
    "角": "jue jiao", "解": "xie", "谌": "chen shen", "費": "fei bi", "賁": "ben",
    "贠": "yun", "费": "fei bi", "适": "kuo shi", "郄": "qie xi", "郇": "xun huan",
    "郗": "xi chi", "都": "du", "長": "chang zhang", "长": "chang zhang", "阚": "kan",
    "降": "jiang xiang", "隗": "wei kui", "隽": "juan jun", "黑": "hei he",
}  # fmt: skip

# Two characters → readings, a syllable for each. 单于 is mostly 单 before a given name.
DOUBLE = {
    "万俟": ["mo qi", "wan si"], "乐正": ["yue zheng"], "单于": ["shan yu", "chan yu"],
    "單于": ["shan yu", "chan yu"], "子车": ["zi ju", "zi che"],
    "尉迟": ["yu chi", "wei chi"], "尉遲": ["yu chi", "wei chi"],
    "毋丘": ["guan qiu", "wu qiu"], "母丘": ["guan qiu", "mu qiu"], "澹台": ["tan tai"],
    "長孫": ["zhang sun"], "长孙": ["zhang sun"],
}  # fmt: skip
