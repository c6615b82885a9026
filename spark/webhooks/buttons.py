"""What can be pressed on a webhook's page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from spark.accounts.buttons import Button
from spark.webhooks import actions
from spark.webhooks.forms import SpanForm, WebhookForm

BUTTONS = (
    Button(
        actions.resume,
        _("Resume"),
        _("Resumed: what waited is on its way."),
        primary=True,
    ),
    Button(actions.test, _("Send a test event"), _("A test event is on its way.")),
    Button(actions.change, _("Edit"), _("Saved."), form=WebhookForm),
    Button(
        actions.replay,
        _("Send again"),
        lambda number: (
            ngettext(
                "%(n)d event is sent again.", "%(n)d events are sent again.", number
            )
            % {"n": number}
        ),
        form=SpanForm,
        consequence=_("What happened in this time goes out again, by the same ids."),
    ),
    Button(
        actions.rotate_secret,
        _("New secret"),
        consequence=_(
            "For 24 hours each event is signed by both, so that your system can change"
            " over. If the former one is known to others, press this twice."
        ),
        danger=True,
    ),
    Button(
        actions.pause,
        _("Pause"),
        _("Paused: what happens meanwhile waits."),
        consequence=_("Nothing is sent until you resume it; up to 90 days are kept."),
        danger=True,
    ),
    Button(
        actions.remove,
        _("Remove"),
        _("Removed."),
        consequence=_("Nothing is sent any more, and the log below goes with it."),
        danger=True,
    ),
)
REPLAY_ONE = Button(actions.replay_one, _("Send again"), _("It is sent again."))
