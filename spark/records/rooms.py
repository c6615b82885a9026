"""A stage's record on the edge: what it shows, and a button per action."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from spark.accounts.models import User
from spark.accounts.scope import Door

Words = str | Promise


class ReasonForm(forms.Form):
    """A reason in words, kept in history."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason")


@dataclass(frozen=True)
class Button:
    """An action as a button.

    Args:
        verb: name in the door's `does` and in the URL.
        act: called with `actor`, `ids` and the form's fields.
        move: the model's transition method; the button shows while it is possible.
        states: instead of `move`, the states in which the button shows.
        when: a further condition on the record.
        form: what must be given with it.
        said: the toast afterwards.
    """

    verb: str
    label: Words
    act: Callable
    said: Words
    move: str = ""
    states: frozenset[str] = frozenset()
    when: Callable[[Any], bool] | None = None
    form: type[forms.BaseForm] | None = None
    primary: bool = False
    danger: bool = False

    def states_of(self, model: type) -> frozenset[str]:
        """The states of `model` in which the button can show."""
        if not self.move:
            return self.states
        moves = model._meta.get_field("state").get_all_transitions(model)  # type: ignore[attr-defined]
        return frozenset(str(m.source) for m in moves if m.name == self.move)

    def shows_on(self, record: Any) -> bool:
        if self.move:
            moves = {move.name for move in record.get_available_state_transitions()}
            possible = self.move in moves
        else:
            possible = record.state in self.states
        return possible and (self.when is None or self.when(record))


@dataclass(frozen=True)
class Entrance:
    """The door into the room, offered while no record exists.

    Args:
        enter: the handover, called with `actor` and `ids` of its source records.
        sources: the records that wait to be handed over, as far as the user sees them.
        at: the stage and state in which their candidates wait.
        key: how a source names its candidate.
    """

    verb: str
    label: Words
    enter: Callable
    sources: Callable[[User], QuerySet]
    at: tuple[str, str]
    said: Words
    key: str = "candidate_id"

    def source(self, user: User, candidate_id: int) -> Any:
        """The record to hand over, or None."""
        return self.sources(user).filter(**{self.key: candidate_id}).first()


@dataclass(frozen=True)
class Room:
    """A stage's record on the edge. `name` is its stage, and its URL namespace.

    Args:
        part: a template shown below the facts, with what `more` gives it.
    """

    name: str
    title: Words
    door: Door
    facts: Callable[[Any, User], Iterable[tuple[Words, object]]]
    buttons: tuple[Button, ...]
    entrance: Entrance
    tones: Mapping[Any, tuple[str, str]] = field(default_factory=dict)
    part: str = ""
    more: Callable[[Any, User], dict] = lambda record, user: {}

    def button(self, verb: str) -> Button:
        for button in self.buttons:
            if button.verb == verb:
                return button
        raise Http404

    def url(self, view: str, *args: object) -> str:
        return reverse(f"{self.name}-{view}", args=args)


def form_of(
    asked: type[forms.BaseForm] | None,
    user: User,
    prefix: str = "",
    data: QueryDict | None = None,
    files: Any = None,
) -> forms.BaseForm | None:
    """A button's form; one with `for_user` offers what this person may choose."""
    if asked is None:
        return None
    mine: dict[str, Any] = {}
    if getattr(asked, "for_user", False):
        mine["user"] = user
    return asked(data, files, prefix=prefix or None, **mine)
