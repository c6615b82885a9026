"""What surrounds trials, as sheets: entered, corrected and looked at before it counts.

`Kind` says what a sheet's columns are and what a row means; `judge_sheet` tells what
each row would do, `import_sheet` does it, all or nothing.
"""

from training.trials.sheets.importing import import_sheet, judge_sheet, keep, kept
from training.trials.sheets.kinds import KINDS, kinds_for
from training.trials.sheets.reading import Judged, Judgement, Outcome
from training.trials.sheets.template import template

__all__ = [
    "KINDS",
    "Judged",
    "Judgement",
    "Outcome",
    "import_sheet",
    "judge_sheet",
    "keep",
    "kept",
    "kinds_for",
    "template",
]
