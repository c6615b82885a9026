"""Campus systems at the API: who calls, and what they may ask for."""

import base64
from urllib.parse import unquote_plus

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AbstractApplication
from oauth2_provider.scopes import SettingsScopes
from oauth2_provider.views import TokenView
from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


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


class ClientAuthentication(OAuth2Authentication):
    """A bearer token of a campus system; the user is its service user."""

    def authenticate(self, request: Request) -> tuple | None:
        found = super().authenticate(request)
        if found is None:
            return None
        token = found[1]
        user = token.application.service_user
        if user is None or not user.is_active:
            raise exceptions.AuthenticationFailed(_("This client is switched off."))
        return user, token


class ClientScheme(OpenApiAuthenticationExtension):
    """Client credentials, as OpenAPI describes them."""

    target_class = "spark.accounts.oauth.ClientAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: object) -> dict:
        scopes = settings.OAUTH2_PROVIDER["SCOPES"]
        flow = {"tokenUrl": "/oauth/token/", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class HasScope(BasePermission):
    """The token carries the scope that the view names in `required_scope`."""

    def has_permission(self, request: Request, view: object) -> bool:
        return bool(
            request.auth
            and request.user
            and request.auth.allow_scopes([view.required_scope])  # type: ignore[attr-defined]
        )
