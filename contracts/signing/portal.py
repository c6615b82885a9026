"""What candidates see of their contract among their data."""

from django.utils.translation import gettext_lazy as _

from candidates.rights.queries import Kept, add_kept
from contracts.signing.models import Contract, Scan, ScanOpening
from contracts.signing.stages import State

TECHNICAL = "when the row was written, for machines"
TERMS = (
    *("employer", "position", "starts_on", "ends_on", "base"),
    *("pay_fen", "probation_pay_fen", "signed_on", "countersigned_on"),
)


def _drafted(row: Contract) -> set[str]:
    return set(TERMS) if row.state == State.DRAFT else set()


add_kept(
    Kept(
        "contracts",
        _("My contracts"),
        50,
        Contract,
        "candidate",
        ("state", "state_since", "entered_at", *TERMS),
        {"created_at": TECHNICAL, "updated_at": TECHNICAL},
        _drafted,
    ),
    Kept(
        "papers",
        _("Papers of my contracts"),
        51,
        Scan,
        "contract__candidate",
        ("kind", "name", "size", "added_at"),
        {
            "contract": "shown as such",
            "media_type": "told by the name",
            "sha256": "proves that the file is unchanged",
            "content": "the signing officer hands out the file itself",
            "added_by": "somebody else's name",
        },
    ),
    Kept(
        "papers_opened",
        _("When my contract's papers were opened"),
        52,
        ScanOpening,
        "scan__contract__candidate",
        ("scan", "opened_at"),
        {"opened_by": "somebody else's name"},
    ),
)
