"""One's own calendars, and what programs fetch at their addresses."""

from typing import Any

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from spark import clock, htmx
from spark.accounts.buttons import Button
from spark.accounts.scope import Request
from spark.calendars import actions, queries
from spark.calendars.access import SUBSCRIPTIONS
from spark.calendars.forms import FollowForm
from spark.calendars.kinds import Reader
from spark.documents.codes import qr
from spark.errors import Refused, words

END = Button(
    actions.end,
    gettext_lazy("End"),
    gettext_lazy("Ended: nothing is at its address any more."),
    consequence=gettext_lazy(
        "Programs that follow it by its address find nothing there from now on."
    ),
    danger=True,
)


@require_http_methods(["GET", "POST"])
def calendars(request: Request) -> HttpResponse:
    """Those that the user follows; after a new one, this once, its address."""
    given = request.POST if request.method == "POST" else None
    if given is not None:
        actions.follow.check(request.user)
    context, status = followed(request, request.user, given, end="calendar-end")
    page = render(request, "calendars/list.html", context, status=status)
    page["Cache-Control"] = "private, no-store"
    return page


def followed(
    request: HttpRequest, reader: Reader, given: Any, *, end: str
) -> tuple[dict[str, Any], int]:
    """What a page of somebody's calendars shows, and its status.

    Args:
        given: the form that was sent, if one was; then a calendar is followed.
        end: the name of the address at which one is ended.
    """
    form, status = FollowForm(given, reader=reader), 200
    context: dict[str, Any] = {"form": form}
    if given is not None:
        try:
            context |= _follow(request, reader, form)
            status = 422 if form.errors else 200
        except Refused as refused:
            context["refusal"], status = words(refused), refused.status
    context["ends"] = [
        (one, END.shown(reverse(end, args=[one.subscription.pk]), None))
        for one in queries.followed(reader)
    ]
    return context, status


def _follow(request: HttpRequest, reader: Reader, form: FollowForm) -> dict[str, Any]:
    """The address, as one copies it and as a phone's camera takes it."""
    if not form.is_valid():
        return {}
    given = form.given | {"language": get_language()}
    token = actions.follow(actor=reader, **given)
    address = request.build_absolute_uri(reverse("calendar-feed", args=[token]))
    opens = f"webcal:{address.partition(':')[2]}"
    picture = qr(opens).svg_data_uri(scale=4, light="white")
    return {"address": address, "opens": opens, "picture": picture}


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    SUBSCRIPTIONS.get(request.user, pk)
    actions.end(actor=request.user, pk=pk)
    return htmx.done(request, END.toast(), reverse("calendars"))


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar of the token, unless the program has it as it is."""
    limited = rate_limit(action="calendar", key=token, limit_get=True)
    return limited(_sent)(request, token)


def _sent(request: HttpRequest, token: str) -> HttpResponseBase:
    subscription, now = queries.known(token), clock.now()
    said = queries.written(subscription, now) if subscription else None
    if subscription is None or said is None:
        raise Http404
    since = int(actions.note_use(subscription, said.digest, at=now).timestamp())
    tag = quote_etag(said.digest)
    response = HttpResponse(content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Last-Modified"] = http_date(since)
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="spark.ics"'
    response["Content-Language"] = subscription.language
    response["X-Robots-Tag"] = "noindex"
    found = get_conditional_response(request, tag, since, response)
    if found is response:
        response.content = said.text
    return found or response
