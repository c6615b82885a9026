"""Django's migrate, as the tables' owner; then grants the runtime role its part.

An empty database needs a few hundred operations, and rendering the models of every
state between them took two thirds of the processor time. `quickly()` leaves out what
was in vain. Each part of it goes when its library does the same (seen in django-fsm-2
4.2.4, django-pgtrigger 4.17.0 and Django 5.2):

- `_without_receiver`: fields of states (`django_fsm/__init__.py:458`, in
  `contribute_to_class`) have every later model of every state searched for
  transitions, which models of a state never have.
- `_in_place` for triggers (`pgtrigger/migrations.py:80` and `:147`, `reload_model`):
  the model and all it is related to are rendered again.
- `_in_place` for indexes and constraints (`django/db/migrations/state.py:206`,
  `_append_option`): the same.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator

from django.core.management.commands import migrate
from django.db import connections, models
from django.db.migrations.operations import AddConstraint, AddIndex
from django.db.migrations.state import ProjectState
from django.db.models.signals import class_prepared
from django_fsm import FSMFieldMixin
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from spark.postgresql import as_owner, grant_runtime
from spark.postgresql.recording import repeated

# With one of these it isn't everything that is migrated, or nothing is.
PARTLY = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    def handle(self, *args, **options):
        alias = options["database"]
        connection = connections[alias]
        partly = any(options[name] for name in PARTLY)
        with as_owner(alias), quickly():
            with contextlib.nullcontext() if partly else repeated(connection):
                super().handle(*args, **options)
            grant_runtime(connection)


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        replace = functools.partial(_replace, stack)
        replace(FSMFieldMixin, "contribute_to_class", _without_receiver)
        for operation in (AddTrigger, RemoveTrigger, AddIndex, AddConstraint):
            replace(operation, "state_forwards", _in_place)
        yield


def _replace(
    stack: contextlib.ExitStack, owner: type, name: str, wrap: Callable
) -> None:
    original = owner.__dict__[name]
    setattr(owner, name, wrap(original))
    stack.callback(setattr, owner, name, original)


def _without_receiver(contribute_to_class: Callable) -> Callable:
    def contribute(
        field: FSMFieldMixin, model: type[models.Model], name: str, **options
    ) -> None:
        contribute_to_class(field, model, name, **options)
        if model.__module__ == "__fake__":  # of a state
            class_prepared.disconnect(field._collect_transitions)

    return contribute


def _in_place(state_forwards: Callable) -> Callable:
    """Tells a rendered model its new options instead of rendering it again."""

    def forwards(operation, app_label: str, state: ProjectState) -> None:
        told = functools.partial(_tell_options, state)
        state.reload_model = told  # type: ignore[method-assign]
        try:
            state_forwards(operation, app_label, state)
        finally:
            del state.reload_model

    return forwards


def _tell_options(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> None:
    if "apps" not in state.__dict__:  # nothing is rendered yet
        return
    options = state.models[app_label, model_name.lower()].options
    meta = state.apps.get_model(app_label, model_name)._meta
    for name in ("indexes", "constraints", "triggers"):
        setattr(meta, name, options.get(name, []))
    meta.__dict__.pop("total_unique_constraints", None)  # follows the constraints
