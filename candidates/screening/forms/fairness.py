"""What the fairness report is of."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from candidates.screening.queries import batches_decided
from spark.accounts.models import User
from spark.conditions import GONE, Conditions, OneOf

BASES = {
    "decided": _("All decided on"),
    "released": _("Released decisions"),
}


class FairnessForm(Conditions):
    """Which batch is reported on, the newest if none is asked for; and by what."""

    batch = OneOf(label=_("Batch"), unknown=GONE)
    of = OneOf(label=_("Counted"), choices=[*BASES.items()])

    def __init__(self, given: QueryDict, *, user: User) -> None:
        self.batches = {one.slug: one for one in batches_decided()}
        asked = given.copy()
        if self.batches and not asked.get("batch"):
            asked["batch"] = next(iter(self.batches))
        super().__init__(asked, user=user)
        self.fields["batch"].choices = [*self.batches.items()]  # type: ignore[attr-defined]

    @property
    def asked_batch(self) -> Batch | None:
        return self.batches.get(self.chosen.get("batch", ""))

    @property
    def basis(self) -> str:
        return self.chosen.get("of", "decided")

    def address(self, **changes: str) -> str:
        """The page's query string with some fields set otherwise."""
        query = QueryDict(mutable=True)
        query.update(self.chosen | changes)
        return query.urlencode()
