"""What the office can press on a person's page, and when."""

from django.utils.translation import gettext_lazy as _

from spark.accounts.buttons import Button, ReasonForm, offered
from spark.accounts.models import User
from spark.accounts.people import actions, leaving
from spark.accounts.people.access import PEOPLE
from spark.accounts.people.forms import RoleForm, SuccessorForm

BUTTONS = (
    Button(
        actions.invite_again,
        _("Send the invitation again"),
        _("A new invitation goes out; the earlier link is void."),
        primary=True,
    ),
    Button(
        actions.withdraw_invitation,
        _("Withdraw the invitation"),
        _("Invitation withdrawn."),
        form=ReasonForm,
        danger=True,
    ),
    Button(
        leaving.enable,
        _("Switch log-in on"),
        _("Log-in is on again."),
        form=ReasonForm,
        primary=True,
    ),
    Button(
        leaving.hand_over,
        _("Hand over work"),
        _("Handed over."),
        form=SuccessorForm,
    ),
    Button(
        actions.start_over,
        _("Invite anew"),
        _("A new log-in link goes out by e-mail."),
        form=ReasonForm,
        consequence=_(
            "For a lost phone, or somebody who comes back: password and two-step log-in"
            " are set anew by the link, and all sessions end."
        ),
    ),
    Button(
        leaving.disable,
        _("Switch log-in off"),
        _("Log-in is off; what was open is handed over."),
        form=SuccessorForm,
        consequence=_("All sessions end. What is open goes to who takes over."),
        danger=True,
    ),
)
GRANT = Button(actions.grant_role, _("Give a role"), _("Role given."), form=RoleForm)
REVOKE = Button(
    actions.revoke_role, _("Take away"), _("Role taken away."), form=ReasonForm
)


def offered_on(actor: User, person: User) -> list[Button]:
    """Of a person out of `queries.one`; nobody is offered anything on themselves."""
    if actor.pk == person.pk:
        return []
    return offered(BUTTONS, PEOPLE, actor, person)
