"""Home, the inbox, and one-click log-in while developing."""

from dataclasses import replace

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_POST

from spark import clock
from spark.accounts import queries
from spark.accounts.demo import enter_as
from spark.accounts.models import User
from spark.accounts.scope import Request, grants_of
from spark.accounts.today import note_visit, panels_of
from spark.duties.groups import COUNTED, grouped
from spark.notifications import inbox as messages
from spark.paging import Order, keyset


@require_GET
def home(request: Request) -> HttpResponse:
    """What is to be done, gravest first, and what the rooms have to say."""
    duties = [
        replace(group, unheld_roles=queries.unheld_roles(request.user, group.first))
        for group in grouped(queries.first_duties_of(request.user, COUNTED + 1))
    ]
    roles = grants_of(request.user).roles
    panels = list(panels_of(request.user, roles, note_visit(request.user)))
    context = {
        "duties": duties,
        "waiting": sum(group.count for group in duties),
        "first": min((group.shown.due for group in duties), default=None),
        "main": [(panel.template, shown) for panel, shown in panels if not panel.aside],
        "aside": [(panel.template, shown) for panel, shown in panels if panel.aside],
    }
    return render(request, "home.html", context)


@require_GET
def inbox(request: Request) -> HttpResponse:
    """Showing a message marks it as read, from the next time on."""
    page = keyset(request, messages.inbox(request.user), order=Order("created_at"))
    shown = [
        {
            "title": title,
            "body": body,
            "when": clock.local(message.created_at),
            "read": message.read_at is not None,
            "url": message.url,
        }
        for message in page.rows
        for title, body in [messages.words(message, translation.get_language())]
    ]
    response = render(
        request, "notifications/list.html", {"shown": shown, "page": page}
    )
    messages.mark_read(request.user, clock.now(), page.rows)
    return response


@require_POST
def inbox_read(request: Request) -> HttpResponse:
    """Everything, also what is on later pages."""
    messages.mark_read(request.user, clock.now())
    return redirect("inbox")


@login_not_required
@require_POST
def demo_login(request: Request) -> HttpResponse:
    """Log in as one of the demo's people, or a guest; exists only in development."""
    if not settings.DEMO_LOGIN:
        raise Http404
    if guest := request.POST.get("guest"):
        return enter_as(request, guest)
    user = get_object_or_404(
        User, email=request.POST.get("email"), email__endswith="@demo.spark"
    )
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    return redirect("home")


@login_not_required
def closed(request: Request, *args: str) -> HttpResponse:
    """Not found: an address of allauth's that Spark doesn't offer."""
    raise Http404
