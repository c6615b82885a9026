"""Pages of candidates themselves, and the cards that lead there."""

from candidates.portal.views import demo
from candidates.portal.views.app import manifest, offline, worker
from candidates.portal.views.calendars import calendar_end, calendars
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
    "calendar_end",
    "calendars",
    "card",
    "card_act",
    "demo",
    "enter",
    "home",
    "leave",
    "manifest",
    "offline",
    "own",
    "print_cards",
    "read",
    "send_code",
    "worker",
]
