"""Who does what is grave enters password or code once more, unless they did lately."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from spark import htmx

_check = reauthentication_required(lambda request: HttpResponse(), allow_get=True)


def asked_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send a POST of a view to the log-in's second asking, and then to its page.

    What was typed isn't kept meanwhile: an ID number may be in it.
    """

    @wraps(view)
    def asked(request: htmx.Request, *args: object, **kwargs: object) -> HttpResponse:
        try:
            if settings.REAUTHENTICATE:
                _check(request)
        except ReauthenticationRequired:
            return htmx.to(request, _asking(request))
        return view(request, *args, **kwargs)

    return asked


def _asking(request: HttpRequest) -> str:
    """With the page of the form as where to go on."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer")
    page = urlsplit(came_from or "/")
    first = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    there = page._replace(scheme="", netloc="", fragment="").geturl()
    return f"{first}?{urlencode({'next': there})}"
