"""Who somebody is: looking at the number, correcting it, two records of one person."""

from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from candidates.register import access, rules
from candidates.register.actions.intake import UPDATABLE, mask
from candidates.register.actions.naming import rename
from candidates.register.models import (
    Batch,
    Candidate,
    IdentityOpening,
    OpeningPurpose,
    Person,
)
from candidates.register.stages import Stage
from spark import clock, jobs
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.security.models import SecurityKind
from spark.accounts.verbs import verb
from spark.crypto import keyed_hash
from spark.errors import Refused


@verb(
    access.CANDIDATES,
    roles={Role.SIGNING, Role.OFFICE},
    label=_("ID number opened"),
    name="open-number",
    history="identity.open",
    many=False,
    internal=True,
    security=SecurityKind.OPENED,
)
def open_id_number(
    candidate: Candidate, *, actor: User, purpose: str, reason: str, at: datetime
) -> str:
    """Look at a full ID number. That somebody did stays on record.

    Raises:
        Refused: not-your-role, reason-missing, reason-with-number.
    """
    check_reason(reason)
    IdentityOpening.objects.create(
        candidate=candidate,
        opened_by=actor,
        purpose=OpeningPurpose(purpose),
        reason=reason,
        opened_at=at,
    )
    return Person.objects.only("id_number").get(pk=candidate.person_id).id_number


@verb(
    access.CANDIDATES,
    roles={Role.OFFICE},
    label=_("Identity corrected"),
    name="correct",
    history="identity.correct",
    locks=False,
    many=False,
    key=True,
)
def correct_identity(
    *, actor: Actor, pk: int, reason: str, name: str = "", id_number: str = ""
) -> None:
    """Put a wrong name or ID number right; what is empty stays as it is.

    Raises:
        Refused: not-your-role, reason-missing, reason-with-number, identity-unchanged,
            id-number-wrong, id-number-taken (`other` is the person whose it is),
            person-under-16, guardian-needed.
    """
    hold_intake()
    (candidate,) = access.CANDIDATES.locked(actor, [pk], correct_identity)
    check_reason(reason)
    person = _person(candidate.person_id)
    before = (person.name, person.id_hash)
    if name:
        rename(person, name)
    if id_number:
        _renumber(person, id_number)
        jobs.enqueue_on_commit("trials.judge_again", candidates=[pk])
    if (person.name, person.id_hash) == before:
        raise Refused("identity-unchanged", status=422)
    person.save()


def _renumber(person: Person, id_number: str) -> None:
    digest, birth_date = keyed_hash(id_number), born(id_number)
    other = Person.objects.filter(id_hash=digest).exclude(pk=person.pk).first()
    if other is not None:
        raise Refused("id-number-taken", other=other.pk)
    if birth_date != person.birth_date:
        _check_ages(person, birth_date)
    person.id_number, person.id_hash = id_number, digest
    person.id_masked, person.birth_date = mask(id_number), birth_date


def born(id_number: str) -> date:
    """The date in a number whose check digit is right.

    Raises:
        Refused: id-number-wrong.
    """
    try:
        if id_number[-1:] != ric.calc_check_digit(id_number):
            raise ValueError
        born = datetime.strptime(id_number[6:14], "%Y%m%d").date()  # noqa: DTZ007
    except (ValueError, IndexError):
        raise Refused("id-number-wrong", status=422) from None
    if len(id_number) != 18 or born > clock.today():
        raise Refused("id-number-wrong", status=422)
    return born


@verb(
    access.CANDIDATES,
    roles={Role.OFFICE},
    label=_("Merged with another record"),
    name="merge",
    history="identity.merge",
    locks=False,
    many=False,
    internal=True,
)
def merge_persons(*, actor: Actor, pk: int, other: int, reason: str) -> None:
    """The candidate `pk` is really the person `other`: make the two records one.

    All candidates of the one go to the other, whose name and number stand; the emptied
    row is kept and says where they went.

    Raises:
        Http404: if `other` isn't a person, or was merged already.
        Refused: not-your-role, reason-missing, reason-with-number,
            persons-in-one-batch, person-under-16, guardian-needed.
    """
    hold_intake()
    (candidate,) = access.CANDIDATES.locked(actor, [pk], merge_persons)
    check_reason(reason)
    if other == candidate.person_id:
        raise Http404
    emptied, kept = (_person(key) for key in (candidate.person_id, other))
    _check_batches(emptied, kept)
    if kept.birth_date != emptied.birth_date:
        _check_ages(emptied, kept.birth_date)
    Candidate.objects.filter(person=emptied).update(person=kept)
    Person.objects.filter(merged_into=emptied).update(merged_into=kept)
    emptied.become(kept)
    emptied.readings.all().delete()
    emptied.save()


def _check_batches(first: Person, other: Person) -> None:
    """Nobody is in a batch twice."""
    rows = Candidate.objects.filter(person__in=[first, other]).select_related(
        "batch", "campus"
    )
    seen: dict[int, Candidate] = {}
    for candidate in rows.order_by("pk"):
        earlier = seen.setdefault(candidate.batch_id, candidate)
        if earlier is not candidate:
            raise Refused(
                "persons-in-one-batch",
                batch=str(candidate.batch),
                campuses=[str(earlier.campus), str(candidate.campus)],
            )


@verb(
    access.CANDIDATES,
    roles=access.SYSTEMS,
    label=_("Particulars changed"),
    name="change",
    many=False,
)
def change_particulars(
    candidate: Candidate, *, direction: Any = None, **given: str
) -> bool:
    """Write how to reach somebody, their class, and until screening the direction.

    Args:
        direction: None leaves it as it is.
        given: any of UPDATABLE; an empty one erases.

    Returns:
        Did anything change?

    Raises:
        Refused: not-your-role, guardian-needed, direction-fixed, roll-not-offered.
    """
    return write_particulars(candidate, direction=direction, **given)


def write_particulars(
    candidate: Candidate, *, direction: Any = None, **given: str
) -> bool:
    """As `change_particulars`, of a locked candidate, whoever may."""
    wanted: dict[str, Any] = {name: given[name] for name in UPDATABLE if name in given}
    if direction is not None:
        wanted["direction_id"] = direction.pk
    changes = {n: v for n, v in wanted.items() if getattr(candidate, n) != v}
    for name, value in changes.items():
        setattr(candidate, name, value)
    if "direction_id" in changes:
        _check_direction(candidate)
    if {"guardian_name", "guardian_phone"} & set(given):
        check_age(candidate, candidate.person.birth_date, only="guardian-needed")
    # Saved as it is, too: somebody says so, and no import may take that back.
    candidate.save(update_fields=[*changes] or ["updated_at"])
    return bool(changes)


def _check_direction(candidate: Candidate) -> None:
    if candidate.stage != Stage.REGISTERED:
        raise Refused("direction-fixed")
    if not candidate.batch.directions.filter(pk=candidate.direction_id).exists():
        raise Refused("state-moved")


def check_reason(reason: str) -> None:
    """Raises Refused reason-missing."""
    if not reason.strip():
        raise Refused("reason-missing", status=422)


def hold_intake() -> None:
    """Let no roster in meanwhile: it may name the person under the number of before."""
    list(Batch.objects.select_for_update(no_key=True).order_by("pk").values("pk"))


def _person(pk: int) -> Person:
    person = Person.objects.select_for_update().filter(pk=pk, merged_into=None).first()
    if person is None:
        raise Http404
    return person


def _check_ages(person: Person, birth_date: date) -> None:
    """With this date of birth, may they be where they are?"""
    rows = person.candidates.exclude(stage=Stage.LEFT)
    for candidate in rows.select_related("batch"):
        check_age(candidate, birth_date)


def check_age(candidate: Candidate, birth_date: date, only: str = "") -> None:
    """May a candidate with this date of birth, and guardian, be in the batch?

    Args:
        only: the one code to refuse for.

    Raises:
        Refused: person-under-16, guardian-needed.
    """
    findings = rules.entry_findings(
        birth_date=birth_date,
        day=candidate.batch.closes_on,
        guardian_name=candidate.guardian_name,
        guardian_phone=candidate.guardian_phone,
    )
    for finding in findings:
        young = finding.code == "under-16"
        code = "person-under-16" if young else "guardian-needed"
        if code == only or not only:
            age = finding.facts["age"]
            raise Refused(code, batch=str(candidate.batch), age=age)
