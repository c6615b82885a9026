"""Input of the register's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register import access
from spark.accounts.models import User


class RosterForm(forms.Form):
    """A roster to send: for which batch, of which college."""

    batch = forms.ModelChoiceField(label=_("Batch"), queryset=None)  # type: ignore[var-annotated]
    campus = forms.ModelChoiceField(label=_("Campus"), queryset=None)  # type: ignore[var-annotated]
    file = forms.FileField(
        label=_("Roster"),
        help_text=_("Excel or CSV, up to 20 MB and 20,000 rows"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("batch", access.batches_of(user)),
            ("campus", access.campuses_of(user)),
        ):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            field.initial = rows.first()
