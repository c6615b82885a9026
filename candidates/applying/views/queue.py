"""The college's queue: who applied, what they wrote, and the answer."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from candidates.applying import actions, queries
from candidates.applying.access import APPLICATIONS
from candidates.applying.forms import FilterForm
from candidates.applying.models import Application
from candidates.applying.views.display import add_display, facts
from candidates.clips.views.display import Shown
from candidates.register.access import COLLEGE
from spark import htmx, paging
from spark.accounts.buttons import Button, ReasonForm, offered
from spark.accounts.scope import Request, check_role
from spark.audit import trail
from spark.errors import Refused, words
from spark.records import BulkAction, bar, in_order

FOLDER = "candidates/applying/"
ANSWERS = (
    Button(
        actions.confirm,
        _("Confirm enrolment"),
        _("Confirmed. They are candidates now."),
        primary=True,
        consequence=_("They become candidates, as by a roster."),
    ),
    Button(
        actions.ask_back,
        _("Ask back"),
        _("Asked back. Their page says for what."),
        form=ReasonForm,
        consequence=_("They read what you write, mend it and send it again."),
    ),
    Button(
        actions.refuse,
        pgettext_lazy("application", "Refuse"),
        _("Refused. Their page says why."),
        form=ReasonForm,
        danger=True,
        consequence=_("They read the reason. This can't be undone."),
    ),
)
CODE = Button(actions.new_code, _("Read out a new code"))
BUTTONS = {button.verb.name: button for button in (*ANSWERS, CODE)}
MANY = {button.verb.name: BulkAction(button.verb.name, button) for button in ANSWERS}
ORDER = paging.Order("state_since", descending=False)


@require_GET
@cache_control(private=True, no_store=True)
def application_list(request: Request) -> HttpResponse:
    """What waits longest comes first."""
    check_role(request.user, *COLLEGE)
    form = FilterForm(request.GET, user=request.user)
    rows = form.found(queries.applications(request.user))
    page = paging.keyset(request, rows, order=ORDER)
    for application in page.rows:
        add_display(application)
    verbs = in_order(request.user, MANY.values())
    context = {
        "form": form,
        "page": page,
        "filtered": bool(form.chosen),
        **bar(verbs, {application.pk: application for application in page.rows}),
    }
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_rows.html", context)


@require_GET
@cache_control(private=True, no_store=True)
def application_detail(request: Request, pk: int) -> HttpResponse:
    return _shown(request, pk)


def _shown(request: Request, pk: int, made: dict | None = None) -> HttpResponse:
    """The page; a code only in answer to making it."""
    application = queries.applications(request.user).filter(pk=pk).first()
    if application is None:
        raise Http404
    add_display(application)
    made = made or {}
    sent, status = made.pop("sent", {}), made.pop("status", 200)
    buttons = offered(BUTTONS.values(), APPLICATIONS, request.user, application)
    context = {
        "application": application,
        "facts": facts(application, own=False),
        "shown": Shown(
            application.upload,
            base=reverse("application-clip", args=[application.pk, "x"])[:-1],
        ),
        "others": queries.others(request.user, application),
        "timeline": trail.timeline(application, internal=False),
        "actions": [_action(button, application, sent) for button in buttons],
    }
    return render(request, f"{FOLDER}detail.html", context | made, status=status)


def _action(button: Button, application: Application, sent: dict) -> dict:
    name = button.verb.name
    url = reverse("application-act", args=[application.pk, name])
    form = sent.get(name) or (button.form(prefix=name) if button.form else None)
    return button.shown(url, form)


@require_POST
@cache_control(private=True, no_store=True)
def application_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Press a button of one application."""
    if verb not in BUTTONS:
        raise Http404
    button, application = BUTTONS[verb], APPLICATIONS.get(request.user, pk)
    APPLICATIONS.check(request.user, button.verb, application)
    form = button.form(request.POST, prefix=verb) if button.form else None
    if form is not None and not form.is_valid():
        return _shown(request, pk, {"sent": {verb: form}, "status": 422})
    try:
        result = button.press(request.user, pk, form)
    except Refused as refused:
        again = {"sent": {verb: form} if form else {}, "status": refused.status}
        return _shown(request, pk, again | {"refusal": words(refused)})
    if button is CODE:
        return _shown(request, pk, {"code": result})
    url = reverse("application-detail", args=[pk])
    return htmx.done(request, button.toast(), url)
