"""Which papers a candidate may bring, by where they stand.

An internship's agreement and consent are signed by the student; the policy is the
college's own, and what else stands in a record are no papers.
"""

from candidates.incubation.stages import State as Incubated
from candidates.papers.stages import Kind
from candidates.register.stages import Stage
from candidates.screening.stages import State as Screened
from candidates.screening.stages import Wanted

MOST = 10  # pages of one paper that are of use, or may be


def may_bring(stage: str, state: str, wanted: str = "") -> tuple[Kind, ...]:
    """Args:
    wanted: by the reviewers, while more is asked for.
    """
    if (stage, state) == (Stage.SCREENING, Screened.MORE_ASKED):
        return (Kind.ASKED,) if wanted == Wanted.PAPER else ()
    if (stage, state) == (Stage.INCUBATION, Incubated.PAPERWORK):
        return (Kind.AGREEMENT, Kind.CONSENT)
    return ()
