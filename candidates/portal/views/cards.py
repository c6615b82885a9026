"""A candidate's card: a part of their page for the college."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from candidates.portal import actions, queries
from candidates.portal.access import LINKS
from candidates.portal.models import CodeFailed
from candidates.register.access import CANDIDATES, COLLEGE
from candidates.register.models import Candidate
from candidates.register.views.parts import Part, add_part, later
from spark import htmx
from spark.accounts.buttons import Button, offered
from spark.accounts.scope import Request, has_role
from spark.documents import qr
from spark.errors import Refused, words
from spark.records import Drawn

FOLDER = "candidates/portal/"
TITLE = _("Their own pages")
MAKE = Button(
    actions.make_card,
    _("Make a card"),
    danger=True,
)
OF_LINK = (
    Button(actions.read_out, _("Read out a code"), primary=True),
    Button(
        actions.revoke,
        _("Make the card invalid"),
        consequence=_("It opens nothing from now on, and what is open by it closes."),
        danger=True,
    ),
)
BUTTONS = {button.verb.name: button for button in (MAKE, *OF_LINK)}


def part(request: Request, candidate: Candidate) -> Drawn | None:
    if not has_role(request.user, *COLLEGE):
        return None
    return later(TITLE, reverse("candidate-card", args=[candidate.pk]))


add_part(Part("card", 15, part, aside=True))


@require_GET
@cache_control(private=True, no_store=True)
def card(request: Request, pk: int) -> HttpResponse:
    """What became of the card, and what can be done with it."""
    return _shown(request, pk)


@require_POST
@cache_control(private=True, no_store=True)
def card_act(request: Request, pk: int, verb: str) -> HttpResponse:
    if verb not in BUTTONS:
        raise Http404
    candidate, button = CANDIDATES.get(request.user, pk), BUTTONS[verb]
    CANDIDATES.check(request.user, button.verb, candidate)
    link = None if button is MAKE else queries.card_of(request.user, candidate.pk)
    if button is not MAKE and link is None:
        raise Http404
    row = link.pk if link else pk
    try:
        made = button.press(request.user, row, None)
    except Refused as refused:
        return _shown(request, pk, {"refusal": words(refused)}, refused.status)
    if button is not MAKE:
        return _shown(request, pk, {"code": made})
    address = address_of(request, made[pk])
    picture = qr(address).svg_data_uri(scale=4, light="white")
    return _shown(request, pk, {"address": address, "picture": picture})


def address_of(request: Request, token: str) -> str:
    """Where a card leads."""
    return request.build_absolute_uri(reverse("portal-arrive", args=[token]))


def _shown(
    request: Request, pk: int, made: dict | None = None, status: int = 200
) -> HttpResponse:
    """The part; the address and the code only in answer to making them."""
    candidate = CANDIDATES.get(request.user, pk)
    CANDIDATES.check(request.user, actions.make_card, candidate)
    link = queries.card_of(request.user, pk)
    buttons = offered(OF_LINK, LINKS, request.user, link) if link else []
    if actions.make_card.possible(candidate):
        buttons.append(MAKE)
    record = {
        "key": "card",
        "title": TITLE,
        "facts": _facts(link) if link else [],
        "actions": [
            button.shown(
                reverse("candidate-card-act", args=[pk, button.verb.name]), None
            )
            for button in buttons
        ],
    }
    unsent = link.code_by if link and link.code_failed == CodeFailed.WRONG else ""
    context = {"record": record, "unsent": unsent} | (made or {})
    page, fragment = f"{FOLDER}card.html", f"{FOLDER}_card.html"
    return htmx.render(request, page, fragment, context, status)


def _facts(link: queries.PersonalLink) -> list[tuple]:
    return [
        (_("Card made"), link.created_at),
        (_("Valid until"), link.expires_at),
        (_("Last opened"), link.opened_at),
        (_("Last code sent"), link.code_sent_at),
    ]
