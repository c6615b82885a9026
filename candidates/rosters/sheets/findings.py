"""What was found in a roster, row by row: kept for a day, and put in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.register.models import Candidate, Direction
from candidates.register.sheets.words import reason_text
from candidates.rosters import queries
from candidates.rosters.models import RosterImport
from spark.sheets.checking import Checked, Outcome
from spark.sheets.unread import Note

SIZE = 100  # rows on a page
MOST = 10_000  # pages
# Outcome → tone and icon, then its word before the import and after it.
OUTCOMES: dict[str, tuple] = {
    "added": (("ok", "circle-plus"), gettext_lazy("New"), gettext_lazy("Added")),
    "updated": (
        ("info", "pencil"),
        pgettext_lazy("roster row", "Changed"),
        pgettext_lazy("roster row", "Updated"),
    ),
    "unchanged": (
        ("off", "circle-minus"),
        gettext_lazy("Unchanged"),
        gettext_lazy("Unchanged"),
    ),
    "reject": (
        ("bad", "ban"),
        gettext_lazy("With errors"),
        gettext_lazy("With errors"),
    ),
    "skip": (
        ("off", "player-skip-forward"),
        gettext_lazy("Skipped"),
        gettext_lazy("Skipped"),
    ),
}
WARNED = ("warn", "alert-triangle")
# What becomes of rows whose people are left alone, and the code of why.
LEFT_ALONE = {
    "elsewhere": ("reject", "duplicate-elsewhere"),
    "unclear": ("reject", "person-unclear"),
    "repeated": ("reject", "duplicate-before"),
    "left": ("unchanged", "update-unwanted"),
}


def findings(
    rows: Iterable[Checked], outcomes: Sequence[tuple[str, Mapping[str, list]]]
) -> list[dict[str, Any]]:
    """Plain data of every checked row.

    Args:
        outcomes: of the accepted ones in their order, with what was and what is of
            the fields that change.
    """
    written = iter(outcomes)
    return [_finding(row, written) for row in rows]


def _finding(row: Checked, written: Any) -> dict[str, Any]:
    outcome, changes = str(row.outcome), {}
    said = [(fault.code, fault.facts) for fault in (*row.faults, *row.warnings)]
    if row.outcome is Outcome.ACCEPTED:
        outcome, changes = next(written)
        if outcome in LEFT_ALONE:
            outcome, code = LEFT_ALONE[outcome]
            said, changes = [(code, {})], {}
    return {
        "row": row.number,
        "sheet": row.place.sheet,
        "hidden": row.place.hidden,
        "name": row.words,
        "outcome": outcome,
        "changed": list(changes),
        "changes": changes,
        "said": [
            [code, {name: str(value) for name, value in facts.items()}]
            for code, facts in said
        ],
    }


def repeated_before(roster: RosterImport) -> set[str]:
    """ID hashes of rows that only repeated another, in rosters sent before this one."""
    return {
        str(facts["who"])
        for earlier in queries.earlier(roster)
        for finding in earlier.findings or ()
        for _code, facts in finding["said"]
        if "who" in facts
    }


def reasons(
    finding: dict[str, Any], directions: Mapping[int, str] = MappingProxyType({})
) -> list[str]:
    """Everything there is to say about a row, in the active language.

    Args:
        directions: their names by key, if some row's changes.
    """
    said = [reason_text(code, facts) for code, facts in finding["said"]]
    told = (_change(*change, directions) for change in _changes(finding).items())
    return [*told, *said]


def _changes(finding: dict[str, Any]) -> dict[str, list]:
    return finding.get("changes", {})  # not of a roster the release before judged


def _directions(findings: Iterable[dict[str, Any]]) -> dict[int, str]:
    """Names by key, read once and only if some row's direction changes."""
    if not any("direction_id" in _changes(finding) for finding in findings):
        return {}
    return {one.pk: str(one) for one in queries.directions()}


def _change(name: str, values: list, directions: Mapping[int, str]) -> str:
    """A field, what it was and what it is, or would be."""
    old, new = values
    if name == "direction_id":
        old, new = directions.get(old), directions.get(new)
    told = {"field": _field_name(name), "old": old or _("empty"), "new": new}
    return _("%(field)s: %(old)s → %(new)s.") % told


def _field_name(name: str) -> str:
    if name == "direction_id":
        return str(Direction._meta.verbose_name)
    return str(Candidate._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def shown(roster: RosterImport, query: Mapping[str, str]) -> dict[str, Any]:
    """What the roster's page shows: counts by outcome, and a page of the rows.

    Args:
        query: `show`, an outcome; `page`, counted from 1.

    Raises:
        ValueError: if they are neither.
    """
    counts = Counter(roster.counts)
    tabs = [
        {"value": outcome, "count": counts[outcome]} | _look(outcome, roster)
        for outcome in OUTCOMES
    ]
    kept = roster.findings or []
    good = counts["added"] + counts["updated"]
    hidden = sum(_is_hidden_and_new(finding) for finding in kept)
    show = query.get("show", "")
    page = int(query.get("page") or 1)
    if show not in {"", *OUTCOMES} or not 0 < page < MOST:
        raise ValueError(show, page)
    found = [finding for finding in kept if not show or finding["outcome"] == show]
    last = max(1, -(-len(found) // SIZE))
    page = min(page, last)
    rows = found[(page - 1) * SIZE : page * SIZE]
    names = _directions(rows)
    return {
        "tabs": tabs,
        "show": show,
        "total": sum(counts.values()),
        "good": good,
        "hidden": hidden,
        "new": counts["added"],
        "updates": counts["updated"],
        "shown_new": counts["added"] - hidden,
        "left_unread": [Note(**note) for note in roster.layout.get("unread", ())],
        "rejects": counts["reject"] if kept else 0,
        "rows": [_dressed(finding, roster, names) for finding in rows],
        "pages": {
            "newer": _page(show, page - 1) if page > 1 else "",
            "older": _page(show, page + 1) if page < last else "",
            "from": (page - 1) * SIZE + 1,
            "to": (page - 1) * SIZE + len(rows),
            "of": len(found),
        },
    }


def _is_hidden_and_new(finding: dict[str, Any]) -> bool:
    """A row hidden in the sheet that would register somebody."""
    return finding.get("hidden", False) and finding["outcome"] == "added"


def _look(outcome: str, roster: RosterImport) -> dict[str, Any]:
    (tone, icon), before, after = OUTCOMES[outcome]
    word = after if roster.finished_at else before
    return {"tone": tone, "icon": icon, "label": word}


def _dressed(
    finding: dict[str, Any], roster: RosterImport, directions: Mapping[int, str]
) -> dict[str, Any]:
    look = _look(finding["outcome"], roster)
    if finding["outcome"] == "added" and finding["said"]:
        look |= {"tone": WARNED[0], "icon": WARNED[1]}
    return finding | look | {"reasons": reasons(finding, directions)}


def _page(show: str, page: int) -> str:
    return "?" + urlencode({"show": show, "page": page})
