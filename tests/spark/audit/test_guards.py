"""What the database itself refuses to the role that Spark runs as."""

from itertools import product

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django_fsm import FSMField

from candidates.applying.models import Application
from candidates.clips.models import Clip
from candidates.consents.models import GuardianConsent
from candidates.papers.models import Paper
from candidates.portal.access import guest_of
from candidates.register.models import Batch, Candidate
from candidates.rights.actions import ask
from candidates.rights.models import DataRequest
from candidates.rosters.models import RosterImport
from candidates.screening.models import Review
from spark import clock
from spark.accounts.models import User
from spark.robots.models import Robot
from spark.webhooks.models import Webhook
from tests.candidates.applying.applicants import call_of, written
from tests.candidates.screening.reviewing import a_review
from tests.cards import let_guardian_in
from tests.spark.audit.state_table import TABLE
from tests.training.judging.judging import judged
from tests.training.trials.studio import Studio
from tests.world import World
from training.judging.models import Incident, Judgement
from training.timetable.actions import ask_for_plan, look_at
from training.timetable.models import Plan, Publication, SolveRun
from training.trials.models import Trial

RECORDS = pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__name__)


def refusal(sql: str, *values: object) -> str:
    """How the database refuses the statement, undone in any case; empty if it obeys."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
        except DatabaseError as error:
            return str(error).splitlines()[0]
        finally:
            transaction.set_rollback(True)
    return ""


def field_of(model: type) -> str:
    return "stage" if model is Candidate else "state"


def table_of(model: type) -> str:
    return model._meta.db_table


def update(model: type, to: str) -> str:
    """SQL that moves one record by hand, with all that other constraints ask for."""
    also: dict[str, bool] = {}
    if model is Candidate:
        also = {"left_reason = 'other'": to == "left"}
    if model is Application:
        also = {"candidate_id = (SELECT min(id) FROM candidates_candidate)": True}
    if model is DataRequest:
        also = {"answer = '好的'": True}
    if model in {Review, Judgement}:
        also = {"locked_at = NOW()": to == "locked", "reason = '回避'": True}
    if model is Incident:
        also = {"reason = '录屏为证'": True}
    if model is GuardianConsent:
        also = {
            "answered_at = NOW()": to != "asked",
            "expires_on = '2020-01-01'": to not in {"asked", "refused"},
            "revoked_at = NOW()": to == "revoked",
        }
    fields = [
        given if holds else f"{given.split()[0]} = NULL"
        for given, holds in {f"{field_of(model)} = '{to}'": True, **also}.items()
    ]
    return f"UPDATE {table_of(model)} SET {', '.join(fields)} WHERE id = %s"


def copied(model: type, **changed: str) -> str:
    """SQL that inserts a copy of one row, with some columns changed."""
    kept = [f for f in model._meta.fields if not (f.primary_key or f.generated)]
    names = [f.column for f in kept]
    values = [f"'{changed[n]}'" if n in changed else n for n in names]
    return (
        f"INSERT INTO {table_of(model)} ({', '.join(names)})"
        f" SELECT {', '.join(values)} FROM {table_of(model)} LIMIT 1"
    )


def begun(model: type, world: World) -> int:
    """The key of a record in its initial state."""
    if model in {Plan, Trial}:
        studio = Studio(world)
        return (studio.trial() if model is Trial else studio.draft()).pk
    if model is Judgement:
        _trial, (card, _other) = judged(Studio(world))
        return card.pk
    if model is Incident:
        trial = Studio(world).trial()
        about = {"candidate": trial.candidate, "trial": trial}
        return model.objects.create(happened_at=clock.now(), kind="claim", **about).pk
    if model is SolveRun:
        round_ = Studio(world).round
        return ask_for_plan(actor=world.office, pk=round_.pk).pk
    if model is Publication:
        plan = Studio(world).draft().pk
        return look_at(actor=world.office, pk=plan).pk
    if model is Review:
        return a_review(world.reviewer, world.candidate("in_review")).pk
    candidate = world.candidate()
    if model is Candidate:
        return candidate.pk
    if model is Batch:
        return candidate.batch_id
    if model is Application:
        return written(call_of(world)).pk
    if model is RosterImport:
        sent = {"batch": candidate.batch, "campus": candidate.campus}
        return model.objects.create(sent_by=User.objects.first(), **sent).pk
    if model is Clip:
        return model.objects.create(size=1, expires_at=clock.now()).pk
    if model is Paper:
        given = {"kind": "consent", "size": 1}
        return model.objects.create(candidate=candidate, **given).pk
    if model is DataRequest:
        given = {"kind": "copy", "text": "纸质版"}
        return ask(actor=guest_of(candidate), pk=candidate.pk, **given).pk
    if model is GuardianConsent:
        return let_guardian_in(Client(), candidate.pk).pk
    return model._default_manager.create(candidate=candidate).pk


def path_to(model: type, to: str) -> list[str]:
    """The states to pass, by the table, from the initial one."""
    moves = TABLE[model]
    paths = {next(iter(moves)): []}
    while to not in paths:
        for source, passed in list(paths.items()):
            for target in moves[source]:
                paths.setdefault(target, [*passed, target])
    return paths[to]


def obeyed(model: type, pk: int, source: str) -> set[str]:
    """Where the database lets the record go from `source`."""
    with transaction.atomic(), connection.cursor() as cursor:
        for state in path_to(model, source):
            cursor.execute(update(model, state), [pk])
        targets = set(TABLE[model]) | {"nonsense"}
        moves = {to: refusal(update(model, to), pk) for to in targets - {source}}
        transaction.set_rollback(True)
    refused = {said for said in moves.values() if said}
    assert all(said.startswith("pgtrigger: Invalid transition") for said in refused)
    return {to for to, said in moves.items() if not said}


def test_every_model_with_states_is_in_the_table():
    found = {
        model
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, FSMField) and any(field.get_all_transitions(model))
    }
    settings_of_campuses = {Webhook, Robot}  # no records: gone once nobody wants them
    assert found - settings_of_campuses == set(TABLE)


@RECORDS
def test_the_database_allows_exactly_the_moves_of_the_design(world, model):
    pk = begun(model, world)
    assert {state: obeyed(model, pk, state) for state in TABLE[model]} == TABLE[model]


@RECORDS
def test_a_record_cannot_begin_in_a_later_state(world, model):
    begun(model, world)
    initial, *later = TABLE[model]
    said = {
        state: refusal(copied(model, **{field_of(model): state})) for state in later
    }
    assert set(said.values()) == {
        f"pgtrigger: Invalid initial state on table {table_of(model)}"
    }


@RECORDS
def test_a_record_cannot_be_deleted(world, model):
    pk = begun(model, world)
    said = refusal(f"DELETE FROM {table_of(model)} WHERE id = %s", pk)
    assert said.startswith("pgtrigger: Cannot delete")


@RECORDS
def test_records_cannot_be_emptied(db, model):
    said = refusal(f"TRUNCATE {table_of(model)} CASCADE")
    assert said.startswith("permission denied")


@RECORDS
def test_a_session_cannot_have_the_guards_ignored(world, model):
    pk = begun(model, world)
    last = list(TABLE[model])[-1]
    names = [name for table, name, _ in guards() if table == table_of(model)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = %s", [f"{{{','.join(names)}}}"])
    assert refusal(f"DELETE FROM {table_of(model)} WHERE id = %s", pk)
    assert refusal(copied(model, **{field_of(model): last}))


HISTORY = [m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]


def test_every_record_has_a_history():
    assert set(TABLE) <= {model.pgh_tracked_model for model in HISTORY}


def test_history_cannot_be_changed_or_invented(db):
    said = {
        (model.__name__, command.split()[0]): refusal(command)
        for model in HISTORY
        for command in (
            f"UPDATE {table_of(model)} SET pgh_label = 'invented'",
            f"DELETE FROM {table_of(model)}",
            f"TRUNCATE {table_of(model)}",
            f"INSERT INTO {table_of(model)} DEFAULT VALUES",
        )
    }
    denied = {key for key, words in said.items() if "permission denied" in words}
    by_hand = {key for key, words in said.items() if "history by hand" in words}
    names = [model.__name__ for model in HISTORY]
    assert denied == set(product(names, ["UPDATE", "DELETE", "TRUNCATE"]))
    assert by_hand == set(product(names, ["INSERT"]))


def guards() -> list[tuple[str, str, str]]:
    """Table, name and function of every trigger of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgfoid::regproc::text"
            " FROM pg_trigger WHERE NOT tgisinternal"
        )
        return cursor.fetchall()


def test_guards_cannot_be_taken_away(db):
    found = guards()
    obeyed = {
        statement
        for table, name, function in found
        for statement in (
            f"DROP TRIGGER {name} ON {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER {name}",
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger"
            " AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
            f"DROP FUNCTION {function}() CASCADE",
        )
        if not refusal(statement)
    }
    assert len(found) > 40
    assert obeyed == set()


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        f"SET ROLE {settings.OWNER_USER}",
        f"ALTER TABLE candidates_candidate OWNER TO {settings.RUNTIME_ROLE}",
        "ALTER TABLE candidates_candidate DROP CONSTRAINT candidate_stage_known",
        f"ALTER ROLE {settings.RUNTIME_ROLE} SUPERUSER",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS trigger"
        " AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql",
        "DELETE FROM django_migrations",
    ],
)
def test_the_runtime_role_cannot_make_itself_more(db, statement):
    said = refusal(statement)
    assert "permission denied" in said or "must be owner" in said
