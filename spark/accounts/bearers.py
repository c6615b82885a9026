"""Who calls with a bearer token: by one query, whose statement is made only once.

Nothing is remembered from one request to the next: who was switched off a moment ago is
refused by every process.
"""

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from oauth2_provider.models import AbstractAccessToken, get_access_token_model

from spark.accounts.models import PLACES, Application, RoleGrant, User
from spark.accounts.scope import remember

M = TypeVar("M", bound=Model)
AccessToken = get_access_token_model()


def _of(model: type[Model], *names: str) -> list[str]:
    """The columns of these names, in the model's own order, as `from_db` takes them."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if field.name in names]


# What a request needs of each; anything else is read when somebody asks for it.
OF_TOKEN = _of(AccessToken, "id", "user", "application", "expires", "scope", "resource")
OF_CLIENT = _of(
    Application,
    "id",
    "client_id",
    "campus",
    "service_user",
    "scopes",
    "used_at",
    "revoked_at",
)
OF_USER = _of(User, "id", "is_active", "email", "name", "language")
OF_GRANT = _of(RoleGrant, "id", "role", *PLACES)
PATHS = {
    "": OF_TOKEN,
    "application__": OF_CLIENT,
    "application__service_user__": OF_USER,
    "application__service_user__role_grants__": OF_GRANT,
}


def bearer(token: str) -> AbstractAccessToken | None:
    """The token's row, with its client, the service user and what they hold."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [sha256(token.encode()).hexdigest()])
        rows = cursor.fetchall()
    return _put_together(rows) if rows else None


@cache
def _statement() -> str:
    """With one parameter, the token's checksum."""
    columns = [f"{path}{name}" for path, names in PATHS.items() for name in names]
    found = AccessToken._default_manager.filter(token_checksum="")
    statement, _parameter = found.values_list(*columns).query.sql_with_params()
    return statement


def _put_together(rows: list[tuple]) -> AbstractAccessToken:
    """The token, from a row for each role that its service user holds."""
    values = iter(rows[0])
    token: Any = _take(AccessToken, OF_TOKEN, values)
    client = _take(Application, OF_CLIENT, values)
    user = _take(User, OF_USER, values)
    if user:
        grants = [_take(RoleGrant, OF_GRANT, row[-len(OF_GRANT) :]) for row in rows]
        remember(user, filter(None, grants) if user.is_active else ())
    if client:
        client.service_user = user
        token.application = client
    return token


def _take(model: type[M], names: list[str], values: Iterable[Any]) -> M | None:
    """The next of `values` as a row of the model; None if a join found none."""
    given = [*islice(values, len(names))]
    for place, read in _readers(model, *names):
        given[place] = read(given[place], None, connection)
    return model.from_db(DEFAULT_DB_ALIAS, names, given) if given[0] else None


@cache
def _readers(model: type[Model], *names: str) -> list[tuple[int, Callable]]:
    """Which values a queryset reads as something else: JSON comes as text."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [
        (place, field.from_db_value)
        for place, field in enumerate(fields)
        if hasattr(field, "from_db_value")
    ]
