"""Pages of the register: list, candidate, import."""

from candidates.register.views.candidates import candidate_detail
from candidates.register.views.identity import identity_act
from candidates.register.views.leaving import candidate_leave
from candidates.register.views.lists import (
    candidate_list,
    columns_save,
    view_change,
    view_save,
)
from candidates.register.views.many import bulk, export, export_file
from candidates.register.views.rosters import (
    roster_act,
    roster_detail,
    roster_rejected,
    roster_send,
    roster_template,
)
from candidates.register.views.stages import pages_of

__all__ = [
    "bulk",
    "candidate_detail",
    "candidate_leave",
    "candidate_list",
    "columns_save",
    "export",
    "export_file",
    "identity_act",
    "pages_of",
    "roster_act",
    "roster_detail",
    "roster_rejected",
    "roster_send",
    "roster_template",
    "view_change",
    "view_save",
]
