"""What a kind of sheet is: its columns, and what each of its rows would do."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from spark.accounts.models import Role
from spark.accounts.scope import Actor, has_role
from spark.errors import Refused
from training.trials import actions
from training.trials.sheets.reading import Column, Judged, Judgement, Line, Outcome

Key = tuple[Any, ...]


class Kind(ABC):
    """One kind of sheet, as somebody sends it who sees some rows and not others.

    A sheet adds and changes; it takes nothing away unless the kind says so.
    """

    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    about: ClassVar[str | Promise]
    roles: ClassVar[tuple[str, ...]] = (Role.OFFICE,)

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @classmethod
    def may(cls, actor: Actor) -> bool:
        return has_role(actor, *cls.roles)

    def check(self) -> None:
        if not self.may(self.actor):
            raise Refused("not-your-role", status=403)

    @cached_property
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """In the order of the template; their fields know what the actor may name."""

    @abstractmethod
    def judge(self, lines: Iterable[Line]) -> list[Judged]:
        """What each line would do, in order."""

    @abstractmethod
    def write(self, judgement: Judgement) -> None:
        """Do what was judged, within an action; nothing among it is wrong."""

    def wrong(self, line: Line, error: ValidationError | None = None) -> Judged:
        """A line with its faults, those of the error by column."""
        faults = list(line.faults)
        if error is not None:
            columns = {column.name: column for column in self.columns}
            found = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
            faults += [
                (columns.get(name), message)
                for name, errors in found.items()
                for one in errors
                for message in one.messages
            ]
        return Judged(line.number, Outcome.WRONG, faults=faults)


class RecordKind(Kind):
    """A sheet whose rows are rows of a model, known again by a key."""

    compared: ClassVar[tuple[str, ...]]

    @abstractmethod
    def record(self, values: Mapping[str, Any]) -> Model:
        """The row as a new record.

        Raises:
            ValidationError: by column, where its values don't go together.
        """

    @abstractmethod
    def key(self, record: Any) -> Key:
        """What it is known again by."""

    @abstractmethod
    def existing(self, records: Sequence[Any]) -> Iterable[Model]:
        """The rows there are already, as far as these may be the same."""

    @abstractmethod
    def words(self, record: Any) -> str:
        """All that is written, in words."""

    def fits(self, record: Any, old: Any) -> None:
        """Raises ValidationError if it can't be beside the others; called in order."""

    def judge(self, lines: Iterable[Line]) -> list[Judged]:
        read = [self._read(line) for line in lines]
        records = [record for _line, record in read if isinstance(record, Model)]
        self._existing = {self.key(row): row for row in self.existing(records)}
        self._rows: dict[Key, int] = {}
        return [self._judged(line, record) for line, record in read]

    def _read(self, line: Line) -> tuple[Line, Model | ValidationError | None]:
        if line.faults:
            return line, None
        try:
            return line, self.record(line.values)
        except ValidationError as error:
            return line, error

    def _judged(self, line: Line, record: Model | ValidationError | None) -> Judged:
        if not isinstance(record, Model):
            return self.wrong(line, record)
        key = self.key(record)
        if key in self._rows:
            said = _("Row %(n)s says the same: keep one of them")
            twice = ValidationError(said % {"n": self._rows[key]})
            return self.wrong(line, twice)
        self._rows[key] = line.number
        old = self._existing.get(key)
        try:
            self.fits(record, old)
        except ValidationError as error:
            return self.wrong(line, error)
        return self._beside(line.number, record, old)

    def _beside(self, number: int, record: Model, old: Model | None) -> Judged:
        words = self.words(record)
        if old is None:
            return Judged(number, Outcome.ADDED, words, record)
        changes = {
            name: getattr(record, name)
            for name in self.compared
            if getattr(record, name) != getattr(old, name)
        }
        for name, value in changes.items():
            setattr(old, name, value)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Judged(number, outcome, words, old)

    def write(self, judgement: Judgement) -> None:
        actions.write_rows(one.record for one in judgement.to_write)
