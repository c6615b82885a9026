"""Judges and incidents of a trial, as a part of its page; judges of many at once."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from spark import htmx
from spark.accounts.buttons import Button, ReasonForm, offered
from spark.accounts.models import Role
from spark.accounts.scope import Request, has_role
from spark.errors import Refused, Words, words
from spark.records import BulkAction
from training.judging import actions, queries
from training.judging.access import INCIDENTS, JUDGEMENTS
from training.judging.forms import IncidentForm, JudgeForm
from training.judging.models import Incident, Judgement
from training.judging.stages import INCIDENT_TONES, TONES, JudgementState
from training.trials.access import TRIALS
from training.trials.models import Trial
from training.trials.views.buttons import MANY

FOLDER = "training/judging/"


def said(done: actions.Assigned) -> str:
    """How many cards were given, and for how many trials there is nobody."""
    given = ngettext("%(n)d card given.", "%(n)d cards given.", done.given)
    text = given % {"n": done.given}
    if done.short:
        lacking = ngettext(
            "%(n)d trial still lacks a judge: it is among your duties.",
            "%(n)d trials still lack a judge: they are among your duties.",
            len(done.short),
        )
        text += " " + lacking % {"n": len(done.short)}
    return text


ASSIGN = Button(actions.assign_judges, _("Assign judges"), said)
OF_TRIAL = {
    button.verb.name: button
    for button in (
        ASSIGN,
        Button(
            actions.name_judge, _("Name a judge"), _("Judge named."), form=JudgeForm
        ),
        Button(
            actions.end_judging,
            _("Close judging"),
            _("Judging closed."),
            form=ReasonForm,
            consequence=_("Cards that aren't locked yet won't count."),
        ),
        Button(
            actions.report_incident,
            _("Report an incident"),
            _("Reported. The office decides."),
            form=IncidentForm,
        ),
    )
}
OF_CARD = {
    button.verb.name: button
    for button in (
        Button(
            actions.reopen,
            _("Open again"),
            _("Open again: the judge can correct it."),
            form=ReasonForm,
        ),
        Button(
            actions.take_from_judge,
            _("Take from the judge"),
            _("Taken. Somebody else is asked."),
            form=ReasonForm,
        ),
    )
}
OF_INCIDENT = {
    button.verb.name: button
    for button in (
        Button(
            actions.fail,
            _("Let the trial fail"),
            _("The trial fails. The college was told."),
            form=ReasonForm,
            danger=True,
            consequence=_("Its result won't count in the standings."),
        ),
        Button(
            actions.dismiss,
            _("Let the trial count"),
            _("The trial counts."),
            form=ReasonForm,
        ),
        Button(
            actions.overturn,
            _("Overturn on appeal"),
            _("The trial counts again. The college was told."),
            form=ReasonForm,
        ),
    )
}
MANY[ASSIGN.verb.name] = BulkAction(ASSIGN.verb.name, ASSIGN)


@require_GET
def judging_of(request: Request, pk: int) -> HttpResponse:
    return _shown(request, TRIALS.get(request.user, pk))


def _shown(
    request: Request,
    trial: Trial,
    sent: dict[str, forms.BaseForm] | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    """Judges' cards for the office, incidents for who may know of them."""
    sent, office = sent or {}, has_role(request.user, Role.OFFICE)
    cards = queries.cards_of_trial(request.user, trial)
    judging = any(c.judge_id == request.user.pk and c.is_pending for c in cards)
    url = reverse("judging-of", args=[trial.pk])
    context = {
        "trial": trial,
        "cards": [_card(request, c, sent, hidden=judging) for c in cards]
        if office
        else [],
        "sees_cards": office,
        "hidden": judging,
        "incidents": [
            _incident(request, i, sent)
            for i in queries.incidents_of(request.user, trial)
        ],
        "actions": _actions(request, OF_TRIAL, trial, trial, url, sent),
        "refusal": refusal,
    }
    return htmx.render(
        request, f"{FOLDER}of.html", f"{FOLDER}_of.html", context, status
    )


def _actions(
    request: Request,
    buttons: dict[str, Button],
    row: Any,
    trial: Trial,
    url: str,
    sent: dict[str, forms.BaseForm],
) -> list[dict[str, Any]]:
    """The buttons that the reader may press, to `url` and the verb's name."""
    shown = []
    for name, button in buttons.items():
        if button.verb not in _offered(request, buttons, row):
            continue
        key = f"{row._meta.model_name}-{row.pk}-{name}"
        form = sent.get(key) or button.filled(request.user, row, prefix=key)
        shown.append(button.shown(f"{url}{name}/", form))
    return shown


def _offered(request: Request, buttons: dict[str, Button], row: Any) -> list[Any]:
    """By the door of the row: what makes incidents of trials is offered on these."""
    user = request.user
    own = [b for b in buttons.values() if b.verb.door.model is type(row)]
    others = [b for b in buttons.values() if b.verb.door.model is not type(row)]
    found = offered(own, own[0].verb.door, user, row)
    found += [
        b
        for b in others
        if b.verb.source.may_to(user, b.verb, row) and b.verb.possible(row)
    ]
    return [button.verb for button in found]


def _card(
    request: Request, card: Judgement, sent: dict[str, forms.BaseForm], *, hidden: bool
) -> dict[str, Any]:
    """A judge's card as the office sees it: marks only once it is locked."""
    tone, icon = TONES[card.state]
    is_open = card.state != JudgementState.LOCKED or (
        hidden and card.judge_id != request.user.pk
    )
    url = f"/judging/cards/{card.pk}/"
    return {
        "row": card,
        "tone": tone,
        "icon": icon,
        "score": None if is_open else queries.score_of(card),
        "marks": [] if is_open else sorted(card.marks.all(), key=_place),
        "note": "" if is_open else card.note,
        "actions": _actions(request, OF_CARD, card, card.trial, url, sent),
    }


def _place(mark: Any) -> int:
    return mark.criterion.order


def _incident(
    request: Request, incident: Incident, sent: dict[str, forms.BaseForm]
) -> dict[str, Any]:
    tone, icon = INCIDENT_TONES[incident.state]
    url = f"/incidents/{incident.pk}/"
    return {
        "row": incident,
        "tone": tone,
        "icon": icon,
        "names": has_role(request.user, Role.OFFICE, Role.MENTOR),
        "actions": _actions(request, OF_INCIDENT, incident, incident.trial, url, sent),
    }


def _act(
    request: Request, button: Button | None, door: Any, pk: int, trial_id: int
) -> HttpResponse:
    """Press it and show the trial, or what stands in the way."""
    row = door.get(request.user, pk)
    assert button is not None
    key = f"{row._meta.model_name}-{row.pk}-{button.verb.name}"
    form = button.filled(request.user, row, request.POST, prefix=key)
    trial = TRIALS.get(request.user, trial_id)
    if form is not None and not form.is_valid():
        return _shown(request, trial, {key: form}, status=422)
    try:
        done = button.press(request.user, pk, form)
    except Refused as refused:
        sent = {key: form} if form else {}
        return _shown(request, trial, sent, words(refused), refused.status)
    url = reverse("trial-detail", args=[trial_id])
    return htmx.done(request, button.toast(done), url)


@require_POST
def judging_of_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Assign or name judges, close judging, report an incident."""
    button = _button(OF_TRIAL, verb)
    trial = TRIALS.get(request.user, pk)
    button.verb.check(request.user, trial if button.verb.door is TRIALS else None)
    return _act(request, button, TRIALS, pk, pk)


@require_POST
def judging_card_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """What the office does with a judge's card."""
    button, card = _button(OF_CARD, verb), JUDGEMENTS.get(request.user, pk)
    button.verb.check(request.user, card)
    return _act(request, button, JUDGEMENTS, pk, card.trial_id)


def incident_pressed(request: Request, pk: int, verb: str) -> HttpResponse:
    """Decide on an incident, or take that back."""
    button, incident = _button(OF_INCIDENT, verb), INCIDENTS.get(request.user, pk)
    button.verb.check(request.user, incident)
    return _act(request, button, INCIDENTS, pk, incident.trial_id)


def _button(offered_: dict[str, Button], verb: str) -> Button:
    if verb not in offered_:
        raise Http404
    return offered_[verb]
