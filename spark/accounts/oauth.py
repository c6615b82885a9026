"""Systems at the API: who calls, and what they may ask for."""

import base64
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

from allauth.core import ratelimit
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AbstractAccessToken, AbstractApplication
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes, get_scopes_backend
from oauth2_provider.views import TokenView
from oauthlib.oauth2 import InvalidClientError, InvalidScopeError
from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from spark import clock
from spark.accounts.bearers import bearer
from spark.accounts.models import Application


class ApplicationScopes(SettingsScopes):
    """What a client may ask for, and gets when it asks for nothing in particular."""

    def get_available_scopes(
        self, application: AbstractApplication | None = None, *args, **kwargs
    ) -> list[str]:
        if application is None:
            return list(super().get_all_scopes())
        known = self.get_all_scopes()
        return [scope for scope in application.scopes.split() if scope in known]

    def get_default_scopes(
        self, application: AbstractApplication | None = None, *args, **kwargs
    ) -> list[str]:
        return self.get_available_scopes(application)


class ClientValidator(OAuth2Validator):
    """Says which scopes are too much, and takes a replaced secret while it is good.

    How a token is looked up is ours; whether it is good, the library judges.
    """

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: AbstractApplication,
        request: object,
        *args,
        **kwargs,
    ) -> bool:
        may = get_scopes_backend().get_available_scopes(application=client)
        if beyond := " ".join(sorted(set(scopes) - set(may))):
            raise InvalidScopeError(
                f"This client may not ask for {beyond}; it may for {' '.join(may)}."
                " The programme office changes that."
            )
        return True

    def authenticate_client(self, request: Any, *args, **kwargs) -> bool:
        found = super().authenticate_client(request, *args, **kwargs)
        if found:
            note_use(request.client)
        return found

    def _load_access_token(self, token: str) -> AbstractAccessToken | None:
        return bearer(token)

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        if super()._check_secret(provided_secret, stored_secret):
            return True
        good = Application.objects.filter(former_until__gt=clock.now())
        former = good.filter(client_secret=stored_secret).first()
        return former is not None and super()._check_secret(
            provided_secret, former.former_secret
        )

    def _save_bearer_token(self, token: dict, request: Any, *args, **kwargs) -> None:
        """None for a secret or a client that was given up since it was looked at."""
        rows = Application.objects.filter(pk=request.client.pk, revoked_at=None)
        now = rows.select_for_update(no_key=True).first()
        known = {now.client_secret, now.former_secret} if now else set()
        if request.client.client_secret not in known:
            raise InvalidClientError
        super()._save_bearer_token(token, request, *args, **kwargs)


OFTEN = timedelta(minutes=1)


def note_use(client: Application) -> None:
    """Keep when the client was last here: at most once a minute, so nobody waits."""
    at = clock.now()
    if client.used_at is None or client.used_at <= at - OFTEN:
        stale = Q(used_at=None) | Q(used_at__lte=at - OFTEN)
        Application.objects.filter(stale, pk=client.pk).update(used_at=at)


class LimitedTokenView(TokenView):
    """Tokens; so many tries from one address and for one client, then JSON with 429."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = _client_id(request)
        if ratelimit.consume(request, action="token", key=key):
            return super().post(request, *args, **kwargs)
        said = {
            "error": "slow_down",
            "error_description": "Too many requests for a token: wait a minute.",
        }
        return JsonResponse(said, status=429, headers={"Retry-After": "60"})


def _client_id(request: HttpRequest) -> str:
    """Whom the request says it comes from: RFC 6749, 2.3.1."""
    scheme, _sep, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.POST.get("client_id", "")
    try:
        name, _sep, _secret = base64.b64decode(given).decode().partition(":")
    except ValueError:
        return ""
    return unquote_plus(name)


class Core(OAuthLibCore):
    """Looks for tokens in headers alone: who calls is asked before what was sent."""

    def extract_body(self, request: HttpRequest | Request) -> list[tuple[str, str]]:
        return [] if isinstance(request, Request) else super().extract_body(request)


class ClientAuthentication(OAuth2Authentication):
    """A bearer token of a campus system; the user is its service user."""

    def authenticate(self, request: Request) -> tuple | None:
        found = super().authenticate(request)
        if found is None:
            return None
        token = found[1]
        user = token.application.service_user
        is_on = token.application.is_usable(request)
        if not is_on or user is None or not user.is_active:
            raise exceptions.AuthenticationFailed(_("This client is switched off."))
        note_use(token.application)
        return user, token


class ClientScheme(OpenApiAuthenticationExtension):
    """Client credentials, as OpenAPI describes them."""

    target_class = "spark.accounts.oauth.ClientAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: object) -> dict:
        scopes = settings.OAUTH2_PROVIDER["SCOPES"]
        flow = {"tokenUrl": "/oauth/token/", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class ScopeMissing(exceptions.PermissionDenied):
    """Named as RFC 6750 has it, 3.1."""

    default_code = "scope_missing"

    def __init__(self, scope: str) -> None:
        words = _(
            "This needs the scope %(scope)s: the token was not asked with it, or the"
            " client may no longer do it."
        )
        super().__init__(words % {"scope": scope})
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        self.headers = {"WWW-Authenticate": challenge}


class HasScope(BasePermission):
    """The token carries the scope that the view names in `required_scope`.

    So does its client, as it is now: one that is narrowed loses the scope at once.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not (request.auth and request.user):
            return False
        token, scope = request.auth, view.required_scope
        if scope not in {*token.scope.split()} & {*token.application.scopes.split()}:
            raise ScopeMissing(scope)
        return True
