"""Pages of candidates themselves, and the cards that lead there."""

from candidates.portal.views.cards import card, card_act
from candidates.portal.views.own import (
    Visit,
    arrive,
    enter,
    home,
    leave,
    own,
    send_code,
)
from candidates.portal.views.printing import print_cards
from candidates.portal.views.told import read

__all__ = [
    "Visit",
    "arrive",
    "card",
    "card_act",
    "enter",
    "home",
    "leave",
    "own",
    "print_cards",
    "read",
    "send_code",
]
