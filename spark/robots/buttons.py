"""What can be pressed on a robot's page."""

from django.utils.translation import gettext_lazy as _

from spark.accounts.buttons import Button
from spark.robots import actions
from spark.robots.forms import RobotForm

BUTTONS = (
    Button(
        actions.resume,
        _("Resume"),
        _("Resumed: a test message is on its way."),
        primary=True,
    ),
    Button(actions.test, _("Send a test message"), _("A test message is on its way.")),
    Button(actions.change, _("Edit"), _("Saved."), form=RobotForm),
    Button(
        actions.pause,
        _("Pause"),
        _("Paused: the group is told nothing."),
        consequence=_(
            "The group is told nothing until you resume it, nor later what happened"
            " meanwhile."
        ),
        danger=True,
    ),
    Button(
        actions.remove,
        _("Remove"),
        _("Removed."),
        consequence=_("The group is told nothing any more; the log below goes too."),
        danger=True,
    ),
)
SEND_AGAIN = Button(actions.send_again, _("Send again"), _("It is sent again."))
