"""Input of the team's buttons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spark.campuses.models import MatrixTeam


class PlaceForm(forms.Form):
    """The team somebody is confirmed in."""

    team = forms.ModelChoiceField(label=_("Matrix team"), queryset=None)  # type: ignore[var-annotated]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = MatrixTeam.objects.all()  # type: ignore[attr-defined]
