"""What the office says about a batch's messages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.models import Batch
from candidates.telling.queries import held_keys
from spark.accounts.models import User
from spark.conditions import Conditions, OneRow
from spark.notifications.models import Message
from spark.text.fields import ProseField


class HoldForm(forms.Form):
    """A batch whose messages aren't held yet."""

    batch = forms.ModelChoiceField(
        BATCHES.visible_to(None), label=_("Batch"), to_field_name="slug"
    )
    reason = ProseField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = BATCHES.visible_to(user).exclude(pk__in=held_keys())
        self.fields["batch"].queryset = free  # type: ignore[attr-defined]


class DropForm(forms.Form):
    """Why messages are never sent."""

    reason = ProseField(label=_("Reason to drop"), max_length=300)


class HeldForm(Conditions):
    """By batch."""

    batch = OneRow(
        label=_("Batch"),
        queryset=BATCHES.visible_to(None),
        to_field_name="slug",
        empty_label=_("any"),
    )

    def __init__(self, given: QueryDict, *, user: User) -> None:
        super().__init__(given, user=user)
        self.fields["batch"].queryset = BATCHES.visible_to(user)  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Message]) -> QuerySet[Message]:
        if "batch" in self.chosen:
            rows = rows.filter(batch=self.chosen["batch"].pk)
        return rows


class BatchForm(forms.Form):
    """For which batch a paragraph is looked at; the newest, by default."""

    batch = forms.ModelChoiceField(
        BATCHES.visible_to(None),
        label=_("Batch"),
        to_field_name="slug",
        empty_label=None,
    )

    def __init__(self, given: QueryDict, *, user: User) -> None:
        seen = BATCHES.visible_to(user).order_by("-opens_on", "-pk")
        super().__init__({"batch": given.get("batch") or _slug(seen.first())})
        self.fields["batch"].queryset = seen  # type: ignore[attr-defined]


def _slug(batch: Batch | None) -> str:
    return batch.slug if batch else ""


class ParagraphForm(forms.Form):
    """In both languages, or in none."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    chinese = ProseField(
        label=_("In Chinese"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3, "lang": "zh-Hans"}),
    )
    english = ProseField(
        label=_("In English"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3, "lang": "en"}),
    )
