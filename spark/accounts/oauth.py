"""Campus systems at the API: who calls, and what they may ask for."""

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AbstractApplication
from oauth2_provider.scopes import SettingsScopes
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
        return application.scopes.split()

    def get_default_scopes(
        self, application: AbstractApplication | None = None, *args, **kwargs
    ) -> list[str]:
        return self.get_available_scopes(application)


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
        scopes = {"candidates:read": "Read", "rosters:write": "Send rosters"}
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
