"""Consents on the candidate's own home page, and asking the guardian from there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.consents import actions, queries
from candidates.consents.access import CONSENTING, CONSENTS
from candidates.consents.forms import GiveForm, RelationForm
from candidates.consents.models import Consent, Notice
from candidates.consents.rules import SOON
from candidates.consents.stages import Purpose
from candidates.consents.views.display import (
    Drawing,
    add_display,
    asked_for,
    ids_of,
    to_scan,
)
from candidates.portal.access import guest_of
from candidates.portal.views import Visit, own
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, Step, add_own_part
from spark import clock, htmx, sms
from spark.accounts.buttons import Button
from spark.accounts.scope import Door

FOLDER = "candidates/consents/"
GIVE = Button(
    actions.give, _("I consent"), _("Your consent is on record."), form=GiveForm
)
WITHDRAW = {
    purpose: Button(
        actions.withdraw,
        _("Withdraw"),
        _("Withdrawn. The programme office knows."),
        consequence=words,
        danger=True,
    )
    for purpose, words in {
        Purpose.SHARING: _(
            "Taobao Factory gets nothing new about you and deletes what it has within "
            "15 days. Without your data you can't intern there or be on air."
        ),
        Purpose.RECORDING: _(
            "You aren't recorded any more, and recordings that no law asks to keep are "
            "deleted within 15 days. Trials that rest on a recording can't be judged."
        ),
    }.items()
}
ASK = Button(actions.ask, _("Ask my guardian"), form=RelationForm)
DOORS: dict[str, Door] = {"give": CONSENTING, "ask": CONSENTING, "withdraw": CONSENTS}


def part(candidate: Candidate) -> Own:
    guest = guest_of(candidate)
    draw = Drawing(guest, _url)

    def actions_of(notice: Notice, got: Consent | None) -> list[dict]:
        if got and not got.withdrawn_at:
            return draw(CONSENTS, got, WITHDRAW[Purpose(notice.purpose)])
        return []

    asked = asked_for(
        queries.notices_on(clock.today()),
        queries.consents_of(guest, candidate.pk),
        actions_of,
    )
    context = {
        "asked": asked,
        "give_url": _url("give", candidate.pk),
        "may_give": actions.give.possible(candidate),
        "guardian": _guardian(draw, candidate),
        "sms": sms.is_on(),
    }
    return Own(f"{FOLDER}_own.html", context, _step(candidate))


def _guardian(draw: Drawing, candidate: Candidate) -> dict | None:
    """How far the guardian is; None for who is of age."""
    day = clock.today()
    if not queries.is_minor(candidate, day):
        return None
    newest = next(iter(queries.guardian_records(draw.actor, candidate.pk)), None)
    if newest:
        add_display(newest)
    lasts = newest and newest.holds_on(day + SOON)
    acts = [] if lasts else draw(CONSENTING, candidate, ASK)
    return {"record": newest, "name": candidate.guardian_name, "actions": acts}


def _step(candidate: Candidate) -> Step | None:
    """To ask the guardian, while the college waits for the consent."""
    duty = queries.duty_of(candidate)
    if duty is None:
        return None
    return Step(duty.due_at, _("Ask your guardian to consent"), "#consents")


def _url(verb: str, row: int) -> str:
    return reverse("portal-consent-act", args=[verb, row])


@own
@require_POST
def act(request: Visit, verb: str, row: int) -> HttpResponse:
    if verb not in DOORS:
        raise Http404
    found = DOORS[verb].get(request.guest, row)
    button = _button(verb, found)
    form = button.filled(
        request.guest, found, request.POST, auto_id=ids_of(button, found)
    )
    home = reverse("portal-home")
    if form is not None and not form.is_valid():
        messages.error(request, _("Choose one of what is offered, please."))
        return htmx.to(request, home)
    made = button.press(request.guest, row, form)
    if button is not ASK:
        return htmx.done(request, button.toast(), home)
    context = to_scan(request, made) | {"name": request.candidate.guardian_name}
    page, fragment = f"{FOLDER}own_guardian.html", f"{FOLDER}_own_guardian.html"
    return htmx.render(request, page, fragment, context)


def _button(verb: str, row: Candidate | Consent) -> Button:
    if isinstance(row, Consent):
        return WITHDRAW[Purpose(row.notice.purpose)]
    return GIVE if verb == "give" else ASK


add_own_part(OwnPart("consents", 30, part))
