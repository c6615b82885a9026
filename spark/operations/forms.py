"""What narrows the list of what was not delivered."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark.accounts.models import User
from spark.conditions import Conditions, OneOf
from spark.notifications.models import By, Channel, GuestLetter, Message
from spark.notifications.outbox import MESSAGE_KINDS
from spark.operations.queries import guest_kinds_undelivered, kinds_undelivered


class UndeliveredForm(Conditions):
    """By channel and by kind, of the kinds there are."""

    channel = OneOf(label=pgettext_lazy("message", "Channel"))
    kind = OneOf(label=pgettext_lazy("kind", "Message"))

    def __init__(self, given: QueryDict, *, user: User) -> None:
        super().__init__(given, user=user)
        fields: dict[str, Any] = self.fields
        leaving = [c for c in Channel.choices if c[0] != Channel.IN_APP]
        kinds = [(kind, name_of(kind)) for kind in kinds_undelivered(user)]
        fields["channel"].choices = [("", _("any")), *leaving]
        fields["kind"].choices = [("", _("any")), *kinds]

    def narrow(self, rows: QuerySet[Message]) -> QuerySet[Message]:
        return rows.filter(**self.chosen)


class GuestsUndeliveredForm(Conditions):
    """As there, of what people without an account were to get."""

    by = OneOf(
        label=pgettext_lazy("message", "Channel"),
        choices=[("", _("any")), (By.SMS, _("By SMS")), (By.EMAIL, _("By e-mail"))],
    )
    kind = OneOf(label=pgettext_lazy("kind", "Message"))

    def __init__(self, given: QueryDict, *, user: User) -> None:
        super().__init__(given, user=user)
        fields: dict[str, Any] = self.fields
        kinds = [(kind, name_of(kind)) for kind in guest_kinds_undelivered(user)]
        fields["kind"].choices = [("", _("any")), *kinds]

    def narrow(self, rows: QuerySet[GuestLetter]) -> QuerySet[GuestLetter]:
        paths = {"kind": "message__kind"}
        return rows.filter(**{paths.get(n, n): v for n, v in self.chosen.items()})


def name_of(kind: str) -> str:
    """What a kind tells, in words; its name if it has none or is no more."""
    known = MESSAGE_KINDS.get(kind)
    return str(known.label) if known and known.label else kind
