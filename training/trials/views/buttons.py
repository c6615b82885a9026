"""The buttons of a trial, for one and for many."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark import clock
from spark.accounts.models import User
from spark.records import Button, Deed, ReasonForm
from training.trials import access, actions
from training.trials.forms import ResultForm
from training.trials.models import Trial
from training.trials.stages import TrialState


def _enter_result(*, actor, ids: list[int], **given) -> None:
    actions.enter_result(actor=actor, trial_id=ids[0], numbers=given)


def _begins(trial: Trial, within: timedelta) -> bool:
    return trial.during.lower <= clock.now() + within


BUTTONS = (
    Button(
        "go-live",
        _("Go on air"),
        actions.go_live,
        _("On air."),
        move="go_live",
        when=lambda trial: _begins(trial, actions.EARLY),
        primary=True,
    ),
    Button(
        "finish",
        _("Finish"),
        actions.finish,
        _("Finished. The result comes next."),
        move="finish",
        primary=True,
    ),
    Button(
        "confirm",
        pgettext_lazy("trial", "Confirm"),
        actions.confirm,
        _("Trial confirmed."),
        move="confirm",
    ),
    Button(
        "enter-result",
        _("Enter result"),
        _enter_result,
        _("Result entered."),
        states=frozenset(TrialState),
        when=lambda trial: trial.can_have_result,
        form=ResultForm,
        primary=True,
    ),
    Button(
        "abort",
        pgettext_lazy("trial", "Break off"),
        actions.abort,
        _("Broken off."),
        move="abort",
        form=ReasonForm,
        danger=True,
    ),
    Button(
        "no-show",
        _("Didn't come"),
        actions.no_show,
        _("Noted that nobody came."),
        move="no_show",
        when=lambda trial: _begins(trial, timedelta()),
        form=ReasonForm,
    ),
    Button(
        "cancel",
        _("Cancel trial"),
        actions.cancel,
        _("Trial cancelled."),
        move="cancel",
        form=ReasonForm,
        danger=True,
    ),
)
MANY = {button.verb: button for button in BUTTONS if button.move}


def deeds_of(user: User) -> list[Deed]:
    """What the user may do to many trials; risks come last."""
    found = [deed_of(button) for button in MANY.values()]
    mine = [deed for deed in found if deed.may(user)]
    return sorted(mine, key=lambda deed: (deed.danger, not deed.primary))


def deed_of(button: Button) -> Deed:
    return Deed(
        name=button.verb,
        label=button.label,
        act=button.act,
        may=lambda user: access.TRIALS.may(user, button.verb),
        at=frozenset(),
        rows=lambda user: access.TRIALS.visible_to(user, button.verb),
        key="pk",
        possible=button.shows_on,
        form=button.form,
        primary=button.primary,
        danger=button.danger,
    )
