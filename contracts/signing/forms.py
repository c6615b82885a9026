"""Input of signing's buttons."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.forms import YuanField
from candidates.register.stages import Stage
from contracts.signing.models import Contract, ScanKind
from contracts.signing.rules import may_begin
from spark import clock
from spark.accounts.models import User
from spark.bodies import FileField
from spark.documents.scanned import LIMIT
from spark.errors import Refused, words
from spark.plausible import DAYS, within
from spark.sheets.keeping import KeepsFile
from spark.text.fields import ProseField
from spark.text.law import ByLaw

WRONG_SCAN = frozenset({"scan-not-readable", "scan-too-large"})


def day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def scanned(**options) -> FileField:
    return FileField(
        limit=LIMIT,
        label=_("Scan"),
        help_text=_("PDF, JPEG or PNG, up to 10 MB"),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        **options,
    )


def _drafted(record: Contract | None) -> dict[str, Any]:
    """When the contract was drafted; of many the action asks each."""
    return {"drafted": clock.day(record.entered_at) if record else None}


def refused(code: str, **facts: Any) -> forms.ValidationError:
    """What the action would refuse, said at the field."""
    said = words(Refused(code, **facts))
    return forms.ValidationError(f"{said.text} {said.way_out}", code)


class TermsForm(ByLaw, forms.ModelForm):
    """The terms of a contract, fixed when it is issued."""

    pay_fen = YuanField(label=_("Pay per month, in yuan"))
    probation_pay_fen = YuanField(label=_("Pay on probation, in yuan, if less"))
    reason = ProseField(label=_("Reason, if a warning is to pass"), max_length=300)

    by_law: ClassVar = dict.fromkeys(
        ("employer", "position", "base", "starts_on", "ends_on", "pay_fen"),
        _("Labour Contract Law, Art. 17"),
    )

    class Meta:
        model = Contract
        fields = [
            "employer",
            "position",
            "base",
            "starts_on",
            "ends_on",
            "pay_fen",
            "probation_pay_fen",
        ]
        widgets = {"starts_on": day(), "ends_on": day()}

    @classmethod
    def needs(cls, user: User, record: Contract | None) -> dict[str, Any]:
        return _drafted(record)

    def __init__(self, *args, drafted: date | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.drafted = drafted
        for name, field in self.fields.items():
            field.required = name not in {"probation_pay_fen", "reason"}

    def clean(self) -> dict:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The term must end after the first day."))
        return data

    def clean_starts_on(self) -> date:
        first = self.cleaned_data["starts_on"]
        for found in may_begin(first, self.drafted) if first and self.drafted else ():
            if found.level == "block":
                raise refused(found.code, **found.facts)
        return first


class SignedForm(KeepsFile, forms.Form):
    """The day written on the paper, and the paper if it is scanned already."""

    signed_on = forms.DateField(
        label=_("Signed on"), widget=day(), validators=within(DAYS)
    )
    scan = scanned(required=False)

    file_field, of_file = "scan", WRONG_SCAN

    @classmethod
    def needs(cls, user: User, record: Contract | None) -> dict[str, Any]:
        return {**_drafted(record), "user": user, "kept_for": record and record.pk}

    def __init__(self, *args, drafted: date | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.drafted = drafted

    def clean_signed_on(self) -> date:
        day = self.cleaned_data["signed_on"]
        if self.drafted and day < self.drafted:
            raise refused("signed-before-drafted", drafted=self.drafted)
        return day


class ScanForm(KeepsFile, forms.Form):
    """A scan that comes later than the signature."""

    kind = forms.ChoiceField(label=_("Which copy"), choices=ScanKind.choices)
    scan = scanned()

    file_field, of_file = "scan", WRONG_SCAN

    @classmethod
    def needs(cls, user: User, record: Contract | None) -> dict[str, Any]:
        return {"user": user, "kept_for": record and record.pk}


class LeaveForm(AnyLeave):
    """Leaving during signing."""

    stage = Stage.SIGNING
