"""Input about webhooks: an address, a choice of events, a span of time."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from spark import outside
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.plausible import DAYS, within
from spark.seen import Seen
from spark.text.fields import TitleField
from spark.webhooks import events
from spark.webhooks.access import campuses_of
from spark.webhooks.models import Webhook


def check_address(url: str) -> None:
    """An address that is asked, without a name or password in it, in ASCII."""
    parts = urlsplit(url)
    if not outside.may_ask(url):
        raise ValidationError(_("Only addresses by https:// are called."))
    if "@" in parts.netloc or parts.fragment or not url.isascii():
        raise ValidationError(
            _("Give it in ASCII, without a password and without anything after #.")
        )


class WebhookForm(Seen, forms.Form):
    """An endpoint: where it is, what it is, what it wants to be told."""

    campus = forms.ModelChoiceField(Campus.objects.none(), label=_("Campus"))
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        validators=[check_address],
        help_text=_(
            "Where your system takes events, e.g. https://jw.example.edu.cn/spark"
        ),
    )
    description = TitleField(
        label=_("Description"),
        max_length=80,
        required=False,
        help_text=_("How your people know it, e.g. the system's name."),
    )
    types = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them, also those that are added later."),
    )

    @classmethod
    def needs(cls, user: User, webhook: Webhook | None) -> dict[str, Any]:
        return {"user": user, "webhook": webhook}

    def __init__(
        self, *args: Any, user: User, webhook: Webhook | None = None, **kwargs: Any
    ) -> None:
        if webhook is not None:
            known = {"url": webhook.url, "description": webhook.description}
            kwargs["initial"] = known | {"types": webhook.types}
        super().__init__(*args, **kwargs)
        own = campuses_of(user)
        fields: dict[str, Any] = self.fields
        fields["campus"].queryset = own
        if webhook is not None or own.count() == 1:
            del fields["campus"]
        fields["types"].choices = list(choices())


def choices() -> Iterable[tuple[str, list[tuple[str, Any]]]]:
    """The types of events, grouped by what they are about."""
    for resource, types in events.types().items():
        heading = format_html("<code>{}</code>", resource)
        yield heading, [(t, _in_words(t, label)) for t, label in types.items()]


def _in_words(type: str, label: Any) -> str:
    return format_html("<span>{} <code>{}</code></span>", label, type)


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    kind = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, widget=kind, validators=within(DAYS), **more
    )


class SpanForm(forms.Form):
    """From when until when to send again; until now without an end."""

    since = _moment(_("From"))
    until = _moment(_("Until"), required=False)
