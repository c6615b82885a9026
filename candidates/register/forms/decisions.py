"""A decision about somebody, as every stage asks for it."""

from typing import ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.text.fields import ProseField


class DecisionForm(forms.Form):
    """A decision `offered` by a room, and the reason a person gives (PIPL Art. 24)."""

    offered: ClassVar[type[models.TextChoices]]
    decision = forms.ChoiceField(label=_("Decision"))
    reason = ProseField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = self.offered.choices  # type: ignore[attr-defined]
