"""How names are read: what sorts them, and by what they are found.

A surname has readings of its own and changes only the head of a name; a name of parts,
or of Latin letters, has none. ü is v, as people type it; yu, as in passports, and u
find it too.
"""

import re
import unicodedata
from collections.abc import Iterator

from pypinyin import lazy_pinyin

from spark.text.surnames import DOUBLE, SINGLE
from spark.text.tables import DOT

LONGEST = 200
SIGNS = re.compile(rf"[\s{DOT}.'’‘`´-]+")
SILENT = re.compile("['’‘`´]")
BETWEEN = re.compile(rf"[\s{DOT}.-]+")
MARKS = re.compile("[\u0300-\u0307\u0309-\u036f]|(?<!u)\u0308")
LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe"}
)


def key(name: str) -> str:
    """Syllables by spaces: lists sort a name by that, and find it."""
    return " ".join(next(_readings(name))).replace("ü", "v")[:LONGEST]


def solid(text: str) -> str:
    """As written, but small and without spaces, dots and hyphens."""
    return SIGNS.sub("", text).casefold()


def typed(text: str) -> str:
    """Pinyin or Latin letters as somebody types them, like a `key` without spaces."""
    return SIGNS.sub("", _folded(text)).replace("ü", "v")


def others(name: str) -> set[str]:
    """From what else a name is found by its beginning, beside itself and its `key`.

    That is as `solid`; by other readings and their initials; from each later part on.
    """
    main, *more = _readings(name)
    found = {solid(name), *_umlauts(main)}
    for syllables in more:
        found |= {_initials(syllables), *_umlauts(syllables)}
    for part in _tails(name):
        syllables = _syllables(part)
        found |= {solid(part), _initials(syllables), *_umlauts(syllables)}
    found -= {"", name, "".join(main).replace("ü", "v"), _initials(main)}
    return {text[:LONGEST] for text in found}


def _readings(name: str) -> Iterator[list[str]]:
    """As syllables, the one that sorts first."""
    common = _syllables(name)
    for head in _surname(name):
        yield [*head, *common[len(head) :]]
    yield common


def _surname(name: str) -> list[list[str]]:
    if DOT in name or len(name) < 2:
        return []
    if len(name) > 2 and name[:2] in DOUBLE:
        return [reading.split() for reading in DOUBLE[name[:2]]]
    return [[reading] for reading in SINGLE.get(name[0], "").split()]


def _syllables(text: str) -> list[str]:
    """Small letters without marks, but for ü."""
    parts = lazy_pinyin(BETWEEN.sub(" ", text), v_to_u=True)
    return SIGNS.sub(" ", " ".join(SILENT.sub("", _folded(p)) for p in parts)).split()


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold()).translate(LETTERS)
    return unicodedata.normalize("NFC", MARKS.sub("", bare))


def _umlauts(syllables: list[str]) -> set[str]:
    whole = "".join(syllables)
    return {whole.replace("ü", letters) for letters in ("v", "yu", "u")}


def _initials(syllables: list[str]) -> str:
    """Empty for one: a single letter finds too many."""
    return "".join(s[0] for s in syllables) if len(syllables) > 1 else ""


def _tails(name: str) -> Iterator[str]:
    for gap in re.finditer(rf"[\s{DOT}]+", name):
        yield name[gap.end() :]
