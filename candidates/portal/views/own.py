"""A candidate's own pages: let in by link and code, then home, and out again."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from candidates.portal import actions, queries
from candidates.portal.access import guest_of
from candidates.portal.forms import CodeForm, TokenForm
from candidates.register.models import Candidate
from candidates.register.queries import rail
from candidates.register.views.display import add_display
from candidates.register.views.own import next_step, own_parts
from spark import clock
from spark.accounts.scope import Guest
from spark.htmx import Request

OPENED = "portal"  # in the session: the key of the link that opened it
LASTS = 7 * 24 * 3600


class Visit(Request):
    """A request of a candidate who was let in."""

    guest: Guest
    candidate: Candidate


def own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for candidates who came by their link; others are told how to."""

    @wraps(view)
    def visited(request: Visit, *args: object, **kwargs: object) -> HttpResponse:
        key = request.session.get(OPENED)
        link = queries.opened(key, clock.now()) if key else None
        if link is None:
            return render(request, "candidates/portal/closed.html", status=401)
        request.candidate, request.guest = link.candidate, guest_of(link.candidate)
        return view(request, *args, **kwargs)

    return login_not_required(cache_control(private=True, no_store=True)(visited))


@login_not_required
@require_GET
@cache_control(private=True, no_store=True)
def arrive(request: Request, token: str) -> HttpResponse:
    """Where a card leads: asks for the code and changes nothing, whoever looks."""
    return _ask(request, CodeForm(initial={"token": token}))


@sensitive_post_parameters()
@login_not_required
@require_POST
@rate_limit(action="portal")
@cache_control(private=True, no_store=True)
def enter(request: Request) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, 422)
    link = actions.open_by(form.cleaned_data["token"], form.cleaned_data["code"])
    if link is None:
        form.add_error("code", _("The code isn't right, or no longer valid."))
        return _ask(request, form, 422)
    request.session.cycle_key()
    request.session[OPENED] = link.pk
    request.session.set_expiry(LASTS)
    return redirect("portal-home")


@sensitive_post_parameters()
@login_not_required
@require_POST
@cache_control(private=True, no_store=True)
def send_code(request: Request) -> HttpResponse:
    """Have a code sent to whose card it is.

    Who can't be sent one is answered as for a token that nobody has.
    """
    given = TokenForm(request.POST)
    if not given.is_valid():
        return _ask(request, CodeForm(), 422)
    token = given.cleaned_data["token"]
    form = CodeForm(initial={"token": token})
    if not ratelimit.consume(request, action="portal_code", key=token):
        return _ask(request, form, 429, said="often")
    way = actions.want_code(token, language=get_language())
    return _ask(request, form, said=way.by if way else "none", way=way)


def _ask(
    request: Request, form: CodeForm, status: int = 200, **told: object
) -> HttpResponse:
    """The page that asks for the code; `told` is what became of sending one."""
    token = form.initial.get("token") or getattr(form, "cleaned_data", {}).get("token")
    address = reverse("portal-arrive", args=[token]) if token else ""
    context = {"form": form, "own_address": address} | told
    page = render(request, "candidates/portal/code.html", context, status=status)
    page["Referrer-Policy"] = "strict-origin"  # the form needs an Origin
    page["X-Robots-Tag"] = "noindex"
    return page


@own
@require_GET
def home(request: Visit) -> HttpResponse:
    candidate = request.candidate
    add_display(candidate)
    parts = own_parts(candidate)
    context = {
        "candidate": candidate,
        "rail": rail(candidate),
        "next_step": next_step(parts),
        "parts": parts,
    }
    return render(request, "candidates/portal/home.html", context)


@login_not_required
@require_POST
def leave(request: Request) -> HttpResponse:
    request.session.pop(OPENED, None)
    messages.success(request, _("Closed. Your card and a new code open it again."))
    return redirect("portal-home")
