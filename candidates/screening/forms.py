"""Input of screening's buttons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.screening.stages import Decision


class DecisionForm(forms.Form):
    """A decision, and the reason a person gives for it (PIPL Art. 24)."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
