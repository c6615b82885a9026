"""A world built once for many tests, each of which has a copy and a savepoint."""

from contextlib import ExitStack
from copy import deepcopy

from django.db import connection, transaction

from spark import clock
from tests.reference import restore
from tests.world import World


class SharedWorld:
    """A transaction around tests with a World in it; of both nothing stays."""

    def __init__(self) -> None:
        self._around = ExitStack()
        self._built: World | None = None
        self._is_emptied = True  # maybe: the database is kept from run to run

    def enter(self) -> None:
        """Be in the transaction, with a world of today."""
        if self._stands() and self._built.today == clock.today():
            return
        self.leave()
        self._around.enter_context(transaction.atomic())
        self._around.callback(transaction.set_rollback, True)
        self._connection = connection.connection
        self._built = World()

    def _stands(self) -> bool:
        """Nothing that a test did to its connection ended the transaction."""
        return (
            self._built is not None
            and connection.connection is self._connection
            and not connection.needs_rollback
        )

    def leave(self) -> None:
        """Be out of it, for tests that want the database as the migrations left it."""
        self.end()
        if self._is_emptied:
            restore()
            self._is_emptied = False

    def leave_to_be_emptied(self) -> None:
        """Be out of it, for a test that commits: after it all tables are emptied."""
        self.end()
        self._is_emptied = True

    def end(self) -> None:
        self._built = None
        self._around.close()

    def copy(self) -> World:
        """Objects of its own for a test, which changes them as it likes."""
        return deepcopy(self._built) if self._built else World()
