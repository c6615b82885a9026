"""What only a trigger writes, what must agree, and what history keeps of deletions."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from candidates.papers import actions as papers
from candidates.papers.models import Paper
from candidates.register.models import Candidate, Export, IdentityOpening, Person
from candidates.rosters.models import RosterImport
from candidates.screening.models import Screening
from contracts.signing import actions as signing
from contracts.signing.models import Contract, ScanOpening
from spark import clock
from tests.candidates.papers.bringing import brought
from tests.candidates.register.identities import opening
from tests.contracts.signing.papers import a_scan
from tests.story import record_of
from tests.training.standings.test_api import entered
from tests.training.trials.studio import Studio
from training.course.models import Enrolment
from training.standings.models import Result

LONG_AGO = timedelta(days=400)


def refused(sql: str, *given: object) -> str:
    """What the database says at the latest when the transaction ends."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, given)
            connection.check_constraints()  # leaves them deferred, as it found them
    except Error as error:
        return str(error)
    return ""


# Only by their records --------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    ["state = 'passed'", "state_since = now() - interval '1 day'", "team_id = {team}"],
)
def test_where_somebody_stands_is_written_by_the_record_alone(world, change):
    candidate = world.candidate("in_review")
    change = change.format(team=world.team.pk)
    sql = f"UPDATE candidates_candidate SET {change} WHERE id = %s"  # noqa: S608
    assert "only records say" in refused(sql, candidate.pk)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.team) == ("in_review", None)


def test_nobody_begins_in_a_state_that_no_record_has(world):
    known = world.candidate()
    with pytest.raises(Error, match="only records say"), transaction.atomic():
        Candidate.objects.create(
            person=Person.objects.create(
                name="林一一",
                name_key="",
                id_number="",
                id_hash="x",
                id_masked="",
                birth_date=clock.today(),
            ),
            batch=known.batch,
            campus=known.campus,
            direction=known.direction,
            state="passed",
        )


def test_the_record_writes_it_still(world):
    managed = world.candidate("confirmed")
    assert managed.state == "confirmed" and managed.team == world.team


# Decision and state -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "point", "change"),
    [
        (Screening, "in_review", "state = 'passed'"),
        (Screening, "in_review", "state = 'rejected'"),
        (
            Screening,
            "in_review",
            "state = 'passed', decision = 'rejected', decision_reason = 'x'",
        ),
        (Screening, "paperwork", "decision = 'rejected'"),
        (Screening, "paperwork", "decision = '', decision_reason = ''"),
        (Screening, "waiting", "decision = 'passed', decision_reason = 'x'"),
        (Enrolment, "competing", "state = 'qualified'"),
        (Enrolment, "enrolled", "decision = 'qualified', decision_reason = 'x'"),
        (
            Enrolment,
            "competing",
            "state = 'eliminated', decision = 'qualified', decision_reason = 'x'",
        ),
    ],
)
def test_a_state_says_what_was_decided(world, model, point, change):
    record = record_of(model, world.candidate(point))
    table = model._meta.db_table
    said = refused(f"UPDATE {table} SET {change} WHERE id = %s", record.pk)  # noqa: S608
    assert "without its decision" in said


def test_both_in_either_order_are_taken(world):
    record = record_of(Screening, world.candidate("in_review"))
    to = "state = 'passed'", "decision = 'passed', decision_reason = '讲品有演示'"
    for first, second in (to, to[::-1]):
        both = "; ".join(
            f"UPDATE candidates_screening SET {change} WHERE id = {record.pk}"  # noqa: S608
            for change in (first, second)
        )
        with transaction.atomic():
            assert not refused(both)
            transaction.set_rollback(True)


# Openings ---------------------------------------------------------------------------


def test_when_something_was_opened_is_the_databases_own_time(world):
    before = clock.now() - timedelta(minutes=5)
    then = clock.now() - LONG_AGO
    candidate = world.candidate("in_force")
    opening(candidate.pk, at=then)(world.office)
    assert IdentityOpening.objects.get().opened_at > before
    contract = record_of(Contract, candidate)
    scan = a_scan(world, contract)
    given = {"pk": scan.pk, "contract_id": contract.pk, "at": then}
    signing.open_scan(actor=world.office, **given)
    assert ScanOpening.objects.get().opened_at > before
    paper = brought(world.candidate("paperwork"), "agreement")
    papers.open_paper(actor=world.lin, pk=paper.pk, at=then)
    assert Paper.objects.get(pk=paper.pk).opened_at > before  # type: ignore[operator]


# History ----------------------------------------------------------------------------


def labels(model: type, pk: int) -> list[str]:
    events = {
        event.pgh_id: event.pgh_label
        for kept in set(model.pgh_event_models.values())  # type: ignore[attr-defined]
        for event in kept.objects.filter(pgh_obj_id=pk)
    }
    return [events[key] for key in sorted(events)]


def test_a_result_that_is_deleted_stays_in_history(world):
    studio = Studio(world)
    result = entered(studio.trial("finished"))
    key = result.pk
    Result.objects.filter(pk=key).delete()
    assert labels(Result, key)[-1] == "delete"


def test_an_export_that_is_deleted_stays_in_history(world):
    export = Export.objects.create(owner=world.office)
    key = export.pk
    export.delete()
    assert labels(Export, key)[-1] == "delete"


def test_that_a_birth_date_changed_is_in_history_and_not_which(world):
    person = world.candidate().person
    Person.objects.filter(pk=person.pk).update(birth_date="2004-05-06")
    assert labels(Person, person.pk) == ["known", "id"]
    kept = set(Person.pgh_event_models.values())  # type: ignore[attr-defined]
    columns = {field.name for model in kept for field in model._meta.fields}
    assert not columns & {"name", "id_number", "id_hash", "birth_date"}


@pytest.mark.parametrize(
    "change", [{"consent_declared": True}, {"notice_version": "2"}]
)
def test_what_a_college_declared_of_a_roster_changes_on_record(world, change):
    roster = RosterImport.objects.create(
        batch=world.batch, campus=world.campus, sent_by=world.lin, file_name="a.xlsx"
    )
    RosterImport.objects.filter(pk=roster.pk).update(**change)
    assert labels(RosterImport, roster.pk) == ["insert", "update"]
