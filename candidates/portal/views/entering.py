"""Let in by a link and a code told apart from it: what all such pages have alike."""

from collections.abc import Callable
from typing import Any, NamedTuple

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from candidates.portal import actions
from candidates.portal.forms import CodeForm, TokenForm
from candidates.portal.models import SendingLink
from spark import sms
from spark.htmx import Request

Page = Callable[..., HttpResponse]


class Entrance(NamedTuple):
    """The three pages of it."""

    arrive: Page
    enter: Page
    send_code: Page


def entrance(
    model: type[SendingLink],
    *,
    route: str,
    template: str,
    open_by: Callable[[str, str], Any],
    let_in: Callable[[Request, Any], HttpResponse],
) -> Entrance:
    """Where links of a kind lead, until the code opens what is behind them.

    Args:
        route: the name of the links' address.
        let_in: notes in the session what is open, and leads to the page behind it.
    """

    def ask(
        request: Request, form: CodeForm, status: int = 200, **told: object
    ) -> HttpResponse:
        """The page that asks for the code; `told` is what became of sending one."""
        given = getattr(form, "cleaned_data", {})
        token = form.initial.get("token") or given.get("token")
        address = reverse(route, args=[token]) if token else ""
        context = {"form": form, "own_address": address, "sms": sms.is_on()} | told
        page = render(request, template, context, status=status)
        page["Referrer-Policy"] = "strict-origin"  # the form needs an Origin
        page["X-Robots-Tag"] = "noindex"
        return page

    @_guarded
    @require_safe
    def arrive(request: Request, token: str) -> HttpResponse:
        """Asks for the code and changes nothing, whoever looks."""
        return ask(request, CodeForm(initial={"token": token}))

    @_guarded
    @require_POST
    @rate_limit(action="portal")
    def enter(request: Request) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return ask(request, form, 422)
        link = open_by(form.cleaned_data["token"], form.cleaned_data["code"])
        if link is None:
            form.add_error("code", _("The code isn't right, or no longer valid."))
            return ask(request, form, 422)
        return let_in(request, link)

    @_guarded
    @require_POST
    def send_code(request: Request) -> HttpResponse:
        """Have a code sent to whose link it is.

        Who can't be sent one is answered as for a token that nobody has.
        """
        given = TokenForm(request.POST)
        if not given.is_valid():
            return ask(request, CodeForm(), 422)
        token = given.cleaned_data["token"]
        form = CodeForm(initial={"token": token})
        if not ratelimit.consume(request, action="portal_code", key=token):
            return ask(request, form, 429, said="often")
        way = actions.want_code(token, language=get_language(), model=model)
        return ask(request, form, said=way.by if way else "none", way=way)

    return Entrance(arrive, enter, send_code)


def _guarded(view: Page) -> Page:
    uncached = cache_control(private=True, no_store=True)(view)
    return sensitive_post_parameters()(login_not_required(uncached))
