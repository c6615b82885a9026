"""Pages on which people look after their groups' robots."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from spark import htmx, paging
from spark.accounts import undoing
from spark.accounts.buttons import Button, offered
from spark.accounts.roles import Role
from spark.accounts.scope import Request, check_role, has_role
from spark.audit import trail
from spark.errors import Refused, words
from spark.notifications.kinds import MESSAGE_KINDS
from spark.robots import actions, letters, queries
from spark.robots.access import GROUP_MESSAGES, KEEPERS, ROBOTS
from spark.robots.buttons import BUTTONS, SEND_AGAIN
from spark.robots.forms import RobotForm
from spark.robots.models import GroupMessage, Outcome, Robot
from spark.robots.stages import TONES, State

FOLDER = "robots/"
SAID = {
    Outcome.WAITING: ("info", "clock"),
    Outcome.SENT: ("ok", "circle-check"),
    Outcome.SUPERSEDED: ("off", "replace"),
    Outcome.FAILED: ("bad", "alert-triangle"),
}


@require_GET
def robot_list(request: Request) -> HttpResponse:
    check_role(request.user, *KEEPERS)
    page = paging.keyset(request, queries.robots(request.user))
    context = {"page": page, "robots": [_dressed(robot) for robot in page.rows]}
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_rows.html", context)


def _dressed(robot: Robot) -> dict[str, Any]:
    tone, icon = TONES[State(robot.state)]
    return {"robot": robot, "tone": tone, "icon": icon}


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    actions.create.check(request.user)
    given = request.POST if request.method == "POST" else None
    form = RobotForm(given, user=request.user)
    context: dict[str, Any] = {"form": form}
    if given is not None and form.is_valid():
        try:
            robot = actions.create(actor=request.user, **form.cleaned_data)
        except Refused as refused:
            context["refusal"] = words(refused)
        else:
            return redirect("robot", robot.pk)
    status = 422 if given is not None else 200
    return render(request, f"{FOLDER}create.html", context, status=status)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    robot = ROBOTS.get(request.user, pk)
    context = _page(request, robot) | _around(request, robot)
    return htmx.render(request, f"{FOLDER}detail.html", f"{FOLDER}_log.html", context)


def _page(
    request: Request, robot: Robot, sent: dict[str, forms.Form] | None = None
) -> dict[str, Any]:
    """The section; `sent` has the form to show again with its errors, by verb."""
    return _dressed(robot) | {
        "kinds": [MESSAGE_KINDS[kind].label for kind in robot.kinds],
        "record": {
            "key": "robot",
            "actions": [
                button.shown(
                    reverse("robot-act", args=[robot.pk, button.verb.name]),
                    (sent or {}).get(button.verb.name) or _form(request, button, robot),
                )
                for button in offered(BUTTONS, ROBOTS, request.user, robot)
            ],
        },
    }


def _around(request: Request, robot: Robot) -> dict[str, Any]:
    """The log and the history."""
    page = paging.keyset(request, queries.log(request.user, robot), size=20)
    internal = has_role(request.user, Role.OFFICE)
    return {
        "page": page,
        "said": [_shown(message) for message in page.rows],
        "waits": any(message.state == Outcome.WAITING for message in page.rows),
        "entries": trail.timeline(robot, internal=internal, among=(Robot,)),
    }


def _shown(message: GroupMessage) -> dict[str, Any]:
    title, *lines = letters.words(message)
    tone, icon = SAID[Outcome(message.state)]
    return {
        "message": message,
        "title": title,
        "lines": lines,
        "tone": tone,
        "icon": icon,
        "label": Outcome(message.state).label,
        "may_send": SEND_AGAIN.verb.possible(message),
    }


def _form(request: Request, button: Button, robot: Robot, *given: Any) -> Any:
    """The page has several forms: their fields' ids differ."""
    auto_id = f"{button.verb.name}-%s"
    return button.filled(request.user, robot, *given, auto_id=auto_id)


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Press one of the buttons."""
    robot = ROBOTS.get(request.user, pk)
    button = next((b for b in BUTTONS if b.verb.name == verb), None)
    if button is None:
        raise Refused("state-moved")
    button.verb.check(request.user, robot)
    form = _form(request, button, robot, request.POST)
    sent = {verb: form} if form else {}
    if form is not None and not form.is_valid():
        return _section(request, pk, sent=sent, status=422)
    try:
        result = button.press(request.user, pk, form)
    except Refused as refused:
        more = {"refusal": words(refused)}
        return _section(request, pk, more, sent, refused.status)
    gone = button.verb is actions.remove
    url = reverse("robots") if gone else reverse("robot", args=[pk])
    undo = undoing.offer(request.user, button.verb, pk)
    return htmx.done(request, button.toast(result), url, undo)


def _section(
    request: Request,
    pk: int,
    more: dict[str, Any] | None = None,
    sent: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The section as it stands now; without htmx, the page around it."""
    robot = ROBOTS.get(request.user, pk)
    context = _page(request, robot, sent) | (more or {})
    if not request.htmx:
        context |= _around(request, robot)
    fragment = f"{FOLDER}_robot.html"
    return htmx.render(request, f"{FOLDER}detail.html", fragment, context, status)


@require_POST
def send_again(request: Request, pk: int, message: int) -> HttpResponse:
    GROUP_MESSAGES.get(request.user, message)
    actions.send_again(actor=request.user, pk=message)
    return htmx.done(request, SEND_AGAIN.toast(), reverse("robot", args=[pk]))
