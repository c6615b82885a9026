"""Pages of the register: a candidate's."""

from candidates.register.views.candidates import candidate_detail
from candidates.register.views.identity import identity_act
from candidates.register.views.leaving import candidate_leave

__all__ = [
    "candidate_detail",
    "candidate_leave",
    "identity_act",
]
