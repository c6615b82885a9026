"""Sentences kept in templates, where they can be translated, as plain text."""

from collections.abc import Mapping

from django.template import Context
from django.template.loader import get_template


def lines(template: str, facts: Mapping[str, object]) -> list[str]:
    """The template's lines without blank ones, in the active language.

    Nothing is escaped: whoever shows the text does that.
    """
    compiled = get_template(template).template  # type: ignore[attr-defined]
    text = compiled.render(Context(dict(facts), autoescape=False))
    return [line.strip() for line in text.splitlines() if line.strip()]
