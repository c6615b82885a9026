"""A stage's record on the edge: what a candidate's page shows of it, its buttons."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse

from spark.accounts.buttons import Button, Words
from spark.accounts.models import User
from spark.accounts.scope import Door


@dataclass(frozen=True)
class Entrance(Button):
    """The way into a stage, offered while there is no record.

    Args:
        at: the stage and state in which people wait to enter.
    """

    at: tuple[str, str] = ("", "")

    def waiting(self, user: User) -> QuerySet[Any]:
        """Those the user may take in, as rows of the verb's source."""
        stage, state = self.at
        beneath = self.verb.source.beneath
        path = f"{beneath}__stage" if beneath else "stage"
        return self.verb.visible_to(user).filter(**{path: stage, "state": state})

    def waiting_of(self, user: User, candidate_id: int) -> Any:
        """The row to take in, or None."""
        key = self.verb.source.subject
        return self.waiting(user).filter(**{key: candidate_id}).first()


@dataclass(frozen=True)
class Section:
    """A stage's record. `name` is the stage, and what its routes' names begin with."""

    name: str
    title: Words
    door: Door
    facts: Callable[[Any, User], Iterable[tuple[Words, object]]]
    buttons: tuple[Button, ...]
    entrance: Entrance
    tones: Mapping[Any, tuple[str, str]] = field(default_factory=dict)

    def button(self, verb: str) -> Button:
        for button in self.buttons:
            if button.verb.name == verb:
                return button
        raise Http404

    def url(self, view: str, *args: object) -> str:
        return reverse(f"{self.name}-{view}", args=args)

    def form_prefix(self, button: Button) -> str:
        """A page shows several sections' forms: their fields' ids must differ."""
        return f"{self.name}-{button.verb.name}"

    def newest_of(self, user: User, candidate_id: int) -> Model | None:
        rows = self.door.visible_to(user).filter(candidate_id=candidate_id)
        return rows.order_by("-pk").first()
