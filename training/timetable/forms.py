"""Input of plans: who takes a seat, how the solver is to plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Candidate
from spark.text.fields import ProseField
from training.timetable.models import Plan
from training.timetable.queries import plans_to_start_from
from training.timetable.stages import PlanState
from training.trials.models import Round


class SeatForm(forms.Form):
    """Who takes the seat: those with too few trials first."""

    slot = forms.IntegerField(widget=forms.HiddenInput)
    seat = forms.IntegerField(widget=forms.HiddenInput)
    candidate = forms.TypedChoiceField(label=_("Candidate"), coerce=int)

    def __init__(
        self, *args, people: Iterable[tuple[Candidate, str]], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["candidate"]
        field.choices = [("", "–"), *((person.pk, label) for person, label in people)]


class PublishForm(forms.Form):
    """Why a plan is published against warnings."""

    reason = ProseField(max_length=300, required=False)


SECONDS = (5, 15, 30, 60, 120, 300)


def _named(plan: Plan) -> str:
    words = _("%(plan)s (%(state)s)")
    return str(words) % {"plan": plan, "state": plan.get_state_display()}


class RunForm(forms.Form):
    """How the solver is to plan a round."""

    seconds = forms.TypedChoiceField(
        label=_("Seconds to search"),
        coerce=int,
        choices=[(number, str(number)) for number in SECONDS],
        initial=30,
    )
    base = forms.TypedChoiceField(
        label=_("Begin with"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("What is pinned or locked in that plan stays."),
    )
    is_repair = forms.BooleanField(
        label=_("Change that plan as little as possible"),
        required=False,
        help_text=_("For when a room closes or people withdraw."),
    )
    price = forms.IntegerField(
        label=_("Price of a change, in viewers"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("The higher, the fewer changes. Empty: half of everybody's share."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=32_767,
        initial=0,
        help_text=_("The same number gives the same plan."),
    )

    def __init__(self, *args, round_: Round, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        plans = list(plans_to_start_from(round_))
        field: Any = self.fields["base"]
        field.choices = [
            ("", _("Nothing")),
            *((plan.pk, _named(plan)) for plan in plans),
        ]
        # What people were told changes as little as can be, unless somebody wants more.
        for plan in plans:
            if plan.state == PlanState.PUBLISHED:
                self.initial = {"base": plan.pk, "is_repair": True, **self.initial}

    @property
    def chosen(self) -> dict[str, Any]:
        """Arguments of `ask_for_plan`."""
        given = dict(self.cleaned_data)
        return {"base_id": given.pop("base")} | given
