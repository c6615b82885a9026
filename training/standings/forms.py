"""Input of a trial's numbers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from training.standings.models import Result
from training.trials.models import Trial

MOST_YUAN = 1_000_000_000


class ResultForm(forms.ModelForm):
    """A trial's numbers; people write yuan, fen are kept."""

    gmv_yuan = forms.DecimalField(
        label=_("GMV, in yuan"),
        min_value=0,
        max_value=MOST_YUAN,
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
        """Arguments for the form: the trial's result, or a new one."""
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
        """Arguments of `enter_result`."""
        numbers = dict(self.cleaned_data)
        yuan = numbers.pop("gmv_yuan")
        return {
            "numbers": numbers | {"gmv_fen": None if yuan is None else int(yuan * 100)}
        }
