"""What the office can press on a person's page, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from spark.accounts.people import actions, leaving, queries
from spark.accounts.people.forms import ReasonForm, SuccessorForm
from spark.accounts.people.queries import State

Words = str | Promise


@dataclass(frozen=True)
class Button:
    """An action on a person out of `queries.get_person`.

    Args:
        act: called with `actor`, `person_id` and what the form cleaned.
        form: given the person, data or none, and `auto_id`, makes the form.
        when: given the person and their state, whether it is offered.
    """

    verb: str
    label: Words
    act: Callable
    said: Words
    when: Callable[[User, State], bool]
    form: Callable[..., forms.Form] | None = None
    consequence: Words = ""
    primary: bool = False
    danger: bool = False

    def make(self, person: User, data: Mapping | None = None) -> forms.Form | None:
        """The page has several forms with a reason: their fields' ids differ."""
        if self.form is None:
            return None
        return self.form(person, data, auto_id=f"{self.verb}-%s")

    def shown(self, person: User, url: str, form: forms.Form | None) -> Mapping:
        """As `_action.html` takes it."""
        return {
            "verb": self.verb,
            "label": self.label,
            "primary": self.primary,
            "danger": self.danger,
            "consequence": self.consequence,
            "url": url,
            "fields": form or self.make(person),
        }


def _reason(person: User, data: Mapping | None, auto_id: str) -> forms.Form:
    return ReasonForm(data, auto_id=auto_id)


def _successor(person: User, data: Mapping | None, auto_id: str) -> forms.Form:
    work = person.work  # type: ignore[attr-defined]
    able = queries.successors(person, {item.role for item in work}) if work else []
    return SuccessorForm(data, auto_id=auto_id, able=able, needed=bool(work))


def _waits(person: User, state: State) -> bool:
    return state in {State.INVITED, State.EXPIRED}


def _has_been_here(person: User, state: State) -> bool:
    return state in {State.ACTIVE, State.OFF}


BUTTONS = (
    Button(
        "invite-again",
        _("Send the invitation again"),
        actions.invite_again,
        _("A new invitation goes out; the earlier link is void."),
        _waits,
        primary=True,
    ),
    Button(
        "withdraw",
        _("Withdraw the invitation"),
        actions.withdraw_invitation,
        _("Invitation withdrawn."),
        _waits,
        form=_reason,
        danger=True,
    ),
    Button(
        "enable",
        _("Switch log-in on"),
        leaving.enable,
        _("Log-in is on again."),
        lambda person, state: state == State.OFF and person.has_usable_password(),
        form=_reason,
        primary=True,
    ),
    Button(
        "hand-over",
        _("Hand over work"),
        leaving.hand_over,
        _("Handed over."),
        lambda person, state: bool(person.work),  # type: ignore[attr-defined]
        form=_successor,
    ),
    Button(
        "start-over",
        _("Invite anew"),
        actions.invite_again,
        _("A new way in goes out by e-mail."),
        _has_been_here,
        form=_reason,
        consequence=_(
            "For a lost phone, or somebody who comes back: password and two-step log-in"
            " are set anew by the link, and all sessions end."
        ),
    ),
    Button(
        "disable",
        _("Switch log-in off"),
        leaving.disable,
        _("Log-in is off; what was open is handed over."),
        lambda person, state: state == State.ACTIVE,
        form=_successor,
        consequence=_("All sessions end. What is open goes to who takes over."),
        danger=True,
    ),
)


def offered(actor: User, person: User) -> list[Button]:
    """Nobody is offered anything on themselves."""
    if actor.pk == person.pk:
        return []
    state = queries.state_of(person)
    return [button for button in BUTTONS if button.when(person, state)]
