"""The filters of the page of figures."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.lists.forms import offered_to
from contracts.analytics.access import newest_open_batch
from spark.accounts.models import User

EVERY = "all"
UNSET = {
    "batch": (EVERY, _("All batches")),
    "campus": ("", _("All")),
    "direction": ("", _("All")),
}


class NumbersForm(forms.Form):
    """Batch, campus and direction; the newest open batch where none is asked for."""

    batch = forms.ChoiceField(label=_("Batch"), required=False)
    campus = forms.ChoiceField(label=_("Campus"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)

    def __init__(self, given: Mapping[str, str], *, user: User) -> None:
        self.names = {kind: dict(pairs) for kind, pairs in offered_to(user).items()}
        asked = {name: given.get(name, "") for name in self.base_fields}
        if asked["batch"] not in {*self.names["batch"], EVERY}:
            newest = newest_open_batch(user)
            asked["batch"] = newest.slug if newest else EVERY
        super().__init__(asked)
        for kind, names in self.names.items():
            self.fields[kind].choices = [UNSET[kind], *names.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set; a value that isn't among the choices is ignored."""
        self.is_valid()
        given = self.cleaned_data.items()
        return {name: value for name, value in given if value not in ("", EVERY)}

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
