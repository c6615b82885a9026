"""Input of application pages and of the office's questions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from candidates.applying.access import open_batches, own_campuses
from candidates.applying.models import Call, Question, QuestionKind
from candidates.applying.rules import forbidden
from spark.accounts.models import User
from spark.errors import Refused, words
from spark.seen import Seen
from spark.text.fields import TitleField


class CallDaysForm(Seen, forms.ModelForm):
    """When a page takes applications, and how many."""

    class Meta:
        model = Call
        fields = ["opens_on", "closes_on", "limit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_on", "closes_on"):
            self.fields[name].widget = forms.DateInput(
                {"type": "date"}, format="%Y-%m-%d"
            )
        self.fields["limit"].widget.attrs |= {"min": 1, "max": 100_000}
        self.fields["limit"].max_value = 100_000  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("It closes on or after its first day"))
        return given

    def clean_limit(self) -> int | None:
        limit = self.cleaned_data["limit"]
        if limit is not None and not 1 <= limit <= 100_000:
            raise forms.ValidationError(_("Between 1 and 100,000, or nothing"))
        return limit


class CallForm(CallDaysForm):
    """Another page: of which college, for which batch."""

    class Meta(CallDaysForm.Meta):
        fields = ["batch", "campus", *CallDaysForm.Meta.fields]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {"batch": open_batches(user), "campus": own_campuses(user)}
        for name, offered in rows.items():
            field: Any = self.fields[name]
            field.queryset = offered
            if name == "campus" and len(offered[:2]) == 1:
                self.initial[name], field.empty_label = offered[0], None

    def _get_validation_exclusions(self) -> set[str]:
        """That there is a page already, the action says with its words."""
        return {*super()._get_validation_exclusions(), "batch"}  # type: ignore[misc]


class QuestionForm(forms.ModelForm):
    """A question of a batch; what the law lets nobody ask is refused."""

    choices = TitleField(
        label=_("choices"),
        required=False,
        max_length=400,
        help_text=_("Of a choice: what can be answered, separated by commas."),
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Question
        fields = ["text_zh", "text_en", "kind", "required", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices"] = "，".join(self.instance.choices)

    def clean_choices(self) -> list[str]:
        given = re.split(r"[,，、;；]+", self.cleaned_data["choices"])
        named = list(dict.fromkeys(name.strip() for name in given if name.strip()))
        self.instance.choices = named
        return named

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        choices = given.get("choices", [])
        if given.get("kind") == QuestionKind.CHOICE and len(choices) < 2:
            self.add_error("choices", _("Give two choices or more"))
        for name in ("text_zh", "text_en"):
            if code := forbidden(given.get(name, ""), *choices):
                said = words(Refused(code))
                self.add_error(name, f"{said.text} {said.source}")
        return given
