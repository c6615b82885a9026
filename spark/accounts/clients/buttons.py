"""What the office can press on a system's page, and when."""

from django.utils.translation import gettext_lazy as _

from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.clients import actions
from spark.accounts.clients.forms import RenewForm, ScopesForm

BUTTONS = (
    Button(
        actions.change,
        _("Change what it may"),
        _("Changed: it holds from now on."),
        form=ScopesForm,
        consequence=_("What is taken away is refused at once, with whatever token."),
    ),
    Button(
        actions.renew,
        _("Renew the secret"),
        form=RenewForm,
        consequence=_(
            "The new secret is shown once. The old one is good for another 24 hours,"
            " so that the system can be changed over."
        ),
    ),
    Button(
        actions.disconnect,
        _("Disconnect"),
        _("Disconnected."),
        form=ReasonForm,
        consequence=_("For good: its secret and its tokens are void at once."),
        danger=True,
    ),
)
