"""Pages of signing."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.register.stages import ROOMS, Stage
from contracts.signing import access, actions, handover, queries
from contracts.signing.forms import LeaveForm, ScanForm, SignedForm, TermsForm
from contracts.signing.models import Contract
from contracts.signing.stages import TONES
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.crypto import decrypt
from spark.records import Button, Entrance, ReasonForm, Section, register

SHOWN = [
    "employer",
    "position",
    "starts_on",
    "ends_on",
    "signed_on",
    "countersigned_on",
]


def facts(record: Contract, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    for name in SHOWN:
        field = record._meta.get_field(name)
        yield capfirst(field.verbose_name), getattr(record, name)  # type: ignore[union-attr]


def scans(record: Contract, user: User) -> dict:
    """The context of `_scans.html`, empty for who may not see documents."""
    return {
        "scans": queries.scans(user, record),
        "reads_openings": access.reads_openings(user),
    }


@require_POST
def scan_open(request: Request, contract_id: int, pk: int) -> HttpResponse:
    """Hand out a scan as a file.

    By POST, since it writes that somebody opened it: a browser that loads ahead, or a
    foreign page with a link, must not open anything in somebody's name.
    """
    scan = actions.open_scan(actor=request.user, contract_id=contract_id, pk=pk)
    ending = scan.media_type.partition("/")[2]
    name = f"contract-{contract_id}-{scan.kind}-{pk}.{ending}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    content = decrypt(bytes(scan.content))
    return HttpResponse(content, content_type=scan.media_type, headers=headers)


SECTION = Section(
    name="signing",
    title=_("Signing"),
    door=access.CONTRACTS,
    facts=facts,
    part="contracts/signing/_scans.html",
    more=scans,
    tones=TONES,
    entrance=Entrance(
        handover.training_to_signing,
        _("Draft contract"),
        _("Contract drafted."),
        primary=True,
        at=ROOMS[Stage.SIGNING].entered_from,
    ),
    buttons=(
        Button(
            actions.issue,
            _("Fix terms and issue"),
            _("Contract issued."),
            form=TermsForm,
            primary=True,
        ),
        Button(
            actions.sign,
            _("Record signature"),
            _("Signature recorded."),
            form=SignedForm,
            primary=True,
        ),
        Button(
            actions.countersign,
            _("Countersign"),
            _("Contract in force."),
            form=SignedForm,
            primary=True,
        ),
        Button(
            actions.add_scan,
            _("Add a scan"),
            _("Scan added."),
            form=ScanForm,
        ),
        Button(
            actions.draft_again,
            _("Draft again"),
            _("Contract drafted."),
            primary=True,
        ),
        Button(
            actions.expire,
            _("Offer expired"),
            _("Closed."),
        ),
        Button(
            actions.decline,
            _("Declined"),
            _("Recorded as declined."),
            form=ReasonForm,
            danger=True,
        ),
        Button(
            actions.void,
            _("Withdraw contract"),
            _("Contract withdrawn."),
            form=ReasonForm,
            danger=True,
        ),
        Button(
            actions.end,
            _("End contract"),
            _("Contract ended."),
            form=ReasonForm,
            danger=True,
        ),
        Button(
            actions.leave,
            _("Leave the programme"),
            _("Has left the programme."),
            form=LeaveForm,
            danger=True,
        ),
    ),
)
register(SECTION, {"contract-end": {actions.end}})
