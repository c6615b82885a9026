"""Input about robots."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spark import outside
from spark.accounts.models import User
from spark.accounts.roles import Role
from spark.accounts.scope import has_role
from spark.notifications.kinds import MESSAGE_KINDS
from spark.robots.access import places_of
from spark.robots.channels import channel_of
from spark.robots.models import Robot, Service
from spark.seen import Seen
from spark.text.fields import LineField, TitleField

UNKEPT = {"autocomplete": "off", "spellcheck": "false"}


def check_address(service: str, url: str) -> None:
    """An address of the service, as its own page shows it."""
    parts = urlsplit(url)
    known = channel_of(service).HOSTS
    if not outside.may_ask(url) or "@" in parts.netloc or not url.isascii():
        raise ValidationError(_("Only addresses by https:// are called."))
    if settings.ONLY_PUBLIC_ADDRESSES and parts.hostname not in known:
        raise ValidationError(
            _("Addresses of these robots begin with https://%(host)s/."),
            params={"host": min(known)},
        )


class RobotForm(Seen, forms.Form):
    """A group, the robot in it, and what it is to say."""

    service = forms.ChoiceField(label=_("Service"), choices=Service.choices)
    place = forms.ChoiceField(label=_("Whose group"))
    name = TitleField(
        label=_("Name of the group"),
        max_length=60,
        help_text=_("As your people know it."),
    )
    address = forms.URLField(
        label=_("Webhook address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(UNKEPT),
        help_text=_("Copied from the robot's page in the group's settings."),
    )
    secret = LineField(
        label=_("Signing secret"),
        max_length=120,
        required=False,
        widget=forms.TextInput(UNKEPT),
        help_text=_("If the robot is secured by a signature."),
    )
    keyword = TitleField(
        label=_("Keyword"),
        max_length=20,
        required=False,
        help_text=_("If the robot is secured by a keyword: it ends every message."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    kinds = forms.MultipleChoiceField(
        label=_("Messages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all kinds, also those that are added later."),
    )

    @classmethod
    def needs(cls, user: User, robot: Robot | None) -> dict[str, Any]:
        return {"user": user, "robot": robot}

    def __init__(
        self, *args: Any, user: User, robot: Robot | None = None, **kwargs: Any
    ) -> None:
        if robot is not None:
            names = ("name", "keyword", "language", "kinds")
            kwargs["initial"] = {name: getattr(robot, name) for name in names}
        super().__init__(*args, **kwargs)
        self.robot = robot
        fields: dict[str, Any] = self.fields
        fields["kinds"].choices = list(_kinds())
        if robot is None:
            fields["place"].choices = list(_places(user))
            fields["place"].required = not has_role(user, Role.OFFICE)
            return
        del fields["service"], fields["place"]
        fields["address"].required = False
        for name in ("address", "secret"):
            fields[name].help_text = _("Empty: it stays as it is.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        service = self.robot.service if self.robot else given.get("service")
        if service and given.get("address"):
            try:
                check_address(service, given["address"])
            except ValidationError as error:
                self.add_error("address", error)
        return given


def _places(user: User) -> list[tuple[str, str]]:
    own = [(f"{kind}:{row.pk}", str(row)) for kind, row in places_of(user)]
    if has_role(user, Role.OFFICE):
        return [("", str(_("The programme's own"))), *own]
    return own


def _kinds() -> list[tuple[str, Any]]:
    told = (kind for kind in MESSAGE_KINDS.values() if kind.group and kind.label)
    return [(kind.name, kind.label) for kind in told]
