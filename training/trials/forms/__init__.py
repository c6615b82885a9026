"""Input of trials: filters, results, campaigns, rounds, seats of a plan."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.models import Candidate
from spark.accounts.models import User
from training.trials.models import Campaign, Plan, Result, Round, Trial
from training.trials.queries import campuses_of, plans_to_start_from, rooms_of
from training.trials.stages import PlanState, TrialState


class FilterForm(forms.Form):
    """The chips of the list."""

    state = forms.ChoiceField(label=_("State"), required=False)
    room = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Room"), queryset=None, required=False
    )
    campus = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Campus"), queryset=None, required=False
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        anything = _("any")
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [("", anything), *TrialState.choices]
        rows = {"room": rooms_of(user), "campus": campuses_of(user)}
        for name, offered in rows.items():
            fields[name].queryset, fields[name].empty_label = offered, anything

    @property
    def chosen(self) -> dict[str, str]:
        """What is set and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ResultForm(forms.ModelForm):
    """A trial's numbers; people write yuan, fen are kept."""

    gmv_yuan = forms.DecimalField(
        label=_("GMV, in yuan"),
        min_value=0,
        max_value=1_000_000_000,
        decimal_places=2,
        required=False,
        help_text=_("Paid orders only"),
    )

    class Meta:
        model = Result
        fields = [
            "viewers",
            "views",
            "average_watch_seconds",
            "peak_online",
            "interacting_viewers",
            "new_followers",
            "product_clickers",
            "buyers",
            "orders",
            "gmv_yuan",
            "paid_viewers",
            "judges_score",
            "is_final",
        ]

    @classmethod
    def needs(cls, user: User, trial: Trial) -> dict[str, Any]:
        """The result there is, or a new one."""
        return {"instance": getattr(trial, "result", None) or Result(trial=trial)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.gmv_fen is not None:
            self.initial["gmv_yuan"] = Decimal(self.instance.gmv_fen) / 100
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"

    @property
    def given(self) -> dict:
        """As `enter_result` takes them."""
        numbers = dict(self.cleaned_data)
        yuan = numbers.pop("gmv_yuan")
        return {
            "numbers": numbers | {"gmv_fen": None if yuan is None else int(yuan * 100)}
        }


class _Days(forms.ModelForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget = forms.DateInput(
                {"type": "date"}, format="%Y-%m-%d"
            )


class CampaignForm(_Days):
    class Meta:
        model = Campaign
        fields = ["batch", "name_zh", "name_en", "starts_on", "ends_on"]

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["batch"]
        field.queryset = BATCHES.visible_to(user)


class RoundForm(_Days):
    class Meta:
        model = Round
        fields = [
            "starts_on",
            "ends_on",
            "trials_each",
            "minimum_trials",
            "cut",
            "rest_hours",
            "products",
        ]
        widgets = {"products": forms.Textarea({"rows": 3})}


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
        label=_("Number of the draw"),
        min_value=0,
        max_value=32_767,
        initial=0,
        help_text=_("The same number gives the same plan."),
    )

    def __init__(self, *args, round_: Round, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        plans = list(plans_to_start_from(round_))
        field: Any = self.fields["base"]
        field.choices = [("", _("Nothing")), *((one.pk, _named(one)) for one in plans)]
        # What people were told changes as little as can be, unless somebody wants more.
        for plan in plans:
            if plan.state == PlanState.PUBLISHED:
                self.initial = {"base": plan.pk, "is_repair": True, **self.initial}

    @property
    def chosen(self) -> dict[str, Any]:
        """As `ask_for_plan` takes them."""
        given = dict(self.cleaned_data)
        return {"base_id": given.pop("base")} | given
