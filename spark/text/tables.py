"""Facts about characters: what older systems and similar shapes stand for.

Sources: the Encoding Standard's index gb18030 with the amendments of GB 18030-2005 and
-2022; Unicode's EquivalentUnifiedIdeograph.txt; the names of dots in UnicodeData.txt.
"""

# What GBK put into two bytes from FE50 on, in order, before Unicode had it: the codes
# of the private area from U+E815.
AFTER_E815 = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮"
    "䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠"
    "䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
# The others there: letters, vertical signs, signs that describe characters.
OTHERS = {
    0xE76C: "€",
    0xE7C7: "ḿ",
    0xE7C8: "ǹ",
}
VERTICAL = dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True))
DESCRIBING = dict(zip(range(0xE7E7, 0xE7F4), "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻", strict=True))
PRIVATE = OTHERS | VERTICAL | DESCRIBING
PRIVATE |= dict(enumerate(AFTER_E815, start=0xE815))

# Of the radicals, those that Unicode's own compatibility forms leave as they are.
RADICALS = dict(
    zip(
        map(
            ord,
            "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠"
            "⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾"
            "⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜"
            "⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        ),
        "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民"
        "氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹"
        "艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞"
        "食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)

# What people write between the parts of a name: Unicode's dots at half height, and
# what looks like one. A full stop is one only between letters.
DOT = "\u00b7"
DOTS = (
    "\u02d9\u0387\u119e\u1427\u16eb\u2022\u2027\u2218\u2219\u22c5\u25cf\u25e6\u26ab"
    "\u2981\u2e30\u2e31\u2e33\u30fb\u318d\ua78f\uff65\U00010101\U0001f784"
)
STOPS = ".\u3002\ufe52\uff0e\uff61\u2024"
