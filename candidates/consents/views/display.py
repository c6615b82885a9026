"""What pages show of consents beside their fields."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import segno
from django.http import HttpRequest
from django.urls import reverse

from candidates.consents.models import Consent, GuardianConsent, Notice
from candidates.consents.stages import EXPIRED, OWN, TONES, State
from spark import clock
from spark.accounts.buttons import Button
from spark.accounts.scope import Actor, Door


class Asked(NamedTuple):
    """What is asked for, its notice in force, and how somebody answered of late."""

    notice: Notice
    consent: Consent | None
    actions: list[dict]

    @property
    def given(self) -> bool:
        return self.consent is not None and self.consent.withdrawn_at is None

    @property
    def is_newer(self) -> bool:
        """There is another text since they consented."""
        return self.given and self.consent.notice_id != self.notice.pk  # type: ignore[union-attr]


def asked_for(
    notices: dict[str, Notice],
    consents: Iterable[Consent],
    actions_of: Callable[[Notice, Consent | None], list[dict]],
) -> list[Asked]:
    """What candidates consent to themselves, each with the newest answer."""
    newest: dict[str, Consent] = {}
    for consent in consents:
        newest.setdefault(consent.notice.purpose, consent)
    found = [(notices[p], newest.get(p)) for p in OWN if p in notices]
    return [Asked(notice, got, actions_of(notice, got)) for notice, got in found]


def add_display(record: GuardianConsent) -> None:
    """Give it its state's words, tone and icon: what is over says so."""
    over = record.state == State.GIVEN and not record.holds_on(clock.today())
    words = (record.get_state_display(), *TONES[State(record.state)])
    label, tone, symbol = EXPIRED if over else words
    record.label, record.tone, record.icon = label, tone, symbol  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Drawing:
    """How the buttons of one page are drawn for somebody.

    Args:
        sent: by verb and row, a form to be shown again with what was typed.
    """

    actor: Actor
    url: Callable[[str, int], str]
    sent: Mapping[tuple[str, int], Any] = field(default_factory=dict)

    def __call__(self, door: Door, row: Any, *buttons: Button) -> list[dict]:
        """Those that the actor may press on the row now."""
        return [
            button.shown(self.url(button.verb.name, row.pk), self._form(button, row))
            for button in buttons
            if button.verb.possible(row) and door.may_to(self.actor, button.verb, row)
        ]

    def _form(self, button: Button, row: Any) -> Any:
        sent = self.sent.get((button.verb.name, row.pk))
        return sent or button.filled(self.actor, row, auto_id=ids_of(button, row))


def ids_of(button: Button, row: Any) -> str:
    """What the ids of its fields begin with: a page has several forms."""
    return f"{button.verb.name}-{row.pk}-%s"


def to_scan(request: HttpRequest, token: str) -> dict[str, str]:
    """The guardian's address, and a picture of it."""
    address = request.build_absolute_uri(reverse("guardian-arrive", args=[token]))
    picture = segno.make_qr(address).svg_data_uri(scale=4, light="white")
    return {"address": address, "picture": picture}
