"""Input of signing's buttons."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.forms import YuanField
from candidates.register.stages import Stage
from contracts.signing.models import Contract, ScanKind
from spark.bodies import FileField
from spark.documents.scanned import LIMIT
from spark.text.fields import ProseField
from spark.text.law import ByLaw


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

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name not in {"probation_pay_fen", "reason"}

    def clean(self) -> dict:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The term must end after the first day."))
        return data


class SignedForm(forms.Form):
    """The day written on the paper, and the paper if it is scanned already."""

    signed_on = forms.DateField(label=_("Signed on"), widget=day())
    scan = scanned(required=False)


class ScanForm(forms.Form):
    """A scan that comes later than the signature."""

    kind = forms.ChoiceField(label=_("Which copy"), choices=ScanKind.choices)
    scan = scanned()


class LeaveForm(AnyLeave):
    """Leaving during signing."""

    stage = Stage.SIGNING
