"""Pages of signing."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from candidates.register.forms import in_yuan
from candidates.register.models import Candidate
from candidates.register.stages import STAGE_STATES, Stage, reached
from candidates.register.views.parts import Part, add_part, later, of_stage
from contracts.signing import access, actions, handover, queries, rules
from contracts.signing.forms import LeaveForm, ScanForm, SignedForm, TermsForm
from contracts.signing.models import Contract
from contracts.signing.stages import TONES, State
from spark import htmx
from spark.accounts.models import User
from spark.accounts.scope import Request, has_role
from spark.accounts.templatetags.spark_ui import day
from spark.crypto import decrypt
from spark.records import Button, Drawn, Entrance, ReasonForm, Section, register

UNSIGNED = {(Stage.SIGNING, State.DRAFT), (Stage.SIGNING, State.ISSUED)}
SHOWN = [
    "employer",
    "position",
    "base",
    "starts_on",
    "ends_on",
    "pay_fen",
    "probation_pay_fen",
    "signed_on",
    "countersigned_on",
]

MONEY = {"pay_fen", "probation_pay_fen"}


def facts(record: Contract, user: User) -> Iterator[tuple]:
    yield _("Since"), record.state_since
    for name in SHOWN:
        field = record._meta.get_field(name)
        value = getattr(record, name)
        if name in MONEY and value is not None:
            value = in_yuan(value)
        yield capfirst(field.verbose_name), value  # type: ignore[union-attr]
    if record.starts_on:
        until = rules.probation_until(record.starts_on, record.ends_on)
        yield _("In writing by"), rules.written_by(record.starts_on)
        yield _("Probation until, at the latest"), until or _("No probation")


def scans_part(request: Request, candidate: Candidate) -> Drawn | None:
    """Fetched once it is in view, by who may see documents, once there can be any."""
    unsigned = (candidate.stage, candidate.state) in UNSIGNED
    came = Stage.SIGNING in reached(candidate.stage, candidate.left_from)
    if unsigned or not came or not has_role(request.user, *access.SCANS.sees):
        return None
    return later(_("Scans"), reverse("scans-of", args=[candidate.pk]))


@require_GET
def scans_of(request: Request, candidate_id: int) -> HttpResponse:
    """The scans of a candidate's newest contract, as a part of the candidate's page."""
    found = queries.scans(request.user, candidate_id)
    if not found and not request.htmx:
        raise Http404
    if not found:
        return HttpResponse()
    context = {"scans": found, "reads_openings": access.reads_openings(request.user)}
    folder = "contracts/signing/"
    return htmx.render(request, f"{folder}scans.html", f"{folder}_scans.html", context)


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


def issued(n: int, given: Mapping[str, Any]) -> str:
    said = ngettext(
        "%(n)d contract issued, first working day %(day)s.",
        "%(n)d contracts issued, first working day %(day)s.",
        n,
    )
    return said % {"n": n, "day": day(given["starts_on"])}


def signed(n: int, given: Mapping[str, Any]) -> str:
    said = ngettext(
        "Signature of %(n)d person recorded, dated %(day)s.",
        "Signatures of %(n)d people recorded, dated %(day)s.",
        n,
    )
    return said % {"n": n, "day": day(given["signed_on"])}


def in_force(n: int, given: Mapping[str, Any]) -> str:
    said = ngettext(
        "%(n)d contract in force, countersigned %(day)s.",
        "%(n)d contracts in force, countersigned %(day)s.",
        n,
    )
    return said % {"n": n, "day": day(given["signed_on"])}


SECTION = Section(
    name="signing",
    title=_("Signing"),
    door=access.CONTRACTS,
    facts=facts,
    tones=TONES,
    entrance=Entrance(
        handover.training_to_signing,
        _("Draft contract"),
        _("Contract drafted."),
        primary=True,
        at=STAGE_STATES[Stage.SIGNING].entered_from,
    ),
    buttons=(
        Button(
            actions.issue,
            _("Fix terms and issue"),
            _("Contract issued."),
            said_of_many=issued,
            form=TermsForm,
            primary=True,
        ),
        Button(
            actions.sign,
            _("Record signature"),
            _("Signature recorded."),
            said_of_many=signed,
            form=SignedForm,
            primary=True,
        ),
        Button(
            actions.countersign,
            _("Countersign"),
            _("Contract in force."),
            said_of_many=in_force,
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
add_part(of_stage(SECTION))
add_part(Part("scans", 50, scans_part))
