"""Input of the team's buttons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.stages import Stage
from contracts.team.access import teams_of
from spark.accounts.models import User


class PlaceForm(forms.Form):
    """The team somebody is confirmed in: one of the manager's own."""

    team = forms.ModelChoiceField(label=_("Matrix team"), queryset=None)  # type: ignore[var-annotated]

    @classmethod
    def needs(cls, user: User, record: object) -> dict[str, User]:
        """Arguments for the form: the person whose teams are offered."""
        return {"user": user}

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_of(user)  # type: ignore[attr-defined]


class LeaveForm(AnyLeave):
    """Leaving the team."""

    stage = Stage.MANAGEMENT
