"""What lists of duties and messages are narrowed by."""

from django import forms
from django.db.models import BigIntegerField, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.register import access
from spark.accounts.models import User
from spark.accounts.roles import Role
from spark.conditions import AnyOf, Conditions, Followed, OneOf, OneRow, Since
from spark.duties.kinds import DUTY_KINDS
from spark.duties.models import Duty
from spark.notifications.kinds import MESSAGE_KINDS, MessageKind
from spark.notifications.models import CampusMessage
from spark.paging import Order

FIRST_DUE = Order("due_at", descending=False)
OPEN, CLOSED = "open", "closed"
UNREAD, READ = "unread", "read"


class DutyConditions(Followed):
    """Open ones unless closed ones are asked for; what is due first comes first.

    Who asks what changed since is told of both.
    """

    narrows_always = True
    kind = AnyOf()
    state = OneOf(
        choices=[(OPEN, _("Open")), (CLOSED, _("Closed"))],
        help_text="Those that are open, by default; with `updated_since` all.",
    )
    due_before = Since(label=_("Due before"))
    candidate = forms.IntegerField(
        required=False, min_value=1, max_value=BigIntegerField.MAX_BIGINT
    )
    batch = OneRow(queryset=access.BATCHES.visible_to(None), to_field_name="slug")

    def __init__(self, given: QueryDict, *, user: User | None = None) -> None:
        super().__init__(given, user=user)
        # Rooms that come later register theirs too.
        self.fields["kind"].choices = [(code, code) for code in sorted(DUTY_KINDS)]  # type: ignore[attr-defined]
        if user is not None:
            self.fields["batch"].queryset = access.batches_seen_by(user)  # type: ignore[attr-defined]

    @property
    def order(self) -> tuple[Order, str]:
        is_followed = "updated_since" in self.chosen
        return super().order if is_followed else (FIRST_DUE, "")

    def narrow(self, rows: QuerySet[Duty]) -> QuerySet[Duty]:
        rows, chosen = super().narrow(rows), self.chosen
        if "state" in chosen or "updated_since" not in chosen:
            rows = rows.filter(closed_at__isnull=chosen.get("state") != CLOSED)
        if "kind" in chosen:
            rows = rows.filter(code__in=chosen["kind"])
        if "due_before" in chosen:
            rows = rows.filter(due_at__lt=chosen["due_before"])
        if "candidate" in chosen:
            rows = rows.filter(candidate_key=chosen["candidate"])
        if "batch" in chosen:
            seen = access.CANDIDATES.visible_to(self.user)
            of_batch = seen.filter(batch=chosen["batch"]).values("pk")
            rows = rows.filter(candidate_key__in=of_batch)
        return rows


def kinds_of_colleges() -> dict[str, MessageKind]:
    """Those of messages that are told to a college, and not to somebody there."""
    return {
        name: kind
        for name, kind in sorted(MESSAGE_KINDS.items())
        if kind.audience == (Role.COORDINATOR,)
    }


class MessageConditions(Conditions):
    """Of some kinds, read ones or not, sent since."""

    kind = AnyOf()
    state = OneOf(choices=[(UNREAD, _("Unread")), (READ, _("Read"))])
    sent_since = Since(label=_("Sent since"))

    def __init__(self, given: QueryDict, *, user: User | None = None) -> None:
        super().__init__(given, user=user)
        self.fields["kind"].choices = [(code, code) for code in kinds_of_colleges()]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[CampusMessage]) -> QuerySet[CampusMessage]:
        chosen = self.chosen
        if "kind" in chosen:
            rows = rows.filter(kind__in=chosen["kind"])
        if "state" in chosen:
            rows = rows.filter(read_at__isnull=chosen["state"] == UNREAD)
        if "sent_since" in chosen:
            rows = rows.filter(sent_at__gte=chosen["sent_since"])
        return rows
