"""The buttons of one trial: what becomes of it, and its result."""

from django.utils.translation import gettext_lazy as _

from spark.records import Button
from training.standings.actions import enter_result
from training.standings.forms import ResultForm
from training.trials.views import buttons

BUTTONS = (
    *buttons.BUTTONS,
    Button(
        enter_result,
        _("Enter result"),
        _("Result entered."),
        form=ResultForm,
        primary=True,
    ),
)
