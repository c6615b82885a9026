"""A judge's own cards: which wait, and one of them as it is marked on a phone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from candidates.screening.views.marking import to_mark
from spark import clock, htmx
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words
from training.judging import actions, queries
from training.judging.access import JUDGEMENTS, JUDGES
from training.judging.actions.marking import EARLY
from training.judging.forms import CardForm, IncidentForm
from training.judging.models import Judgement
from training.judging.stages import TONES
from training.trials.views.display import hours

FOLDER = "training/judging/"
SHOWN = 60
MARK = Button(actions.mark, _("Keep"), form=CardForm)
LOCK = Button(actions.lock, _("Lock"), _("Locked."), form=CardForm, primary=True)
RECUSE = Button(
    actions.recuse,
    _("I can't judge this trial"),
    _("Recused. Somebody else judges."),
    form=ReasonForm,
    consequence=_("You know the person, or can't be there: somebody else is asked."),
)
REPORT = Button(
    actions.report_as_judge,
    _("Report an incident"),
    _("Reported. The office decides."),
    form=IncidentForm,
    danger=True,
)
OWN = {button.verb.name: button for button in (MARK, LOCK, RECUSE, REPORT)}
SAID = (RECUSE, REPORT)


def add_display(card: Judgement) -> None:
    """Give it `day`, `clock`, and the tone and icon of its state."""
    during = card.trial.during
    card.day, card.clock = clock.day(during.lower), hours(during)  # type: ignore[attr-defined]
    card.tone, card.icon = TONES[card.state]  # type: ignore[attr-defined]


@require_GET
def judging_mine(request: Request) -> HttpResponse:
    """What waits for the reader's marks, what they locked lately."""
    check_role(request.user, *JUDGES)
    waiting = list(queries.waiting_for(request.user)[: SHOWN + 1])
    locked = list(queries.locked_by(request.user)[:SHOWN])
    for card in (*waiting, *locked):
        add_display(card)
    context = {
        "waiting": waiting[:SHOWN],
        "more": len(waiting) > SHOWN,
        "locked": locked,
        "rounds": queries.open_rounds(request.user)[:SHOWN],
    }
    return render(request, f"{FOLDER}mine.html", context)


@require_GET
def judging_detail(request: Request, pk: int) -> HttpResponse:
    """One card: to be marked by its judge, to be read once it is locked."""
    return _shown(request, JUDGEMENTS.get(request.user, pk))


def _shown(
    request: Request,
    card: Judgement,
    sent: dict[str, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if card.judge_id != request.user.pk:
        raise Http404
    add_display(card)
    marks = queries.marks_of(card)
    following = queries.waiting_for(request.user).exclude(pk=card.pk).first()
    buttons = SAID if card.is_pending else (REPORT,)
    context = {
        "card": card,
        "criteria": to_mark(card.card.criteria.all(), marks, request),
        "marks": [marks[one.pk] for one in card.card.criteria.all() if one.pk in marks],
        "note": request.POST.get("note", card.note),
        "next": reverse("judging-detail", args=[following.pk])
        if following
        else reverse("judging-mine"),
        "begun": clock.now() >= card.trial.during.lower - EARLY,
        "acts": [_act(button, request, card, sent or {}) for button in buttons],
    }
    return render(request, f"{FOLDER}card.html", context | more, status=status)


def _act(button: Button, request: Request, card: Judgement, sent: dict) -> dict:
    name = button.verb.name
    url = reverse("judging-act", args=[card.pk, name])
    return button.shown(url, sent.get(name) or _form(button, request, card))


def _form(button: Button, request: Request, card: Judgement, *given: Any) -> Any:
    prefix = None if issubclass(button.form or ReasonForm, CardForm) else "judging"
    return button.filled(request.user, card, *given, prefix=prefix)


@require_POST
def judging_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """What a judge does with a card; to a phone that keeps it, it answers briefly."""
    if verb not in OWN:
        raise Http404
    button, card = OWN[verb], JUDGEMENTS.get(request.user, pk)
    button.verb.check(request.user, card)
    form = _form(button, request, card, request.POST)
    if not form.is_valid():
        return _again(request, card, button, form)
    try:
        button.press(request.user, pk, form)
    except Refused as refused:
        if request.htmx:
            raise
        return _again(request, card, button, form, refused)
    if button is MARK or _is_minimal(request):
        return HttpResponse(status=204)
    return htmx.done(request, button.toast(), reverse("judging-mine"))


def _is_minimal(request: Request) -> bool:
    """Whoever goes on by itself asks for no page (RFC 7240)."""
    return request.headers.get("Prefer") == "return=minimal"


def _again(
    request: Request,
    card: Judgement,
    button: Button,
    form: Any,
    refused: Refused | None = None,
) -> HttpResponse:
    """The card, with what was typed and why it isn't done."""
    status = refused.status if refused else 422
    if _is_minimal(request):
        return HttpResponse(status=status)
    more = {"refusal": words(refused)} if refused else {}
    fresh = JUDGEMENTS.get(request.user, card.pk)
    return _shown(request, fresh, {button.verb.name: form}, status, **more)
