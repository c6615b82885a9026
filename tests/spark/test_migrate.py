"""Migrating without rendering in vain: the same SQL and states, forwards and back."""

import contextlib
from contextlib import AbstractContextManager

import pgtrigger
import pytest
from django.contrib.auth.models import Group
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.models.signals import class_prepared
from django_fsm import FSMField
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from spark.management.commands.migrate import quickly

KEEP = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete).compile(Group)
NAMED = models.UniqueConstraint(fields=["name"], name="one_of_a_name")
BY_NAME = models.Index(fields=["name"], name="by_name")
BORN = [
    migrations.CreateModel(
        "Room",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=9, unique=True)),
            ("state", FSMField(default="open")),
        ],
    ),
    migrations.CreateModel(
        "Slot",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("room", models.ForeignKey("spark.Room", models.CASCADE)),
        ],
    ),
    migrations.AddIndex("room", BY_NAME),
    migrations.AddConstraint("room", NAMED),
    AddTrigger("room", KEEP),
]
CHANGED = [
    migrations.AlterField("room", "name", models.CharField(max_length=20)),
    migrations.AddField("room", "opened", models.DateField(null=True)),
    RemoveTrigger("room", "keep"),
    migrations.RemoveConstraint("room", "one_of_a_name"),
    AddTrigger("room", KEEP),
    migrations.DeleteModel("Slot"),
    migrations.DeleteModel("Room"),
]


def migration(operations: list) -> migrations.Migration:
    made = migrations.Migration("0001", "spark")
    made.operations = operations
    return made


def rendered() -> ProjectState:
    """A state with models, as all are after the first migration."""
    state = ProjectState()
    assert state.apps
    return state


def sql(direction: str, manner: AbstractContextManager) -> list[str]:
    with manner, connection.schema_editor(collect_sql=True) as editor:
        move = getattr(migration(BORN + CHANGED), direction)
        move(rendered(), editor, collect_sql=True)
        editor.deferred_sql.clear()
    return editor.collected_sql


@pytest.mark.parametrize("direction", ["apply", "unapply"])
def test_the_sql_is_what_it_would_be(db, direction):
    plain = sql(direction, contextlib.nullcontext())
    assert sql(direction, quickly()) == plain
    assert "by_name" in str(plain) and "keep" in str(plain)


def after(operations: list, state: ProjectState) -> type[models.Model]:
    for operation in operations:
        operation.state_forwards("spark", state)
    return state.apps.get_model("spark", "room")


def test_a_data_migration_meets_the_state_it_stands_in():
    with quickly():
        state = rendered()
        room = after(BORN[:2], state)
        assert room._meta.total_unique_constraints == []
        assert after(BORN[2:], state) is room, "rendered again"
    assert room._meta.indexes == [BY_NAME]
    assert room._meta.total_unique_constraints == [NAMED]
    assert room._meta.triggers == [KEEP]
    assert room(name="A").state == "open"


def test_models_of_states_leave_no_receivers():
    with quickly():
        field = after(BORN[:1], rendered())._meta.get_field("state")
    was_connected = class_prepared.disconnect(field._collect_transitions)
    assert not was_connected


def test_all_is_as_before_once_a_migration_fails():
    state = rendered()
    with pytest.raises(KeyError), quickly():
        after(BORN[2:], state)  # an index for a room that isn't there
    assert "reload_model" not in state.__dict__
    room = after(BORN[:2], state)
    assert after(BORN[2:3], state) is not room
