"""Input of trials: filters, campaigns, rounds."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from spark import clock
from spark.accounts.models import User
from spark.conditions import Conditions, OneOf, OneRow
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS
from spark.seen import Seen
from spark.text.fields import ProseField
from training.trials.models import Campaign, Round, Trial
from training.trials.queries import campuses_of, narrowed, rooms_of
from training.trials.stages import TrialState


class FilterForm(Conditions):
    """The chips of the list, and which of its two tabs."""

    when = OneOf(
        label=_("Earlier"), choices=[("past", _("Earlier"))], widget=forms.HiddenInput
    )
    state = OneOf(label=_("State"))
    against = OneOf(label=_("Still holds"))
    room = OneRow(label=_("Room"))
    campus = OneRow(label=_("Campus"), to_field_name="code")
    duty = OneOf(label=_("To do"), widget=forms.HiddenInput)

    def __init__(self, given: QueryDict, *, user: User) -> None:
        super().__init__(given, user=user)
        anything = _("any")
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [("", anything), *TrialState.choices]
        fields["against"].choices = [("", anything), ("0", _("not any more"))]
        rows = {"room": rooms_of(user), "campus": campuses_of(user)}
        for name, offered in rows.items():
            fields[name].queryset, fields[name].empty_label = offered, anything
        if (code := given.get("duty", "")) in DUTY_KINDS:
            fields["duty"].widget = OneOf.widget()
            fields["duty"].choices = [("", anything), (code, board.words(code)[2])]

    @property
    def past(self) -> bool:
        return "when" in self.chosen

    def narrow(self, rows: QuerySet[Trial]) -> QuerySet[Trial]:
        return narrowed(rows, self.user, self.chosen)


class FinishForm(forms.Form):
    """Why a trial was so short, if it is; of many, those that are."""

    reason = ProseField(
        label=_("Why so soon"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *given: Any, short: bool | None, **more: Any) -> None:
        super().__init__(*given, **more)
        if short is False:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = bool(short)

    @classmethod
    def needs(cls, user: User, trial: Trial | None) -> dict[str, Any]:
        return {"short": trial and trial.is_short(clock.now())}


class _Days(Seen, forms.ModelForm):
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
            "is_last",
            "extra_slots",
            "ties",
            "rest_hours",
            "products",
        ]
        field_classes = {"products": ProseField}
        widgets = {"products": forms.Textarea({"rows": 3})}
