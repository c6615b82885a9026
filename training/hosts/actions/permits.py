"""What candidates need on file to go on air: tests, licences, filings."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Candidate, DirectionCategory
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.hosts.access import COLLEGE, ENTERS, HOSTS
from training.hosts.actions.trials import judge_trials_again
from training.hosts.models import Permit, PermitKind


@verb(HOSTS, roles=COLLEGE, label=_("Permit entered"), locks=False)
def enter_permit(
    *,
    actor: Actor,
    ids: Iterable[int],
    kind: str,
    valid_from: date,
    valid_until: date | None = None,
    score: int | None = None,
    reference: str = "",
    category: DirectionCategory | None = None,
) -> None:
    """Put a test, licence or filing on candidates' files, the same for all.

    One of the same kind, category and first day is corrected. Colleges enter filings,
    the office all.

    Raises:
        Refused: permit-incomplete, where the kind asks for something else.
    """
    candidates = HOSTS.locked(actor, ids, ENTERS[PermitKind(kind)])
    given: dict[str, Any] = {
        "valid_until": valid_until,
        "score": score,
        "reference": reference.strip(),
    }
    _check(kind, valid_from, category=category, **given)
    rows = Permit.objects.filter(
        candidate__in=candidates, kind=kind, category=category, valid_from=valid_from
    )
    has = {row.candidate_id: row for row in rows}
    Permit.objects.bulk_create(
        Permit(
            candidate=candidate,
            kind=kind,
            category=category,
            valid_from=valid_from,
            **given,
        )
        for candidate in candidates
        if candidate.pk not in has
    )
    for row in has.values():
        if any(getattr(row, name) != value for name, value in given.items()):
            for name, value in given.items():
                setattr(row, name, value)
            row.save(update_fields=list(given))
    judge_trials_again(candidate.pk for candidate in candidates)


def _check(
    kind: str,
    valid_from: date,
    *,
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


@verb(HOSTS, roles=COLLEGE, label=_("Permit changed"), many=False, locks=False)
def change_permit(
    *,
    actor: Actor,
    pk: int,
    permit_id: int,
    valid_from: date,
    valid_until: date | None = None,
    score: int | None = None,
    reference: str = "",
    category: DirectionCategory | None = None,
) -> None:
    """Correct one on a candidate's file, its first day too; its kind stays.

    Raises:
        Http404: if it is gone.
        Refused: permit-incomplete; permit-there, where another has that first day.
    """
    permit = _locked_permit(actor, pk, permit_id)
    if permit is None:
        raise Http404
    given: dict[str, Any] = {
        "category": category,
        "valid_until": valid_until,
        "score": score,
        "reference": reference.strip(),
    }
    _check(permit.kind, valid_from, **given)
    for name, value in given.items():
        setattr(permit, name, value)
    permit.valid_from = valid_from
    permit.save()
    judge_trials_again([pk])


@verb(HOSTS, roles=COLLEGE, label=_("Permit removed"), many=False, locks=False)
def remove_permit(*, actor: Actor, pk: int, permit_id: int, reason: str) -> None:
    """Take one off a candidate's file, by those who may enter its kind."""
    permit = _locked_permit(actor, pk, permit_id)
    if permit is not None:  # gone already is as good
        permit.delete()
        judge_trials_again([pk])


def _locked_permit(actor: Actor, pk: int, permit_id: int) -> Permit | None:
    """The permit of a kind that the actor may enter, its file locked; None if gone."""
    (candidate,) = HOSTS.locked(actor, [pk])
    permit = candidate.permits.filter(pk=permit_id).first()
    if permit is not None:
        HOSTS.check(actor, ENTERS[PermitKind(permit.kind)], candidate)
    return permit


def may_enter(actor: Actor, candidate: Candidate) -> list[PermitKind]:
    """The kinds of permits that the actor may put on this candidate's file."""
    return [kind for kind, may in ENTERS.items() if HOSTS.may_to(actor, may, candidate)]
