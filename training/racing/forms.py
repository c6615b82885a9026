"""Input of a round's race: what it shows, what is decided on many and why, places."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.lists.forms import QuotaConditions
from spark.accounts.buttons import ReasonForm
from spark.accounts.models import User
from spark.conditions import AnyOf, OneOf
from training.racing.stages import GROUNDS, Ground, Outcome, outcomes_of
from training.trials.models import Round

ALL = ("", _("All"))
NONE = "none"
MOST_SLOTS = 5


class OutcomeForm(ReasonForm):
    """Why many are decided so: a ground of the list, and words for each of them."""

    round: ClassVar[Round]
    outcome: ClassVar[str] = ""
    grounds: ClassVar[Sequence[Ground]] = GROUNDS
    field_order = ["slots", "ground", "reason"]
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, one.label) for one in self.grounds]
        self.fields["ground"].choices = offered  # type: ignore[attr-defined]
        self.fields["reason"].label = _("Reason, as they will read it")

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "outcome": self.outcome, "round_": self.round}


class SlotsForm(OutcomeForm):
    slots = forms.IntegerField(
        label=_("Extra slots for each"), min_value=1, max_value=MOST_SLOTS, initial=1
    )


def form_of(round_: Round, outcome: str) -> type[OutcomeForm]:
    """The form that asks why many are decided so; without an outcome, as proposed."""
    base = SlotsForm if outcome == Outcome.EXTRA else OutcomeForm
    given: dict[str, Any] = {"round": round_, "outcome": outcome}
    if not outcome:
        given["grounds"] = (Ground.STANDING,)
    return type("OutcomeForm", (base,), given)


class RaceForm(QuotaConditions):
    """What narrows a round's race."""

    zone = AnyOf(label=_("To the cut"))
    proposed = AnyOf(label=_("Proposed"))
    decision = AnyOf(label=_("Decision"))
    departs = OneOf(
        label=_("Departs from the proposal"), choices=[ALL, ("1", _("yes"))]
    )

    ZONES = (
        ("through", _("Clearly above")),
        ("grey", _("Near the cut")),
        ("out", _("Clearly below")),
        (NONE, _("Not ranked")),
    )

    def __init__(self, given: QueryDict, *, user: User, round_: Round) -> None:
        super().__init__(given, user=user)
        outcomes = [
            (one.value, one.label) for one in outcomes_of(is_last=round_.is_last)
        ]
        nothing = (NONE, _("None yet"))
        self.offer("zone", self.ZONES)
        self.offer("proposed", [(NONE, _("Nothing")), *outcomes])
        self.offer("decision", [nothing, *outcomes])

    def fits(self, row: Any) -> bool:
        """Does a row of the race match what is chosen?"""
        chosen, one = self.chosen, row.racer.candidate
        decided = row.decision.outcome if row.decision else NONE
        proposed = row.proposed.outcome if row.proposed else NONE
        zone = row.proposed.zone if row.proposed else NONE
        found = {
            "direction": one.direction_id,
            "campus": one.campus_id,
            "zone": zone,
            "proposed": proposed,
            "decision": decided,
        }
        for name, value in found.items():
            keys = self.keys.get(name)
            wanted = [keys[w] if keys else w for w in chosen.get(name, ())]
            if wanted and value not in wanted:
                return False
        return "departs" not in chosen or bool(row.decision and row.decision.departs)


class PlacesForm(forms.Form):
    """Places of a direction; left empty, no quota binds."""

    direction: Any = forms.ModelChoiceField(None, label=_("Direction"))
    campus: Any = forms.ModelChoiceField(
        None,
        label=_("Campus"),
        required=False,
        empty_label=pgettext_lazy("campuses", "all together"),
    )
    places = forms.IntegerField(
        label=_("Places"), min_value=0, max_value=9999, required=False
    )

    def __init__(self, *args, directions: Any, campuses: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["direction"].queryset = directions
        fields["campus"].queryset = campuses
