"""What systems send: fields that make text alike as forms do, and nothing beside."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.fields import empty

from spark import text


class Given(serializers.Serializer):
    """Refuses a field that it doesn't know: a mistyped one is never lost silently."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        strange = [name for name in data if name not in self.fields]
        if strange:
            said = exceptions.ErrorDetail(_("There is no such field."), "unknown")
            raise exceptions.ValidationError(dict.fromkeys(strange, [said]))
        return given


class ReadGiven(serializers.CharField):
    """Text that a reader turns into what it stands for, or refuses in words."""

    def __init__(self, reader: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reader = reader

    def to_internal_value(self, data: object) -> str:
        given = super().to_internal_value(data)
        try:
            read = self.reader(given)
        except ValidationError as error:
            raise exceptions.ValidationError(error.messages, error.code) from error
        if not read and not self.allow_blank:
            self.fail("blank")
        return read


class EmailGiven(serializers.EmailField):
    """An address, of which all can be seen."""

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str):
            try:
                text.refuse_unseen(data)
            except ValidationError as error:
                raise exceptions.ValidationError(error.messages, error.code) from error
        return super().run_validation(data)


class ProseGiven(ReadGiven):
    """Words as a system sends them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_readable(text.prose), **kwargs)


class LineGiven(ReadGiven):
    """A number, a code, a label."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_readable(text.line), **kwargs)


class NameGiven(ReadGiven):
    """What somebody is called."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_readable(text.name), **kwargs)


class TitleGiven(ReadGiven):
    """What something is called, on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_readable(text.title), **kwargs)


def _readable(kind: Callable[[str], str]) -> Callable[[str], str]:
    def read(given: str) -> str:
        text.refuse_unreadable(given)
        return kind(given)

    return read


class FileGiven(serializers.FileField):
    """A file of up to `limit` bytes; what takes it refuses a larger one."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
