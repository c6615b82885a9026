"""A card as it is marked, in the queue or of an anchor clip; and as it is shown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from candidates.screening.models import Criterion
from candidates.screening.models.marks import AnyMark
from spark.accounts.scope import Request

# A card has fifty of each: in a template every one costs a dozen nodes.
CHOICE = (
    '<span><input type="radio" name="value-{key}" id="v{key}-{mark}" value="{mark}"'
    '{checked}><label{css} for="v{key}-{mark}">{shown}</label></span>'
)
ANCHOR = "<label{of}><b><kbd>{mark}</kbd></b>{words}</label>"
NOT_ASSESSED = "0"


def to_mark(
    criteria: Iterable[Criterion], there: Mapping[int, AnyMark], request: Request
) -> list[dict[str, Any]]:
    """Each criterion with what is marked, or was just sent."""
    return [_one(one, there.get(one.pk), request) for one in criteria]


def _one(one: Criterion, mark: AnyMark | None, request: Request) -> dict[str, Any]:
    kept = "" if mark is None or mark.value is None else str(mark.value)
    value = request.POST.get(f"value-{one.pk}", kept)
    note = request.POST.get(f"note-{one.pk}", mark.note if mark else "")
    key = str(one.pk)
    drawn = {"key": key, "row": one, "name": str(one), "note": note}
    return drawn | {"scale": _scale(one, key, value), "anchors": _anchors(one, key)}


def preview(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """As reviewers see them, and nothing to mark."""
    return [
        {"row": one, "name": str(one), "anchors": _anchors(one)} for one in criteria
    ]


def _scale(one: Criterion, key: str, value: str) -> SafeString:
    """The marks to choose from."""
    choices = [(mark, mark, "") for mark in "12345"]
    if one.skippable:
        na = SafeString(' class="na"')
        choices.append((NOT_ASSESSED, _("Not assessed"), na))
    checked = SafeString(" checked")
    return format_html_join(
        "",
        CHOICE,
        (
            {
                "key": key,
                "mark": mark,
                "checked": checked if mark == value else "",
                "css": css,
                "shown": shown,
            }
            for mark, shown, css in choices
        ),
    )


def _anchors(one: Criterion, key: str = "") -> SafeString:
    """Each mark with its words, which are labels where there is something to mark."""
    return format_html_join(
        "",
        ANCHOR,
        (
            {
                "of": format_html(' for="v{}-{}"', key, mark) if key else "",
                "mark": str(mark),
                "words": words,
            }
            for mark, words in _words(one)
        ),
    )


def _words(one: Criterion) -> Iterator[tuple[int, str]]:
    anchors, between = one.anchors, '<span class="dim">{}</span>'
    for mark in range(1, 6):
        if words := anchors.get(mark):
            yield mark, words
        elif mark == 2:
            yield mark, format_html(between, _("between 1 and 3"))
        else:
            yield mark, format_html(between, _("between 3 and 5"))
