"""Input of trials: filters, campaigns, rounds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from spark.accounts.models import User
from training.trials.models import Campaign, Round
from training.trials.queries import campuses_of, rooms_of
from training.trials.stages import TrialState


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
        """The filters that are set and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


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
