"""Consents as a candidate's college sees them: a part of the candidate's page."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from candidates.consents import actions, queries
from candidates.consents.access import CONSENTING, CONSENTS, GUARDIANS, LINKS
from candidates.consents.forms import GiveForm, RelationForm
from candidates.consents.models import Consent, GuardianConsent, GuardianLink
from candidates.consents.rules import SOON
from candidates.consents.views.display import (
    Drawing,
    add_display,
    asked_for,
    ids_of,
    to_scan,
)
from candidates.register.access import CANDIDATES, COLLEGE
from candidates.register.models import Candidate
from candidates.register.views.parts import Part, add_part, later
from spark import clock, htmx
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.scope import Door, Request, has_role
from spark.errors import Refused, words
from spark.records import Drawn

FOLDER = "candidates/consents/"
TITLE = _("Consents")
ASK = Button(actions.ask, _("Ask the guardian"), form=RelationForm, primary=True)
GIVE = Button(actions.give, _("Enter consent on paper"), form=GiveForm)
TAKE_BACK = Button(
    actions.take_back,
    _("The guardian takes consent back"),
    form=ReasonForm,
    consequence=_("From now on the student may not be on air."),
    danger=True,
)
LINK = Button(actions.make_link, _("Make a new link"))
CODE = Button(actions.read_out, _("Read out a code"), primary=True)
OF_CONSENT = (
    Button(
        actions.withdraw,
        _("Withdraw for the student"),
        form=ReasonForm,
        consequence=_("The programme office has 15 days to stop what rested on it."),
        danger=True,
    ),
    Button(actions.settle, _("It has stopped"), form=ReasonForm, primary=True),
)


class Known(NamedTuple):
    """A button, and the door to the rows that it is pressed on."""

    button: Button
    door: Door


KNOWN = {
    button.verb.name: Known(button, door)
    for door, *buttons in (
        (CONSENTING, ASK, GIVE),
        (GUARDIANS, TAKE_BACK, LINK),
        (LINKS, CODE),
        (CONSENTS, *OF_CONSENT),
    )
    for button in buttons
}


def part(request: Request, candidate: Candidate) -> Drawn | None:
    if not has_role(request.user, *COLLEGE):
        return None
    return later(TITLE, reverse("candidate-consents", args=[candidate.pk]))


add_part(Part("consents", 12, part, aside=True))


@require_GET
@cache_control(private=True, no_store=True)
def consents(request: Request, pk: int) -> HttpResponse:
    """What was consented to, by whom, and what can be done about it."""
    return _shown(request, pk)


@require_POST
@cache_control(private=True, no_store=True)
def consents_act(request: Request, pk: int, verb: str, row: int) -> HttpResponse:
    if verb not in KNOWN:
        raise Http404
    candidate = CANDIDATES.get(request.user, pk)
    CANDIDATES.check(request.user, actions.give, candidate)
    button, door = KNOWN[verb]
    found = door.get(request.user, row)
    if _candidate_of(found) != pk:
        raise Http404
    door.check(request.user, button.verb, found)
    form = button.filled(
        request.user, found, request.POST, auto_id=ids_of(button, found)
    )
    if form is not None and not form.is_valid():
        return _shown(request, pk, sent={(verb, row): form}, status=422)
    try:
        made = button.press(request.user, row, form)
    except Refused as refused:
        return _shown(request, pk, {"refusal": words(refused)}, status=refused.status)
    if button is CODE:
        return _shown(request, pk, {"code": made})
    return _shown(request, pk, to_scan(request, made) if isinstance(made, str) else {})


def _candidate_of(row: Candidate | Consent | GuardianConsent | GuardianLink) -> int:
    if isinstance(row, Candidate):
        return row.pk
    asked = row.consent if isinstance(row, GuardianLink) else row
    return asked.candidate_id


def _shown(
    request: Request,
    pk: int,
    made: dict | None = None,
    *,
    sent: Mapping | None = None,
    status: int = 200,
) -> HttpResponse:
    """The part; the address and the code only in answer to making them."""
    candidate = CANDIDATES.get(request.user, pk)
    CANDIDATES.check(request.user, actions.give, candidate)

    def url(verb: str, row: int) -> str:
        return reverse("candidate-consents-act", args=[pk, verb, row])

    draw = Drawing(request.user, url, sent or {})
    asked = asked_for(
        queries.notices_on(clock.today()),
        queries.consents_of(request.user, pk),
        lambda notice, got: draw(CONSENTS, got, *OF_CONSENT) if got else [],
    )
    context = {
        "title": TITLE,
        "record": {"title": TITLE},
        "candidate_url": reverse("candidate-detail", args=[pk]),
        "candidate": candidate,
        "asked": asked,
        "give": draw(CONSENTING, candidate, GIVE),
        "guardian": _guardian(draw, candidate),
    }
    page, fragment = f"{FOLDER}consents.html", f"{FOLDER}_consents.html"
    return htmx.render(request, page, fragment, context | (made or {}), status)


def _guardian(draw: Drawing, candidate: Candidate) -> dict | None:
    """The newest that a guardian was asked; None for who never needed one."""
    day = clock.today()
    newest = next(iter(queries.guardian_records(draw.actor, candidate.pk)), None)
    minor = queries.is_minor(candidate, day)
    if newest is None and not minor:
        return None
    acts, shown, ways = [], None, []
    if minor and not (newest and newest.holds_on(day + SOON)):
        acts += draw(CONSENTING, candidate, ASK)
    if newest is not None:
        add_display(newest)
        link = queries.link_to(newest)
        if link and actions.make_link.possible(newest):
            acts += draw(LINKS, link, CODE)
            shown, ways = link, queries.ways_to(link)
        acts += draw(GUARDIANS, newest, LINK, TAKE_BACK)
    way = ways[0] if ways else None
    return {"record": newest, "actions": acts, "link": shown, "way": way}
