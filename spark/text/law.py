"""What a law requires of a form: marked on its fields, with the law's name."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class ByLaw(forms.BaseForm):
    """A form some of whose fields a law requires, be they needed to send it or not.

    `_field.html` marks them; their help text names the law.
    """

    by_law: ClassVar[Mapping[str, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, source in self.by_law.items():
            if name in self.fields:
                _mark(self.fields[name], source)


def _mark(field: Any, source: str | Promise) -> None:
    named = format_lazy(_("Required by law. Source: {source}"), source=source)
    field.by_law = source
    field.help_text = (
        format_lazy("{help} {named}", help=field.help_text, named=named)
        if field.help_text
        else named
    )
