"""A candidate's own pages: let in by link and code, then home, and out again."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from candidates.portal import actions, queries
from candidates.portal.access import guest_of
from candidates.portal.models import PersonalLink
from candidates.portal.views.entering import entrance
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


def own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for candidates who came by their link; others are told how to."""

    @wraps(view)
    def visited(request: Visit, *args: object, **kwargs: object) -> HttpResponseBase:
        key = request.session.get(OPENED)
        link = queries.opened(key, clock.now()) if key else None
        if link is None:
            return render(request, "candidates/portal/closed.html", status=401)
        request.candidate, request.guest = link.candidate, guest_of(link.candidate)
        return view(request, *args, **kwargs)

    return login_not_required(cache_control(private=True, no_store=True)(visited))


def let_in(request: Request, link: PersonalLink) -> HttpResponse:
    """Into a session of its own, by a link that was opened."""
    request.session.cycle_key()
    request.session[OPENED] = link.pk
    request.session.set_expiry(LASTS)
    return redirect("portal-home")


arrive, enter, send_code = entrance(
    PersonalLink,
    route="portal-arrive",
    template="candidates/portal/code.html",
    open_by=actions.open_by,
    let_in=let_in,
)


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
