"""Input of judges' cards, of who judges, and of incidents."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.clips.forms import LinkField
from candidates.register.forms import YuanField
from candidates.screening.forms import MarksForm
from spark.accounts.models import User
from spark.accounts.roles import Role
from spark.plausible import DAYS, TAKINGS, within
from spark.text.fields import ProseField
from training.judging.actions import Sent
from training.judging.models import LiveFigures
from training.judging.queries import had_by, judges
from training.judging.stages import Kind
from training.trials.models import Trial

LATEST = 2**53  # what JavaScript can count to
MOST_YUAN = TAKINGS.most // 100


class CardForm(MarksForm):
    """A whole card, and by which device it was written as the how manieth."""

    device = forms.SlugField(max_length=40, required=False)
    sequence = forms.IntegerField(min_value=1, max_value=LATEST)

    @property
    def given(self) -> dict[str, Any]:
        sent = {k: v for k, v in super().given.items() if k != "seconds"}
        data = self.cleaned_data
        return sent | {"sent": Sent(data["device"], data["sequence"])}


class JudgeForm(forms.Form):
    """Whom to name: who may judge the trial and has no card of it."""

    judge = forms.ChoiceField(label=_("Judge"))

    @classmethod
    def needs(cls, user: User, trial: Trial | None) -> dict[str, Any]:
        if trial is None:
            return {"known": []}
        had = had_by([trial.pk])[trial.pk]
        known = [
            one
            for one in judges()
            if one.user.pk not in had
            and one.may_judge(trial.candidate)
            and (one.role_for(trial) or Role.OFFICE in one.grants.roles)
        ]
        return {"known": [one.user for one in known]}

    def __init__(self, *args, known: Sequence[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(user.pk): user for user in known}
        choices = [(key, user.name) for key, user in self._known.items()]
        self.fields["judge"].choices = choices  # type: ignore[attr-defined]

    def clean_judge(self) -> User:
        return self._known[self.cleaned_data["judge"]]


class IncidentForm(forms.Form):
    """What broke a rule, when, and where it can be seen."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    text = ProseField(
        label=_("What happened"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    evidence = LinkField(
        label=_("Evidence"),
        help_text=_("A link to the recording or a picture of the screen."),
        required=False,
    )
    happened_at = forms.DateTimeField(
        label=_("When"),
        help_text=_("Now, if you leave it empty."),
        required=False,
        validators=within(DAYS),
        widget=forms.DateTimeInput({"type": "datetime-local"}),
    )


class LiveFiguresForm(forms.ModelForm):
    """What the platform's screen says now of a trial on air."""

    gmv_fen = YuanField(
        label=_("GMV, in yuan"),
        help_text=_("Paid orders only"),
        max_value=MOST_YUAN,
        required=False,
    )

    class Meta:
        model = LiveFigures
        fields = ["viewers", "orders", "gmv_fen"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("viewers", "orders"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
