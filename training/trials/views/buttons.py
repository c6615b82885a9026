"""The buttons of a trial, for one and for many."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark.records import BulkAction, Button, ReasonForm
from training.trials import actions
from training.trials.forms import FinishForm

BUTTONS = (
    Button(
        actions.go_live,
        _("Go on air"),
        _("On air."),
        primary=True,
    ),
    Button(
        actions.finish,
        _("Finish"),
        _("Finished. The result comes next."),
        form=FinishForm,
        primary=True,
    ),
    Button(
        actions.take_back,
        _("Take back the start"),
        _("The start is taken back."),
    ),
    Button(
        actions.confirm,
        pgettext_lazy("trial", "Confirm"),
        _("Trial confirmed."),
    ),
    Button(
        actions.let_stand,
        _("Let it stand"),
        _("The trial stands."),
        form=ReasonForm,
    ),
    Button(
        actions.abort,
        pgettext_lazy("trial", "Break off"),
        _("Broken off."),
        form=ReasonForm,
        danger=True,
    ),
    Button(
        actions.no_show,
        _("Didn't come"),
        _("Noted that nobody came."),
        form=ReasonForm,
    ),
    Button(
        actions.decline,
        pgettext_lazy("trial", "Decline"),
        _("Trial declined. The seat is free again."),
        form=ReasonForm,
        danger=True,
    ),
    Button(
        actions.cancel,
        _("Cancel trial"),
        _("Trial cancelled."),
        form=ReasonForm,
        danger=True,
    ),
)
MANY = {
    button.verb.name: BulkAction(button.verb.name, button)
    for button in BUTTONS
    if button.verb.many
}
