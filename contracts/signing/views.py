"""Pages of signing."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.register.models import still_there
from candidates.register.stages import ROOMS, Stage
from contracts.signing import access, actions, handover, queries
from contracts.signing.forms import LeaveForm, ScanForm, SignedForm, TermsForm
from contracts.signing.models import Contract
from contracts.signing.stages import TONES, State
from spark.accounts.models import User
from spark.accounts.scope import Request
from spark.crypto import decrypt
from spark.records import Button, Entrance, ReasonForm, Room
from training.course.access import ENROLMENTS
from training.course.models import Enrolment
from training.course.stages import State as EnrolmentState

OPEN = frozenset({State.DRAFT, State.ISSUED, State.SIGNED_BY_CANDIDATE, State.IN_FORCE})
AGAIN = frozenset({State.VOID, State.EXPIRED})
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


def qualified(user: User) -> QuerySet[Enrolment]:
    """The qualified enrolments from which contracts can be drafted."""
    return ENROLMENTS.visible_to(user).filter(
        candidate__stage=Stage.TRAINING, state=EnrolmentState.QUALIFIED
    )


def scans(record: Contract, user: User) -> dict:
    """The context of `_scans.html`, empty for who may not see documents."""
    return {
        "scans": queries.scans(user, record),
        "reads_openings": access.SCANS.may(user, "read-openings"),
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


ROOM = Room(
    name="signing",
    title=_("Signing"),
    door=access.CONTRACTS,
    facts=facts,
    part="contracts/signing/_scans.html",
    more=scans,
    tones=TONES,
    entrance=Entrance(
        "enter",
        _("Draft contract"),
        handover.training_to_signing,
        qualified,
        ROOMS[Stage.SIGNING].entered_from,
        _("Contract drafted."),
    ),
    buttons=(
        Button(
            "issue",
            _("Fix terms and issue"),
            actions.issue,
            _("Contract issued."),
            move="issue",
            form=TermsForm,
            primary=True,
        ),
        Button(
            "sign",
            _("Record signature"),
            actions.sign,
            _("Signature recorded."),
            move="sign",
            form=SignedForm,
            primary=True,
        ),
        Button(
            "countersign",
            _("Countersign"),
            actions.countersign,
            _("Contract in force."),
            move="countersign",
            form=SignedForm,
            primary=True,
        ),
        Button(
            "add-scan",
            _("Add a scan"),
            actions.add_scan,
            _("Scan added."),
            states=frozenset(State) - {State.DRAFT, State.ISSUED},
            when=lambda record: record.signed_on is not None,
            form=ScanForm,
        ),
        Button(
            "draft-again",
            _("Draft again"),
            actions.draft_again,
            _("Contract drafted."),
            states=AGAIN,
            when=lambda record: record.can_be_drafted_again,
            primary=True,
        ),
        Button(
            "expire", _("Offer expired"), actions.expire, _("Closed."), move="expire"
        ),
        Button(
            "decline",
            _("Declined"),
            actions.decline,
            _("Recorded as declined."),
            move="decline",
            form=ReasonForm,
            danger=True,
        ),
        Button(
            "void",
            _("Withdraw contract"),
            actions.void,
            _("Contract withdrawn."),
            move="void",
            form=ReasonForm,
            danger=True,
        ),
        Button(
            "end",
            _("End contract"),
            actions.end,
            _("Contract ended."),
            move="end",
            form=ReasonForm,
            danger=True,
        ),
        Button(
            "leave",
            _("Leave the programme"),
            actions.leave,
            _("Has left the programme."),
            states=OPEN | AGAIN,
            when=still_there,
            form=LeaveForm,
            danger=True,
        ),
    ),
)
