"""A world built once for many tests, each of which has a copy and a savepoint."""

from contextlib import ExitStack
from copy import deepcopy

from django.db import transaction

from spark import clock
from tests.world import World


class SharedWorld:
    """A transaction around tests with a World in it; of both nothing stays."""

    def __init__(self) -> None:
        self._around = ExitStack()
        self._built: World | None = None

    def enter(self) -> None:
        """Be in the transaction; the world is of today."""
        if self._built and self._built.today == clock.today():
            return
        self.leave()
        self._around.enter_context(transaction.atomic())
        self._around.callback(transaction.set_rollback, True)
        self._built = World()

    def leave(self) -> None:
        """Be out of it, for tests that want the database as the migrations left it."""
        self._built = None
        self._around.close()

    def copy(self) -> World:
        """Objects of its own for a test, which changes them as it likes."""
        return deepcopy(self._built) if self._built else World()
