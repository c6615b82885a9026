"""Fields of serializers, that make text alike as forms do."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import exceptions, serializers

from spark import text


class ProseGiven(serializers.CharField):
    """Words as a system sends them."""

    def to_internal_value(self, data: object) -> str:
        given = super().to_internal_value(data)
        try:
            text.refuse_unreadable(given)
        except ValidationError as error:
            raise exceptions.ValidationError(error.messages) from error
        if not (seen := self.alike(given)) and not self.allow_blank:
            self.fail("blank")
        return seen

    def alike(self, given: str) -> str:
        return text.prose(given)


class TitleGiven(ProseGiven):
    """The name of a thing."""

    def alike(self, given: str) -> str:
        return text.title(given)


class FileGiven(serializers.FileField):
    """A file of up to `limit` bytes; what takes it refuses a larger one."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
