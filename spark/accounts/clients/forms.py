"""Input of the office's pages about systems."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import get_scopes_backend

from spark.accounts.models import Application, User
from spark.campuses.models import Campus
from spark.seen import Seen
from spark.text.fields import ProseField, TitleField


def scopes_in_words() -> Iterator[tuple[str, SafeString]]:
    """Each scope, and what it lets a system do in the reader's language."""
    for scope, words in get_scopes_backend().get_all_scopes().items():
        yield scope, format_html("{} <code>{}</code>", translated(words), scope)


class ScopesForm(Seen, forms.Form):
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


EVERY = "every"


def _campuses() -> list[tuple[str, str | Promise]]:
    """None is chosen for who doesn't choose: least of all every one."""
    return [
        ("", "–"),
        *((str(campus.pk), str(campus)) for campus in Campus.objects.all()),
        (EVERY, _("all: a system of the programme's own")),
    ]


class ConnectForm(ScopesForm):
    """A system to let in."""

    name = TitleField(
        label=_("Name of the system"),
        max_length=60,
        help_text=_("As it is called at its campus: history tells it as who acts."),
    )
    campus = forms.ChoiceField(
        label=_("Of which campus"),
        choices=_campuses,
        help_text=_("It sees that campus's people, and nobody else's."),
    )
    field_order = ["name", "campus", "purpose", "scopes"]

    def clean_campus(self) -> Campus | None:
        chosen = self.cleaned_data["campus"]
        return None if chosen == EVERY else Campus.objects.get(pk=chosen)

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
