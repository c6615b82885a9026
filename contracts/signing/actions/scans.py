"""Scans of signed contracts: keeping one, handing it out."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from contracts.signing.access import CONTRACTS, SCANS
from contracts.signing.models import Contract, Scan, ScanKind, ScanOpening
from contracts.signing.stages import State
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.security.models import SecurityKind
from spark.accounts.verbs import verb
from spark.crypto import encrypt
from spark.documents import scanned
from spark.errors import Refused


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Scan of the contract added"),
    states=frozenset(State) - {State.DRAFT, State.ISSUED},
    when=lambda record: record.signed_on is not None,
)
def add_scan(
    records: Sequence[Contract], *, actor: Actor, kind: str, scan: File, at: datetime
) -> None:
    """Add a scan to a contract the candidate has signed.

    Raises:
        Refused: state-moved before the signature, scan-not-countersigned; scan-of-one
            for several contracts at once; scan-too-large, scan-not-readable if it is
            no PDF, JPEG or PNG; scan-twice if the contract has the same file.
    """
    if any(record.signed_on is None for record in records):
        raise Refused("state-moved")
    both = kind == ScanKind.COUNTERSIGNED
    if both and any(record.countersigned_on is None for record in records):
        raise Refused("scan-not-countersigned", status=422)
    keep_scan(actor, records, ScanKind(kind), scan, at)


def keep_scan(
    actor: Actor,
    records: Sequence[Contract],
    kind: ScanKind,
    scan: File | None,
    at: datetime,
) -> None:
    """Store the scan, encrypted, with the one contract it is of; none is no fault."""
    if scan is None:
        return
    if len(records) != 1 or not isinstance(actor, User):
        raise Refused("scan-of-one", status=422)
    read = scanned.read(scan)
    Scan.objects.create(
        contract=records[0],
        kind=kind,
        name=read.name,
        media_type=read.media_type,
        size=read.size,
        sha256=read.sha256,
        content=encrypt(read.content),
        added_by=actor,
        added_at=at,
    )


@verb(
    SCANS,
    roles={Role.OFFICE, Role.SIGNING},
    label=_("Scan of the contract opened"),
    many=False,
    internal=True,
    security=SecurityKind.OPENED,
)
def open_scan(scan: Scan, *, actor: User, contract_id: int, at: datetime) -> Scan:
    """Hand out a scan. That somebody opened it stays on record.

    Raises:
        Http404: also when the scan is another contract's.
    """
    if scan.contract_id != contract_id:
        raise Http404
    ScanOpening.objects.create(scan=scan, opened_by=actor, opened_at=at)
    return scan
