"""Fields of serializers, that make text alike as forms do."""

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
        if not (seen := text.prose(given)) and not self.allow_blank:
            self.fail("blank")
        return seen
