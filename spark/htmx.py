"""A whole page or a fragment of it; and refusals as either."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.shortcuts import render as render_template
from django.urls import is_valid_path
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from spark.errors import Refused, words


class Request(HttpRequest):
    """A request as HtmxMiddleware leaves it."""

    htmx: HtmxDetails


def render(
    request: Request, page: str, fragment: str, context: dict, status: int = 200
) -> HttpResponse:
    """The fragment if htmx asks for part of the page, else the whole page."""
    part = (
        request.htmx
        and not request.htmx.boosted
        and not request.htmx.history_restore_request
    )
    response = render_template(
        request, fragment if part else page, context, status=status
    )
    response["Vary"] = "HX-Request"
    return response


def done(request: Request, said: str, url: str, undo: str = "") -> HttpResponse:
    """After an act: say what happened and go to `url`, with or without JavaScript.

    Args:
        undo: what `spark.accounts.undoing` offers, for the toast's button.
    """
    messages.success(request, said, extra_tags=undo)
    return to(request, url)


def to(request: Request, url: str) -> HttpResponse:
    """Go to `url`, with or without JavaScript."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def refuse(request: Request, refused: Refused) -> HttpResponse:
    """A note or a page; the page leads `back` if that is among the refusal's facts."""
    template = "refused/_note.html" if request.htmx else "refused/page.html"
    refused.facts["alone"] = True  # nothing else of the page is shown anew
    context = {"refusal": words(refused), "back": refused.facts.get("back")}
    return render_template(request, template, context, status=refused.status)


class RefusedMiddleware:
    """A `Refused` that no view caught becomes a page or a fragment, never a 500."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: Request, exception: Exception
    ) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, Refused) else None


class FormsOnlyMiddleware:
    """Opening an address that only takes POST leads home, not to a blank 405."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        opened = request.method == "GET" and "text/html" in request.headers.get(
            "Accept", ""
        )
        if opened and isinstance(response, HttpResponseNotAllowed):
            return redirect(_above(request))
        return response


def _above(request: Request) -> str:
    """Home, or for who has no account the nearest address above that there is."""
    if getattr(request, "user", None) and request.user.is_authenticated:
        return "home"
    parts = request.path_info.strip("/").split("/")
    above = (
        "/".join(["", *parts[:count], ""]) for count in range(len(parts) - 1, 0, -1)
    )
    return next((path for path in above if is_valid_path(path)), "home")
