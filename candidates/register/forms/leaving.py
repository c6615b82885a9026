"""Why somebody leaves, as every stage asks for it; and the list of reasons."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.access import reasons_at
from candidates.register.models import LeaveReason
from candidates.register.stages import ROAD, Stage
from spark.text.fields import ProseField


class LeaveForm(forms.Form):
    """A reason offered at `stage`, and what happened in words."""

    stage: ClassVar[Stage]
    left_reason = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Reason for leaving"),
        queryset=None,
        to_field_name="slug",
    )
    reason = ProseField(
        label=_("In words"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["left_reason"]
        field.queryset = reasons_at(self.stage)  # type: ignore[attr-defined]


class RegisteredLeaveForm(LeaveForm):
    stage = Stage.REGISTERED


class LeaveReasonForm(forms.ModelForm):
    """A reason for leaving; those given by the software are offered at no stage."""

    stages = forms.MultipleChoiceField(
        label=_("offered at"),
        choices=[(stage.value, stage.label) for stage in (Stage.REGISTERED, *ROAD)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The stages at which people may choose it."),
    )

    class Meta:
        model = LeaveReason
        fields = ["name_zh", "name_en", "slug", "stages", "retired", "order"]
