"""The language somebody chose, and the second factor some must have."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

from spark.accounts import second_factor
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
