"""Input of the register's pages: rosters to send, filters."""

from collections.abc import Iterable

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.register import access
from candidates.register.models import Batch, Direction
from candidates.register.stages import ROOMS, Stage
from spark.accounts.models import User


class RosterForm(forms.Form):
    """A roster to send: for which batch, of which college."""

    batch = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Batch"),
        queryset=None,
        error_messages={
            "invalid_choice": _("This batch is closed, or your college is not in it.")
        },
    )
    campus = forms.ModelChoiceField(label=_("Campus"), queryset=None)  # type: ignore[var-annotated]
    file = forms.FileField(
        label=_("Roster"),
        help_text=_("Excel or CSV, up to 20 MB and 20,000 rows"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        open_ = access.batches_of(user).filter(state=Batch.State.OPEN)
        for name, rows in (
            ("batch", open_),
            ("campus", access.campuses_of(user)),
        ):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            field.initial = rows.first()


class FilterForm(forms.Form):
    """The list's filters; `cleaned_data` is what `queries.candidates` takes."""

    q = forms.CharField(required=False, max_length=60)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    campus = forms.ChoiceField(label=_("Campus"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    batch = forms.ChoiceField(label=_("Batch"), required=False)

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("stage", Stage.choices)
        self._offer("state", self._states())
        self._offer("campus", ((c.code, c) for c in access.campuses_seen_by(user)))
        self._offer("direction", ((d.slug, d) for d in Direction.objects.all()))
        self._offer("batch", ((b.slug, b) for b in access.batches_seen_by(user)))

    def _states(self) -> dict[str, str | Promise]:
        """The states of the chosen stage, or of all; one that several share, once."""
        chosen = self.data.get("stage")
        rooms = [ROOMS[chosen]] if chosen in ROOMS else ROOMS.values()
        return {value: label for r in rooms for value, label in r.states.choices}

    def _offer(self, name: str, choices: Iterable | dict) -> None:
        pairs = choices.items() if isinstance(choices, dict) else choices
        self.fields[name].choices = [("", _("All")), *pairs]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What is set and valid; a value nobody offers filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
