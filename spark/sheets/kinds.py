"""The kinds of sheets people may send, and what their rows are written as.

A room adds a kind by a class in its `sheets` and a line in its app's `ready`.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spark import plausible
from spark.accounts.models import Role
from spark.accounts.scope import Actor, has_role
from spark.audit import trail
from spark.errors import Refused
from spark.sheets.checking import Checked, Line, Outcome, Report
from spark.sheets.limits import MB, Limits, Unreadable
from spark.sheets.places import Place
from spark.sheets.sheet import Sheet

Key = tuple[Any, ...]
IMPORTED = gettext_lazy("Sheet imported")


class SheetKind(Sheet):
    """One kind of sheet, as somebody sends it who sees some rows and not others.

    A sheet adds and changes; it takes nothing away unless the kind says so.
    """

    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    about: ClassVar[str | Promise]
    verb: ClassVar[str]  # by which history tells that one was written
    roles: ClassVar[tuple[str, ...]] = (Role.OFFICE,)
    limits = Limits(bytes=2 * MB, rows=2_000, columns=60, unpacked=40 * MB, text=8 * MB)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "verb" in cls.__dict__:
            trail.declare(cls.verb, IMPORTED, internal=True)

    def __init__(self, actor: Actor) -> None:
        """Its columns' fields know what the actor may name.

        Raises:
            Refused: not-your-role.
        """
        if not self.is_for(actor):
            raise Refused("not-your-role", status=403)
        self.actor = actor

    @classmethod
    def is_for(cls, actor: Actor) -> bool:
        return has_role(actor, *cls.roles)

    def report(
        self, content: bytes, filename: str, *, without_hidden: bool = False
    ) -> Report:
        """What the sheet would do; nothing is written.

        Args:
            without_hidden: leave out the rows hidden in the sheet.

        Raises:
            Unreadable: the file is no such sheet, or holds no rows.
        """
        opened = self.open(content, filename)
        lines = list(self.lines(opened.tables, without_hidden=without_hidden))
        counted = [line for line in lines if not line.skipped]
        if not counted:
            raise Unreadable("sheet-header-only", filename=filename)
        notes = opened.unread(lines, without_hidden=without_hidden)
        return Report(list(self.check(counted)), notes)

    @abstractmethod
    def write(self, report: Report) -> None:
        """Do what was found, within an action; nothing among it is rejected."""


class RecordSheet(SheetKind):
    """A sheet whose rows are rows of a model."""

    known_by: ClassVar[tuple[str, ...]]  # attributes that tell one from the others
    compared: ClassVar[tuple[str, ...]]  # those a row may change

    @abstractmethod
    def record(self, values: Mapping[str, Any]) -> Model:
        """The row as a new record.

        Raises:
            ValidationError: by column, where its values don't go together.
        """

    @abstractmethod
    def existing(self, records: Sequence[Any]) -> Iterable[Model]:
        """The rows there are already, as far as these may be the same."""

    @abstractmethod
    def words(self, record: Any) -> str:
        """All that is written, in words."""

    def key(self, record: Any) -> Key:
        return attrgetter(*self.known_by)(record)

    def fits(self, record: Any, old: Any) -> None:
        """Raises ValidationError if it can't be beside the others; called in order."""

    def check(self, lines: Iterable[Line]) -> list[Checked]:
        read = [(line, self._record(line)) for line in lines]
        records = [record for _line, record in read if isinstance(record, Model)]
        self._existing = {self.key(row): row for row in self.existing(records)}
        self._rows: dict[Key, Place] = {}
        return [self._checked(line, record) for line, record in read]

    def _record(self, line: Line) -> Model | ValidationError | None:
        if line.faults:
            return None
        try:
            record = self.record(line.values)
            plausible.check(record)
        except ValidationError as error:
            return error
        return record

    def _checked(self, line: Line, record: Model | ValidationError | None) -> Checked:
        if not isinstance(record, Model):
            return self.rejected(line, record)
        key = self.key(record)
        if key in self._rows:
            said = _("Row %(n)s says the same: keep one of them")
            twice = ValidationError(said % {"n": self._rows[key]})
            return self.rejected(line, twice)
        self._rows[key] = line.place
        old = self._existing.get(key)
        try:
            self.fits(record, old)
        except ValidationError as error:
            return self.rejected(line, error)
        return self._beside(line.place, record, old)

    def _beside(self, place: Place, record: Model, old: Model | None) -> Checked:
        words = self.words(record)
        if old is None:
            return Checked(place, Outcome.ADDED, words, record)
        changes = {
            name: getattr(record, name)
            for name in self.compared
            if getattr(record, name) != getattr(old, name)
        }
        for name, value in changes.items():
            setattr(old, name, value)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Checked(place, outcome, words, old)

    def write(self, report: Report) -> None:
        """New rows and changed ones, each model's in two statements."""
        by_model: dict[type[Model], list[Model]] = defaultdict(list)
        for row in report.to_write:
            by_model[type(row.record)].append(row.record)
        for model, own in by_model.items():
            manager = model._default_manager
            names = [
                field.name
                for field in model._meta.concrete_fields
                if not (field.primary_key or field.generated)
            ]
            manager.bulk_create([row for row in own if row.pk is None])
            manager.bulk_update([row for row in own if row.pk is not None], names)
