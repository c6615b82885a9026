"""The page that a college's address leads to: what it is, begin, come back."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from candidates.applying import actions, queries
from candidates.applying.forms import BeginForm, CodeForm
from candidates.applying.models import Application, Call
from candidates.portal.queries import opened as opened_by_card
from candidates.portal.views.own import OPENED as BY_CARD
from candidates.register.models import Candidate
from spark import clock
from spark.htmx import Request

OPENED = "applying"  # in the session: the key of the application that is open
LASTS = 3 * 24 * 3600
FOLDER = "candidates/applying/"
Page = Callable[..., HttpResponseBase]


def public(view: Page) -> Page:
    """For everybody who has the address; no search engine has it from here."""

    @wraps(view)
    def shown(request: Request, slug: str, **given: object) -> HttpResponseBase:
        call = queries.call_at(slug)
        if call is None:
            raise Http404
        page = view(request, call, **given)
        page["X-Robots-Tag"] = "noindex, nofollow"
        page["Referrer-Policy"] = "strict-origin"  # the address is nobody else's
        return page

    guarded = cache_control(private=True, no_store=True)(shown)
    return login_not_required(sensitive_post_parameters()(guarded))


@public
@require_safe
def arrive(request: Request, call: Call) -> HttpResponse:
    """What it is, until when, how many places are left, who decides."""
    context = {
        "call": call,
        "standing": queries.standing(call, clock.today()),
        "form": BeginForm(initial={"key": uuid4()}),
        "mine": in_session(request, call),
        "known": _by_card(request, call),
    }
    return render(request, f"{FOLDER}public.html", context)


@public
@require_POST
@rate_limit(action="apply")
def begin(request: Request, call: Call) -> HttpResponse:
    """A new application; its code is shown this once, then the first step."""
    form = BeginForm(request.POST)
    if not form.is_valid() or form.cleaned_data["website"]:
        return redirect("apply", call.slug)
    known = _by_card(request, call)
    key = form.cleaned_data["key"]
    application, code = actions.begin(call, key, known=known)
    _open(request, application)
    context = {"call": call, "code": actions.shown(code)}
    return render(request, f"{FOLDER}code.html", context)


@public
@require_http_methods(["GET", "POST"])
@rate_limit(action="apply_code")
def come_back(request: Request, call: Call) -> HttpResponse:
    """Go on with what was begun, on this device or another."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        application = actions.open_by(call, form.cleaned_data["code"])
        if application is not None and not form.cleaned_data["website"]:
            return let_in(request, application)
        form.add_error("code", _("No application opens by this code."))
    context = {"call": call, "form": form}
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}come_back.html", context, status=status)


def let_in(request: Request, application: Application) -> HttpResponse:
    """Into a session of its own, by a code that opened it."""
    request.session.cycle_key()
    _open(request, application)
    return redirect("apply-mine", application.call.slug)


def in_session(request: Request, call: Call) -> Application | None:
    """The application of this page that is open here."""
    key = request.session.get(OPENED)
    return queries.opened(key, call) if key else None


def opened(action: str) -> Callable[[Page], Page]:
    """Makes pages for who has an application of this page open.

    Others are told how to open it. `action` names the limit to how many a minute.
    """

    def own(view: Page) -> Page:
        @wraps(view)
        def shown(request: Request, call: Call, **given: object) -> HttpResponseBase:
            application = in_session(request, call)
            if application is None:
                context = {"call": call}
                return render(request, f"{FOLDER}closed.html", context, status=401)
            return view(request, application, **given)

        return public(rate_limit(action=action)(shown))

    return own


def _open(request: Request, application: Application) -> None:
    request.session[OPENED] = application.pk
    if not request.user.is_authenticated:
        request.session.set_expiry(LASTS)


def _by_card(request: Request, call: Call) -> Candidate | None:
    """Who is on the roster of this college and batch, and here by card and code."""
    key = request.session.get(BY_CARD)
    link = opened_by_card(key, clock.now()) if key else None
    known = link.candidate if link else None
    if known and (known.batch_id, known.campus_id) == (call.batch_id, call.campus_id):
        return known
    return None
