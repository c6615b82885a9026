"""The filters of the page of figures."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.lists.forms import offered_to
from contracts.analytics.access import newest_open_batch
from spark.accounts.models import User
from spark.conditions import GONE, Conditions, OneOf

EVERY = "all"
UNSET = {
    "batch": (EVERY, _("All batches")),
    "campus": ("", _("All")),
    "direction": ("", _("All")),
}


class NumbersForm(Conditions):
    """Batch, campus and direction; the newest open batch where none is asked for."""

    batch = OneOf(label=_("Batch"), unknown=GONE)
    campus = OneOf(label=_("Campus"), unknown=GONE)
    direction = OneOf(label=_("Direction"), unknown=GONE)

    def __init__(self, given: QueryDict, *, user: User) -> None:
        self.names = {
            kind: {one.name: one.label for one in offered}
            for kind, offered in offered_to(user).items()
        }
        asked = given.copy()
        if not asked.get("batch"):
            newest = newest_open_batch(user)
            asked["batch"] = newest.slug if newest else EVERY
        super().__init__(asked, user=user)
        for kind, names in self.names.items():
            self.fields[kind].choices = [UNSET[kind], *names.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What is set and valid, as figures are grouped by it."""
        given = super().chosen.items()
        return {name: value for name, value in given if value != EVERY}

    @property
    def scope(self) -> dict[str, object]:
        """The label of what each field is set to."""
        chosen = self.chosen
        return {
            kind: self.names[kind].get(chosen.get(kind, ""), words)
            for kind, (_every, words) in UNSET.items()
        }

    def address(self, **changes: str) -> str:
        """The page's query string with some fields set otherwise."""
        query = QueryDict(mutable=True)
        query.update({"batch": EVERY} | self.chosen | changes)
        return query.urlencode()
