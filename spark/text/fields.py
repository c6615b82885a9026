"""Fields of forms, one for each kind of text."""

from typing import Any

from django import forms

from spark.text import normal


class Typed(forms.CharField):
    """Text in its normal form; what can't be read is refused."""

    kind = staticmethod(normal.line)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().to_python(value)
        normal.refuse_unreadable(str(value))
        return super().to_python(self.kind(str(value)))


class NameField(Typed):
    kind = staticmethod(normal.name)


class LineField(Typed):
    """Numbers, codes, labels."""


class TitleField(Typed):
    kind = staticmethod(normal.title)


class ProseField(Typed):
    kind = staticmethod(normal.prose)


class EmailField(LineField, forms.EmailField):
    """Wide letters and all, but nothing that can't be seen: it isn't dropped."""

    def to_python(self, value: Any) -> Any:
        normal.refuse_unseen(str(value or ""))
        return super().to_python(value)


class SoughtField(forms.CharField):
    """What somebody looks for: as it would be kept, and little is refused."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value) or ""
        return found if "\0" in found else normal.line(found)
