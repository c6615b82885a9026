"""Verbs of the office about systems: who may call the API, and what they may there."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import get_access_token_model

from spark.accounts.clients.access import CLIENTS
from spark.accounts.models import Application, RoleGrant, User
from spark.accounts.roles import Role
from spark.accounts.security.models import SecurityKind
from spark.accounts.verbs import verb
from spark.campuses.models import Campus
from spark.errors import BY_DATABASE, Refused

OVERLAP = timedelta(hours=24)  # for which a replaced secret is still good
NOBODY = "systems.invalid"  # service users' addresses: no letter arrives there
BY_DATABASE |= {"client_name_once": "client-known"}


@dataclass(frozen=True)
class Issued:
    """A client and its secret, of which only a hash is kept."""

    client: Application
    secret: str


def is_on(client: Application) -> bool:
    return client.revoked_at is None


on_a_client = partial(
    verb,
    CLIENTS,
    roles={Role.OFFICE},
    many=False,
    when=is_on,
    security=SecurityKind.CLIENT,
)


@verb(
    CLIENTS,
    roles={Role.OFFICE},
    label=_("System connected"),
    detail=False,
    key=True,
    security=SecurityKind.CLIENT,
)
def connect(
    *,
    name: str,
    purpose: str,
    campus: Campus | None,
    scopes: Collection[str],
    at: datetime,
) -> Issued:
    """Let a campus's system call the API, or one of the programme's own.

    Raises:
        Refused: client-known.
    """
    secret = _new_secret()
    client = Application(
        name=name,
        purpose=purpose,
        campus=campus,
        scopes=" ".join(scopes),
        client_secret=secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        secret_since=at,
    )
    address = f"{client.client_id}@{NOBODY}"
    client.service_user = User.objects.create_user(address, name=name)
    role = Role.CLIENT if campus else Role.OFFICE_CLIENT
    RoleGrant.objects.create(user=client.service_user, role=role, campus=campus)
    client.save()
    return Issued(client, secret)


@on_a_client(label=_("What it may changed"), key=True)
def change(client: Application, *, purpose: str, scopes: Collection[str]) -> None:
    """It may no more what it may not any longer: at once, with whatever token."""
    _still_on(client)
    client.purpose, client.scopes = purpose, " ".join(scopes)
    client.save()


@on_a_client(label=_("Secret renewed"))
def renew(client: Application, *, leaked: bool, at: datetime) -> Issued:
    """Give it a new secret; the old one is good for a day, so that nothing stops.

    Args:
        leaked: the old one and all tokens are void at once instead.
    """
    _still_on(client)
    secret = _new_secret()
    client.former_secret = "" if leaked else client.client_secret
    client.former_until = None if leaked else at + OVERLAP
    client.client_secret, client.secret_since = secret, at
    client.save()
    if leaked:
        _end_tokens(client)
    return Issued(client, secret)


@on_a_client(label=_("Disconnected"), key=True)
def disconnect(client: Application, *, at: datetime) -> None:
    """For good: its secret and its tokens are void. Its history stays."""
    _still_on(client)
    client.revoked_at = at
    client.save()
    if client.service_user:
        client.service_user.is_active = False
        client.service_user.save()
    _end_tokens(client)


def _new_secret() -> str:
    """256 bits, of letters that need no quoting."""
    return secrets.token_urlsafe(32)


def _still_on(client: Application) -> None:
    if not is_on(client):
        raise Refused("state-moved")


def _end_tokens(client: Application) -> None:
    get_access_token_model().objects.filter(application=client).delete()
