"""What no import contract can see: strings, sizes, and doors that are walked around."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation

from candidates.register.sheets.words import REASONS
from spark.accounts.pages import PAGES
from spark.errors import BY_DATABASE, Refused, words
from spark.notifications.inbox import words as message_words
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import Message

ROOT = settings.BASE_DIR
APPS = ("candidates", "training", "contracts")
EDGES = ("views", "api", "tasks", "webhooks", "forms", "sheets")
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
# Edges that may touch rows without a door, and why.
WITHOUT_A_DOOR = {
    "candidates/lists/forms/offered.py": "directions are the same for everybody",
    "candidates/rosters/sheets/importing.py": "the software's own job: takes, "
    "resumes and forgets rosters whoever sent them",
}
UPDATES_BY_NAME = {
    "candidates/register/actions/moving.py": "what transitions set, all at once",
    "candidates/rosters/sheets/importing.py": "empties what holds people's data",
    "training/timetable/actions/parts.py": "how far a search is, no state",
    "training/timetable/actions/solving.py": "how far a search is, no state",
}
LONGER_THAN_300 = {"spark/settings.py": "all settings in one file, by design"}


def files(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.relative_to(ROOT).parts
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(*folders: str) -> list[tuple[str, ast.AST]]:
    """Every node of the code, with its file."""
    return [
        (name_of(path), node)
        for path in files(*folders)
        for node in ast.walk(ast.parse(path.read_text()))
    ]


def calls(*names: str) -> Iterator[ast.Call]:
    """Calls of functions or classes of these names, anywhere in the code."""
    for _, node in nodes("spark", *APPS):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in names:
                yield node


def said(node: ast.AST | None) -> set[str]:
    """The constant strings an argument may be; a pattern for one that is put together.

    A name or attribute says nothing: it was said elsewhere.
    """
    if isinstance(node, ast.JoinedStr):
        parts = [
            p.value if isinstance(p, ast.Constant) else "[a-z-]+" for p in node.values
        ]
        return {"".join(parts)}
    if isinstance(node, ast.IfExp):
        return said(node.body) | said(node.orelse)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return {node.value} if is_text else set()


def argument(call: ast.Call, position: int, name: str) -> ast.AST | None:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    return call.args[position] if position < len(call.args) else named.get(name)


def templates(folder: str) -> set[str]:
    return {path.stem for path in (ROOT / "templates" / folder).glob("*.txt")}


def in_chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


def test_the_edges_touch_no_rows_but_through_a_door():
    around = {
        file
        for file, node in nodes(*APPS)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and set(file.removesuffix(".py").split("/")[2:]) & set(EDGES)
    }
    assert around == set(WITHOUT_A_DOOR)


def test_states_are_never_updated_past_their_transitions():
    updates = [
        (file, {keyword.arg for keyword in node.keywords})
        for file, node in nodes(*APPS)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
    ]
    past = {file for file, fields in updates if fields & {"stage", "state"}}
    assert past == set()
    unseen = {file for file, fields in updates if None in fields}
    assert unseen == set(UPDATES_BY_NAME)


def refused_in_code() -> set[str]:
    found = set(BY_DATABASE.values())
    for call in calls("Refused", "Unreadable", "Finding"):
        found |= said(argument(call, 0, "code"))
    for call in calls("_fail"):
        found |= said(argument(call, 1, "code"))
    return found


def test_every_refusal_has_words():
    have = templates("refused") | set(REASONS)
    silent = {
        code
        for code in refused_in_code()
        if not any(re.fullmatch(code, name) for name in have)
    }
    assert silent == set()


def test_all_words_of_refusals_are_used():
    constants = {text for _, node in nodes("spark", *APPS) for text in said(node)}
    patterns = [code for code in refused_in_code() if "[" in code]
    unused = {
        name
        for name in templates("refused") - constants
        if not any(re.fullmatch(pattern, name) for pattern in patterns)
    }
    assert unused == set()


@LANGUAGES
@pytest.mark.parametrize("code", sorted(templates("refused")))
def test_a_refusal_says_what_is_wrong_and_at_most_a_way_out_and_a_source(
    code, language
):
    source = (ROOT / f"templates/refused/{code}.txt").read_text()
    asked = set(re.findall(r"[a-z_]+", source)) - {"code", "self"}
    facts = dict.fromkeys(asked, 2)  # a number will do for any of them
    with translation.override(language):
        text = words(Refused(code, **facts)).text
    assert text
    assert in_chinese(text) is (language == "zh-hans")


def test_every_duty_has_words_and_all_words_a_duty():
    opened = {
        code for call in calls("open_for") for code in said(argument(call, 1, "code"))
    }
    opened |= {
        code for call in calls("Duty") for code in said(argument(call, 0, "code"))
    }
    assert opened == templates("duties/words")


TELLERS = ("tell_campuses", "tell_candidates", "remind_guests")


def test_every_kind_of_message_is_sent_and_has_words():
    put = {
        kind
        for call in calls("put", "_put", "_tell", *TELLERS)
        for kind in said(argument(call, 0, "kind"))
    }
    assert put == set(MESSAGE_KINDS) == templates("messages")


@LANGUAGES
@pytest.mark.parametrize("kind", sorted(MESSAGE_KINDS))
def test_a_message_has_title_and_text_made_of_its_facts(kind, language, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "MISSING")
    message = Message(kind=kind, facts=MESSAGE_KINDS[kind].sample)
    title, body = message_words(message, language)
    assert title and body
    assert "MISSING" not in title + body
    for fact in message.facts.values():
        title = title.replace(str(fact), "")
    assert in_chinese(title) is (language == "zh-hans")


def test_no_file_is_longer_than_300_lines():
    long = {
        name_of(path)
        for path in files("spark", *APPS, "tests", "bench")
        if len(path.read_text().splitlines()) > 300
    }
    assert long == set(LONGER_THAN_300)


def test_no_module_is_named_for_nothing_in_particular():
    vague = {"utils", "util", "helpers", "helper", "common", "services", "misc", "lib"}
    named = {
        name_of(path)
        for path in files("spark", *APPS, "tests")
        if vague & set(name_of(path).removesuffix(".py").split("/"))
    }
    assert named == set()


def test_every_page_of_the_navigation_has_its_icon_in_the_sprite():
    sprite = (ROOT / "static/dist/icons.svg").read_text()
    missing = {page.icon for page in PAGES if f'id="{page.icon}"' not in sprite}
    assert missing == set()
