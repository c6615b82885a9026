"""What an applicant does: begin, fill in step by step, send, withdraw."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from candidates.applying.access import APPLICATIONS, guest_of
from candidates.applying.actions.clips import OWN, forget_clip
from candidates.applying.actions.codes import HALF, code_of, hashed
from candidates.applying.actions.waiting import held, keep, remind
from candidates.applying.models import Application, Call
from candidates.applying.queries import is_full, missing
from candidates.applying.stages import NOTICE, WRITABLE, Step
from candidates.register.actions import born, mask
from candidates.register.models import Candidate
from candidates.register.rules import entry_findings
from spark import clock, text
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.crypto import keyed_hash
from spark.errors import Refused

AGAIN = timedelta(minutes=1)  # within which a beginning sent twice is the same
KNOWN = ["phone", "guardian_name", "guardian_phone", "class_name", "student_number"]

trail.declare("application.begin", _("Application begun"))


def begin(
    call: Call,
    start_key: UUID,
    *,
    known: Candidate | None = None,
    at: datetime | None = None,
) -> tuple[Application, str]:
    """An empty application and its code, which is nowhere but in what this returns.

    Args:
        start_key: drawn with the form: sent twice at once, it is one application.
        known: on the college's roster, and here by their own card and code.

    Raises:
        Refused: call-not-open, call-closed, batch-closed, application-begun.
    """
    at = at or clock.now()
    _check_taking(call, clock.day(at))
    code = code_of(start_key)
    with trail.acting(guest_of(), "application.begin", at=at):
        row, made = Application.objects.get_or_create(
            start_key=start_key,
            defaults={
                "call": call,
                "state_since": at,
                "reference": code[:HALF],
                "code_hash": hashed(start_key, code[HALF:]),
                **_of(known),
            },
        )
        fresh = row.created_at > clock.now() - AGAIN and not row.steps
        if row.call_id != call.pk or not (made or fresh):
            raise Refused("application-begun")
    return row, code


def _of(known: Candidate | None) -> dict[str, Any]:
    if known is None:
        return {}
    name = known.person.name
    given = {field: getattr(known, field) for field in KNOWN}
    kept = {"name": name, "name_key": text.key(name), "direction": known.direction}
    return given | kept


@verb(
    APPLICATIONS,
    roles=OWN,
    label=_("Application filled in"),
    many=False,
    states=WRITABLE,
)
def fill_in(
    application: Application, *, step: str, given: Mapping[str, Any], at: datetime
) -> None:
    """Keep what was given at a step.

    Raises:
        Refused: state-moved; id-number-wrong, under-16, guardian-missing,
            guardian-name-missing, guardian-phone-missing, of the first step.
    """
    if not application.is_writable:
        raise Refused("state-moved")
    if step == Step.WHO:
        _identify(application, given)
    elif step == Step.CONSENT:
        application.notice_version, application.consented_at = NOTICE, at
    else:
        for name, value in given.items():
            setattr(application, name, value)
    application.steps = [*dict.fromkeys([*application.steps, step])]
    application.save()


def _identify(application: Application, given: Mapping[str, Any]) -> None:
    """Who they are; nothing is kept of somebody too young.

    An empty ID number leaves the one that was given before.
    """
    number = given["id_number"]
    born_on = born(number) if number else application.birth_date
    if born_on is None:
        raise Refused("id-number-wrong", status=422)
    _check_age(application, born_on, given)
    application.birth_date = born_on
    if number:
        application.id_number, application.id_hash = number, keyed_hash(number)
        application.id_masked = mask(number)
    application.name, application.name_key = given["name"], text.key(given["name"])
    for name in KNOWN:
        setattr(application, name, given[name])


def _check_age(
    application: Application, born_on: date, given: Mapping[str, Any]
) -> None:
    """Refuse who is under 16, and a minor of whose guardian something is missing."""
    findings = entry_findings(
        birth_date=born_on,
        day=application.call.batch.closes_on,
        guardian_name=given["guardian_name"],
        guardian_phone=given["guardian_phone"],
    )
    for finding in findings:
        raise Refused(finding.code, status=422, **finding.facts)


@verb(APPLICATIONS, roles=OWN, label=_("Application sent"), many=False, key=True)
def submit(application: Application, *, at: datetime) -> None:
    """Send it to the college: on the waiting list, where the places are taken.

    What was asked back may be sent when the page is closed already.

    Raises:
        Refused: state-moved, call-not-open, call-closed, batch-closed,
            application-incomplete.
    """
    (call,) = held([application.call_id])
    again = bool(application.submitted_at)
    _check_taking(call, clock.day(at), late=again)
    if steps := missing(application):
        raise Refused("application-incomplete", status=422, step=steps[0])
    application.submit()
    application.submitted_at = application.submitted_at or at
    if not again:
        application.waitlisted = is_full(call, application.direction_id)  # type: ignore[arg-type]
    keep(
        [application],
        at,
        submitted_at=application.submitted_at,
        asked_for="",
        waitlisted=application.waitlisted,
    )
    remind([call], at)


@verb(APPLICATIONS, roles=OWN, label=_("Application withdrawn"), many=False, key=True)
def withdraw(application: Application, *, at: datetime) -> None:
    """Take it back: all that was written in it is forgotten.

    Raises:
        Refused: state-moved.
    """
    forget_clip(application, at)
    application.withdraw()
    application.state_since = at
    application.save()
    remind(held([application.call_id]), at)


def _check_taking(call: Call, day: date, *, late: bool = False) -> None:
    """Refuse what comes before the page opens or after it closed.

    Args:
        late: what was sent in time and asked back.
    """
    if not call.batch.is_open:
        raise Refused("batch-closed", batch=call.batch)
    if late:
        return
    if day < call.opens_on:
        raise Refused("call-not-open", day=call.opens_on)
    if day > call.closes_on:
        raise Refused("call-closed", day=call.closes_on)
