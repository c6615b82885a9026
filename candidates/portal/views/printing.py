"""Cards of many, on paper: a class is ticked on the list and printed at once.

The addresses are in the file and nowhere else: it is made in the request that makes
the cards, and not kept.
"""

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_lazy

from candidates.portal import actions, queries
from candidates.portal.models import PersonalLink
from candidates.portal.views.cards import address_of
from candidates.register.views.files import handed_out
from spark import clock
from spark.accounts.buttons import Button
from spark.accounts.scope import Request
from spark.documents import MISSING, pdf, printable, qr
from spark.records import BulkAction, add

TEMPLATE = "candidates/portal/cards.typ"
PRINT = Button(
    actions.make_card,
    gettext_lazy("Print cards"),
    consequence=gettext_lazy(
        "The file comes once and is not kept: save it before you print."
    ),
)


def print_cards(request: Request, made: Mapping[int, str]) -> HttpResponse:
    """The cards just made, ten to a page; `made` has their tokens by candidate."""
    links = queries.cards_of(request.user, made)
    cards = [
        _card(link, address_of(request, made[link.candidate_id])) for link in links
    ]
    words = {
        "show": gettext("Show this card to your teacher to hear your code."),
        "write": gettext("%(sign)s: write it in by hand") % {"sign": MISSING},
        "cut": gettext(
            "Cut along the lines. Each card is one person's: hand it to nobody else."
        ),
        "alt": gettext("QR code of the card"),
    }
    data = {"words": words, "cards": cards}
    content = pdf(TEMPLATE, data, title=gettext("Personal cards"))
    return handed_out(content, f"spark-cards-{clock.now():%Y%m%d-%H%M}.pdf")


add(BulkAction("portal-print-cards", PRINT, anywhere=True, handed_out=print_cards))


def _card(link: PersonalLink, address: str) -> dict:
    """One card as the template takes it; the address as it is typed, without https."""
    candidate = link.candidate
    name = candidate.person.name
    school = (candidate.class_name, candidate.student_number, str(candidate.campus))
    until = clock.day(link.expires_at).isoformat()
    return {
        "name": name,
        "written": printable(name) != name,
        "school": [line for line in school if line],
        "programme": str(candidate.batch.programme),
        "until": gettext("Valid until %(day)s") % {"day": until},
        "address": address,
        "shown": address.partition("://")[2].rstrip("/"),
        "code": qr(address).svg_inline(border=0),
    }
