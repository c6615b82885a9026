"""What narrows the security log."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark.accounts.security.models import SecurityEvent, SecurityKind
from spark.accounts.security.queries import narrowed
from spark.conditions import Conditions, OneOf
from spark.text.fields import SoughtField


class EventsForm(Conditions):
    """Who, what, and how long ago at most."""

    q = SoughtField(required=False, max_length=60)
    kind = OneOf(
        label=pgettext_lazy("security", "Event"),
        choices=[("", _("All")), *SecurityKind.choices],
    )
    days = OneOf(
        label=pgettext_lazy("security", "Since"),
        choices=[
            ("", _("All")),
            ("1", _("24 hours ago")),
            ("7", _("7 days ago")),
            ("30", _("30 days ago")),
        ],
    )

    def narrow(self, rows: QuerySet[SecurityEvent]) -> QuerySet[SecurityEvent]:
        return narrowed(rows, self.chosen)
