"""Input of the office's pages about systems."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import get_scopes_backend

from spark.accounts.models import Application, User
from spark.campuses.models import Campus
from spark.text.fields import ProseField, TitleField


def scopes_in_words() -> Iterator[tuple[str, SafeString]]:
    """Each scope, and what it lets a system do in the reader's language."""
    for scope, words in get_scopes_backend().get_all_scopes().items():
        yield scope, format_html("{} <code>{}</code>", translated(words), scope)


class ScopesForm(forms.Form):
    """What a system is for, and what it may."""

    purpose = ProseField(
        label=_("What for"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What it does with the data, and who answers for it."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=scopes_in_words,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than it needs."),
    )

    @classmethod
    def needs(cls, user: User, client: Application) -> dict[str, Any]:
        now = {"purpose": client.purpose, "scopes": client.scopes.split()}
        return {"initial": now}


class ConnectForm(ScopesForm):
    """A system to let in."""

    name = TitleField(
        label=_("Name"),
        max_length=60,
        help_text=_("As it is called at its campus: history tells it as who acts."),
    )
    campus = forms.ModelChoiceField(
        label=_("Of which campus"),
        queryset=Campus.objects.all(),
        required=False,
        empty_label=_("all: a system of the programme's own"),
        help_text=_("It sees that campus's people, and nobody else's."),
    )
    field_order = ["name", "campus", "purpose", "scopes"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Application.objects.filter(name=name, revoked_at=None).exists():
            raise forms.ValidationError(
                _("A system of this name is connected already.")
            )
        return name


class RenewForm(forms.Form):
    """Whether the old secret must not be used any more."""

    leaked = forms.BooleanField(
        label=_("Others may know the old one: it and all tokens are void at once"),
        required=False,
    )
