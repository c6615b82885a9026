"""Input of the page that sends a roster; what lists of rosters are narrowed by."""

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from candidates.rosters import access
from candidates.rosters.models import RosterState
from spark import clock
from spark.accounts.models import User
from spark.bodies import FileField
from spark.conditions import AnyOf, Followed, OneRow
from spark.plausible import DAYS, within
from spark.sheets import LIMITS
from spark.sheets.keeping import KeepsFile
from spark.text.fields import TitleField

NO_CONSENT = _("Without this consent the data may not be passed on.")


class RosterForm(KeepsFile, forms.Form):
    """A roster to send: for which batch, of which college, and by what right."""

    of_file = frozenset({"sheet-too-large"})

    batch = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Batch"),
        queryset=None,
        error_messages={
            "invalid_choice": _("This batch is closed, or your college is not in it.")
        },
    )
    campus = forms.ModelChoiceField(label=_("Campus"), queryset=None)  # type: ignore[var-annotated]
    file = FileField(
        limit=LIMITS.bytes,
        label=_("Roster"),
        help_text=_("Excel or CSV, up to 20 MB and 20,000 rows"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv"}),
    )
    notice_version = TitleField(
        label=_("Notice they were given"),
        max_length=40,
        help_text=_("Its title or version, as on the form they signed"),
    )
    notice_on = forms.DateField(
        label=_("Consent complete on"),
        help_text=_("The day on which the last of them consented"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        initial=clock.today,
        validators=within(DAYS),
    )
    consent = forms.BooleanField(
        label=_(
            "Our college declares: everybody on this roster, and a parent of those "
            "under 18, was given this notice and separately consented to our passing "
            "on their data."
        ),
        error_messages={"required": NO_CONSENT},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, user=user, **kwargs)
        open_ = access.batches_of(user).filter(state=Batch.State.OPEN)
        for name, rows in (
            ("batch", open_),
            ("campus", access.campuses_of(user)),
        ):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            field.initial = rows.first()


class RosterConditions(Followed):
    state = AnyOf(choices=RosterState.choices)
    campus = OneRow(queryset=access.campuses_of(None), to_field_name="code")
    batch = OneRow(queryset=access.batches_of(None), to_field_name="slug")

    def __init__(self, given: QueryDict, *, user: User | None = None) -> None:
        super().__init__(given, user=user)
        if user is not None:
            self.fields["campus"].queryset = access.campuses_of(user)  # type: ignore[attr-defined]
            self.fields["batch"].queryset = access.batches_of(user)  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows, chosen = super().narrow(rows), self.chosen
        if "state" in chosen:
            rows = rows.filter(state__in=chosen["state"])
        places = {n: chosen[n] for n in ("campus", "batch") if n in chosen}
        return rows.filter(**places)
