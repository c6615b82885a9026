"""Input about one's own data, and the answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register.forms.identity import UNKEPT, PersonForm, Read
from candidates.rights.models import RequestKind
from spark.seen import Seen
from spark.text.fields import EmailField, ProseField


class ContactForm(Seen, PersonForm):
    """How to reach somebody, by themself."""

    phone = Read(
        label=_("Phone"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = EmailField(label=_("E-mail"), required=False)

    def begin(self) -> None:
        for name in self.fields:
            self.initial[name] = getattr(self.candidate, name)
        self.see()


class AskForm(PersonForm):
    """What the office is asked; of a correction, what is right."""

    kind = forms.ChoiceField(
        label=_("What do you want?"), choices=[("", "–"), *RequestKind.choices]
    )
    name = Read(
        label=_("Right name"),
        required=False,
        max_length=60,
        help_text=_("Only if you want your name corrected."),
    )
    id_number = Read(
        label=_("Right ID number"),
        required=False,
        max_length=40,
        help_text=_(
            "Only if you want it corrected; the date of birth follows it. It is "
            "deleted here once you are answered."
        ),
        widget=forms.TextInput(UNKEPT),
    )
    text = ProseField(
        label=_("In your words"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What is wrong, or what you want to know. No ID numbers here."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") not in {None, RequestKind.CORRECTION}:
            given["name"] = given["id_number"] = ""
        return given


class AnswerForm(forms.Form):
    """What the candidate reads; a refusal says why."""

    answer = ProseField(
        label=_("Answer"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The candidate reads it. No numbers of people."),
    )
