"""Sentences kept in templates, where they can be translated, as plain text."""

from collections.abc import Mapping

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation


def in_all(said: object) -> str | dict[str, str]:
    """For text stored now and read later: itself in each language, if they differ."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(said)
    return found if len(set(found.values())) > 1 else str(said)


def lines(template: str, facts: Mapping[str, object]) -> list[str]:
    """The template's lines without blank ones, in the active language.

    Facts kept by `in_all` are read in it too.
    Nothing is escaped: whoever shows the text does that.
    """
    compiled = get_template(template).template  # type: ignore[attr-defined]
    spoken = {name: _spoken(fact) for name, fact in facts.items()}
    text = compiled.render(Context(spoken, autoescape=False))
    return [line.strip() for line in text.splitlines() if line.strip()]


def lines_in(language: str, template: str, facts: Mapping[str, object]) -> list[str]:
    with translation.override(language):
        return lines(template, facts)


def _spoken(fact: object) -> object:
    language = translation.get_language()
    return fact.get(language, fact) if isinstance(fact, dict) else fact
