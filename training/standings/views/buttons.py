"""The buttons of one trial: what becomes of it, its figures on air, and its result."""

from django.utils.translation import gettext_lazy as _

from spark.records import Button
from training.judging.actions import enter_live_figures
from training.judging.forms import LiveFiguresForm
from training.standings.actions import enter_result
from training.standings.forms import ResultForm
from training.trials.views import buttons

BUTTONS = (
    *buttons.BUTTONS,
    Button(
        enter_live_figures,
        _("Enter figures"),
        _("Figures entered. The live board shows them."),
        form=LiveFiguresForm,
        consequence=_(
            "As of now, for the live board alone. They don't count: the result does, "
            "entered once the trial is over."
        ),
    ),
    Button(
        enter_result,
        _("Enter result"),
        _("Result entered."),
        form=ResultForm,
        primary=True,
    ),
)
