"""What candidates need on file to go on air: tests, licences, filings."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.register.models import Candidate, DirectionCategory
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.hosts.access import COLLEGE, ENTERS, HOSTS, PERMITS
from training.hosts.actions.trials import judge_trials_again
from training.hosts.models import Permit, PermitKind

CHECKED = ("valid_from", "valid_until", "score", "reference", "category")


@verb(HOSTS, roles=COLLEGE, label=_("Permit entered"), many=False, locks=False)
def enter_permit(
    *,
    actor: Actor,
    pk: int,
    kind: str,
    valid_from: date,
    valid_until: date | None = None,
    score: int | None = None,
    reference: str = "",
    category: DirectionCategory | None = None,
) -> Permit:
    """Put a test, licence or filing on a candidate's file.

    One of the same kind, category and first day is corrected. Colleges enter filings,
    the office all.

    Raises:
        Refused: permit-incomplete, where the kind asks for something else.
    """
    (candidate,) = HOSTS.locked(actor, [pk], ENTERS[PermitKind(kind)])
    given: dict[str, Any] = {
        "valid_until": valid_until,
        "score": score,
        "reference": reference.strip(),
    }
    _check(kind, valid_from=valid_from, category=category, **given)
    permit, _new = candidate.permits.update_or_create(
        kind=kind, category=category, valid_from=valid_from, defaults=given
    )
    judge_trials_again([pk])
    return permit


def _check(
    kind: str,
    *,
    valid_from: date,
    category: DirectionCategory | None,
    valid_until: date | None,
    score: int | None,
    reference: str,
) -> None:
    """Refuse in words what the table's constraints would."""
    is_test, is_licence = kind == PermitKind.COMPLIANCE, kind == PermitKind.LICENCE
    fits = (
        is_test == (score is not None)
        and is_licence == (category is not None)
        and (is_test or reference)
        and (score is None or 0 <= score <= 100)
        and (valid_until is None or valid_until >= valid_from)
    )
    if not fits:
        raise Refused("permit-incomplete", status=422)


@verb(PERMITS, roles=COLLEGE, label=_("Permit changed"), many=False)
def change_permit(permit: Permit, *, actor: Actor, **changes: Any) -> None:
    """Correct one on a candidate's file, its first day too; its kind stays.

    Args:
        changes: of what `enter_permit` takes; what isn't given stays.

    Raises:
        Refused: permit-incomplete; permit-there, where another has that first day.
    """
    _check_may(actor, permit)
    for name, value in changes.items():
        setattr(permit, name, value.strip() if name == "reference" else value)
    _check(permit.kind, **{name: getattr(permit, name) for name in CHECKED})
    permit.save()
    judge_trials_again([permit.candidate_id])


@verb(PERMITS, roles=COLLEGE, label=_("Permit removed"), many=False)
def remove_permit(permit: Permit, *, actor: Actor) -> None:
    """Take one off a candidate's file, by those who may enter its kind.

    Trials to come are judged again without it.
    """
    _check_may(actor, permit)
    permit.delete()
    judge_trials_again([permit.candidate_id])


def _check_may(actor: Actor, permit: Permit) -> None:
    """Refuse a permit of a kind that the actor may not enter."""
    HOSTS.check(actor, ENTERS[PermitKind(permit.kind)], permit.candidate)


def may_enter(actor: Actor, candidate: Candidate) -> list[PermitKind]:
    """The kinds of permits that the actor may put on this candidate's file."""
    return [kind for kind, may in ENTERS.items() if HOSTS.may_to(actor, may, candidate)]
