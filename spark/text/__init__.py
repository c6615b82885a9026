"""Text as people type or send it, made alike: what looks the same is the same.

By what a text is:

| Kind | What becomes of it |
|---|---|
| `name` of a person | one line, NFKC, any dot is U+00B7 |
| `line`: numbers, codes, labels in sheets | one line, NFKC |
| `title`: names of things | one line; wide signs such as （） stay |
| `prose`: reasons, notes | lines, ①, ½, emoji and wide letters stay |

In all of them the codes of GBK's private area and radicals are the characters they
stand for, and what nobody sees (control, direction, zero width) is gone; only emoji in
prose keep their joiners. Variation selectors go from names too: no ID card has them.
What nobody could read is refused, by `fields` or by who reads a cell.
"""

from spark.text.normal import (
    hides,
    line,
    name,
    plain,
    prose,
    refuse_unreadable,
    refuse_unseen,
    title,
    unreadable,
)
from spark.text.reading import key, others, solid, typed

__all__ = [
    "hides",
    "key",
    "line",
    "name",
    "others",
    "plain",
    "prose",
    "refuse_unreadable",
    "refuse_unseen",
    "solid",
    "title",
    "typed",
    "unreadable",
]
