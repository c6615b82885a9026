"""Input of the decision board: what it shows, and why many are decided so."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.lists.forms import Offered, QuotaConditions
from candidates.lists.queries import about_sought
from candidates.register.models import Batch
from candidates.screening.stages import GROUNDS, Decision, State
from spark.accounts.buttons import ReasonForm
from spark.accounts.models import User
from spark.conditions import GONE, AnyOf, OneOf

ALL = ("", _("All"))
OPEN = "none"  # of decisions
REVIEWS = [
    ("differ", _("Reviewers differ")),
    ("open", _("Not all locked")),
    ("locked", _("All locked")),
]
BOARD_ORDERS = [
    ("", _("By adjusted score")),
    ("raw", _("By raw score")),
    ("spread", _("Largest difference first")),
]


class GroundForm(ReasonForm):
    """Why many are decided so: a ground of the list, and words for each of them."""

    decision: ClassVar[Decision]
    field_order = ["ground", "reason"]
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, one.label) for one in GROUNDS[self.decision]]
        self.fields["ground"].choices = offered  # type: ignore[attr-defined]
        self.fields["reason"].label = _("Reason, as they will read it")

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "decision": self.decision.value}


class PassForm(GroundForm):
    decision = Decision.PASSED


class WaitlistForm(GroundForm):
    decision = Decision.WAITLISTED


class RejectForm(GroundForm):
    decision = Decision.REJECTED


class BoardForm(QuotaConditions):
    """What narrows and orders the board; the batch is the newest if none is named.

    Args:
        batches: those that there is something to decide in; `of` is the one shown.
    """

    batch = OneOf(label=_("Batch"), unknown=GONE)
    state = AnyOf(label=_("State"), choices=[ALL, *State.choices])
    decision = AnyOf(
        label=_("Decision"), choices=[ALL, (OPEN, _("None yet")), *Decision.choices]
    )
    reviews = OneOf(label=_("Reviews"), choices=[ALL, *REVIEWS])
    sort = OneOf(label=_("Order"), choices=BOARD_ORDERS)
    field_order = ["q", "batch", "direction", "campus"]

    def __init__(
        self, given: QueryDict, *, user: User, batches: Sequence[Batch]
    ) -> None:
        self.batches = {batch.pk for batch in batches}
        super().__init__(given, user=user)
        asked = self.chosen.get("batch")
        self.of = next((b for b in batches if b.slug == asked), batches[0])

    def offered(self, user: User) -> dict[str, Sequence[Offered]]:
        offered = super().offered(user)
        known = [one for one in offered["batch"] if one.key in self.batches]
        return offered | {"batch": known}

    def narrow(self, rows: QuerySet) -> QuerySet:
        chosen = self.chosen
        for name in ("direction", "campus"):
            if name in chosen:
                wanted = [self.keys[name][value] for value in chosen[name]]
                rows = rows.filter(**{f"candidate__{name}__in": wanted})
        if "state" in chosen:
            rows = rows.filter(state__in=chosen["state"])
        if "decision" in chosen:
            named = [value.replace(OPEN, "") for value in chosen["decision"]]
            rows = rows.filter(decision__in=named)
        sought = chosen.get("q")
        return about_sought(rows, sought) if sought else rows
