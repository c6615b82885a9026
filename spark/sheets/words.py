"""Why a row of any sheet, or one of its cells, is not taken as it stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "cell-formula": _(
        "%(cell)s holds a formula without a stored result. Open the file in Excel or "
        "WPS, save it, and send it again."
    ),
    "cell-error": _(
        "%(cell)s shows %(given)s: its formula has no value. Mend the formula, or type "
        "the value itself."
    ),
    "digits-lost": _(
        "%(given)s has lost its last digits: Excel stored it as a number. Format the "
        "column as text and type it again."
    ),
    "row-cells": _(
        "This row has %(cells)s cells under %(headings)s headings: a comma in a text "
        "has moved what follows. Put such texts in quotation marks, or save as .xlsx."
    ),
    # Passed over
    "row-blank": _("Blank row."),
    "row-header": _("The header again."),
    "row-example": _("The example of the template."),
    "row-note": _("A note, not a person."),
    "row-outside": _("Nothing stands in the columns that are read."),
    "row-table": _("Another table, without the columns that are needed."),
    "row-hidden": _("Hidden in the sheet, and left out."),
}
