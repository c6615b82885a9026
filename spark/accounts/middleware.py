"""The language somebody chose, the second factor some must have, whose line it is."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_structlog.middlewares import RequestMiddleware

from spark.accounts import second_factor, sessions
from spark.accounts.scope import Request


class PreferencesMiddleware:
    """Chinese unless chosen otherwise: the browser's own wish is not asked.

    The cookie of the header's switch wins; a logged-in person's saved language comes
    next.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in dict(settings.LANGUAGES):
            user = request.user
            language = getattr(user, "language", None) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class LoginMiddleware(LoginRequiredMiddleware):
    """Who isn't logged in any more logs in, and comes back to the page they were on.

    That is the page, not what it asked for or sent: else part of it would come back
    alone, and what only takes forms would lead nowhere. Who may do most is logged out
    after hours in which they asked for nothing.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable, *args: Any, **kwargs: Any
    ) -> Any:
        user = request.user
        if user.is_authenticated and sessions.is_idle(request, user):
            logout(request)
        return super().process_view(request, view_func, *args, **kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> Any:
        page = _page(request)
        to = redirect_to_login(page) if page else redirect(settings.LOGIN_URL)
        if "HX-Request" in request.headers:
            return HttpResponseClientRedirect(to.url)
        return to


def _page(request: HttpRequest) -> str:
    """The page somebody is on who asks for this; empty if it isn't one of ours."""
    if "HX-Request" in request.headers:
        address = request.headers.get("HX-Current-URL", "")
    elif request.method == "POST":
        address = request.headers.get("Referer", "")
    else:
        return request.get_full_path()
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


class KeptNowhereMiddleware:
    """What somebody logged in sees is of people: no browser keeps it on its disk.

    Unless the view says otherwise of what it shows.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        answer = self.get_response(request)
        user = request.user  # None beside a token that was refused
        if user and user.is_authenticated and "Cache-Control" not in answer:
            answer["Cache-Control"] = "private, no-store"
        return answer


class SecondFactorMiddleware:
    """Until who must have a second factor has set it up, every page leads there."""

    OPEN = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "mfa_activate_totp",
            "set_language",
            "healthz",
            "metrics",
        }
    )

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.REQUIRE_SECOND_FACTOR or (
            match and match.url_name in self.OPEN
        ):
            return None
        user = request.user
        if not user.is_authenticated or not second_factor.is_required(user):
            return None
        if second_factor.is_set_up(user):
            return None
        to = redirect("mfa_activate_totp")
        return HttpResponseClientRedirect(to.url) if request.htmx else to


class LogMiddleware(RequestMiddleware):
    """Lines of the log name the address that rate limits go by.

    The one that anybody may invent in a header is neither believed nor looked for.
    """

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        try:
            ip = get_adapter().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            ip = None
        structlog.contextvars.bind_contextvars(ip=ip)
