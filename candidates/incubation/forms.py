"""Input of incubation's buttons."""

from typing import ClassVar

from django import forms
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from candidates.incubation.models import Incubation
from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.forms import YuanField
from candidates.register.stages import Stage
from spark import plausible
from spark.accounts.scope import Actor
from spark.seen import Seen
from spark.text.fields import ProseField
from spark.text.law import ByLaw

INTERNSHIPS = _("Administrative Rules on Internships of Vocational School Students")
OF_PAY = _("Administrative Rules on Internships of Vocational School Students, Art. 18")


class PapersForm(ByLaw, Seen, forms.ModelForm):
    """The papers of an internship, all that must be on file before it starts.

    Of one record it shows what is on file already.
    """

    pay_fen = YuanField(label=_("Pay per month, in yuan"), required=False)
    post_pay_fen = YuanField(
        label=_("Probation pay of the same post per month, in yuan"), required=False
    )
    reason = ProseField(
        label=_("Reason, if a warning is to pass"), max_length=300, required=False
    )

    by_law: ClassVar = {
        **dict.fromkeys(("agreement_on", "consent_on"), INTERNSHIPS),
        **dict.fromkeys(("policy_number", "insured_until"), INTERNSHIPS),
        **dict.fromkeys(("mentor_name", "teacher_name"), INTERNSHIPS),
        **dict.fromkeys(("pay_fen", "post_pay_fen"), OF_PAY),
    }

    class Meta:
        model = Incubation
        fields = [
            "starts_on",
            "ends_on",
            "base",
            "agreement_on",
            "consent_on",
            "policy_number",
            "insured_until",
            "mentor_name",
            "teacher_name",
            "pay_fen",
            "post_pay_fen",
        ]
        widgets = {
            name: forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            for name in (
                "starts_on",
                "ends_on",
                "agreement_on",
                "consent_on",
                "insured_until",
            )
        }

    @classmethod
    def needs(cls, user: Actor, record: Incubation | None) -> dict:
        on_file = model_to_dict(record, cls.Meta.fields) if record else {}
        return {"initial": on_file}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].required = True

    def clean(self) -> dict:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The internship must end after it starts."))
        reason = data.pop("reason", "")
        plausible.check(Incubation(**data))
        return {"papers": data, "reason": reason} if not self.errors else data


class LeaveForm(AnyLeave):
    stage = Stage.INCUBATION
