"""What a serializer shows, read from the columns it needs: no model's rows are made.

For a list of fifty that is a third of the work. The answer is the serializer's own, to
the byte; a serializer that shows more than columns is asked itself, as ever. What a
method makes of columns is read so too, if it says which:

    @reads("left_reason_id")
    def get_left_reason(self, candidate: Candidate) -> str:
        return candidate.left_reason_id or ""
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Field, Model, QuerySet
from rest_framework import serializers

from spark import clock

Row = Mapping[str, Any]
Show = Callable[[Row], Any]
# What these show of a column's value is that value.
AS_IT_IS = {
    kind.to_representation
    for kind in (
        serializers.CharField,
        serializers.ChoiceField,
        serializers.IntegerField,
        serializers.BigIntegerField,
        serializers.BooleanField,
    )
}


class NotOfColumns(Exception):
    """A field shows more than columns, or not what they hold."""


def reads(*columns: str) -> Callable[[Callable], Callable]:
    """Says of a serializer's method that it reads only these, of the row's own."""

    def declare(method: Callable) -> Callable:
        method.reads = columns  # type: ignore[attr-defined]
        return method

    return declare


@dataclass(frozen=True)
class Part:
    """A field: the columns it reads, and how it shows them; alone, as it is."""

    columns: Sequence[str]
    show: Show | None = None


@dataclass(frozen=True)
class Shape:
    """The fields, by their names."""

    parts: Mapping[str, Part]

    def only(self, names: Iterable[str] | None) -> "Shape":
        if names is None:
            return self
        chosen = set(names)
        return Shape({n: part for n, part in self.parts.items() if n in chosen})

    def read(self, rows: QuerySet, *beside: str) -> QuerySet:
        """The rows as mappings of columns: those shown, and `beside` these."""
        needed = (name for part in self.parts.values() for name in part.columns)
        return rows.values(*dict.fromkeys([*needed, *beside]))

    def shown(self, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
        plain = {name: part.columns[0] for name, part in self.parts.items()}
        made = [(name, part.show) for name, part in self.parts.items() if part.show]
        for row in rows:
            one = {name: row[column] for name, column in plain.items()}
            for name, show in made:
                one[name] = show(row)
            yield one


@lru_cache(maxsize=256)
def prepared(
    serializer: type[serializers.ModelSerializer],
    names: frozenset[str] | None,
    *beside: str,
) -> tuple[Shape, QuerySet]:
    """The shape of these fields, and all rows read by it: `Shape.read`, made once.

    Args:
        serializer: one that `shape_of` knows the shape of.
    """
    whole = shape_of(serializer)  # type: ignore[arg-type]
    assert whole
    shape = whole.only(names)
    return shape, shape.read(serializer.Meta.model._default_manager.all(), *beside)


@cache
def shape_of(serializer: type[serializers.ModelSerializer]) -> Shape | None:
    """None if it shows more than columns."""
    try:
        return Shape(_parts(serializer(), ""))
    except NotOfColumns:
        return None


def _parts(shape: serializers.ModelSerializer, path: str) -> dict[str, Part]:
    usual = serializers.ModelSerializer.to_representation
    of_model = isinstance(shape, serializers.ModelSerializer)
    if not of_model or type(shape).to_representation is not usual:
        raise NotOfColumns
    known = shape.fields.items()
    return {name: _part(f, path, shape) for name, f in known if not f.write_only}


def _part(field: Any, path: str, shape: serializers.ModelSerializer) -> Part:
    if isinstance(field, serializers.SerializerMethodField):
        return _method(getattr(shape, field.method_name), path)
    column = _column(field, shape.Meta.model)
    if isinstance(field, serializers.ModelSerializer):
        return _nested(field, path, column)
    if isinstance(field, serializers.SlugRelatedField):
        return Part([f"{path}{column.name}__{field.slug_field}"])
    if isinstance(field, serializers.PrimaryKeyRelatedField) and not field.pk_field:
        return Part([f"{path}{column.attname}"])
    return _plain(field, path + "__".join(field.source_attrs))


def _plain(field: serializers.Field, name: str) -> Part:
    own = type(field)
    if own.get_attribute is not serializers.Field.get_attribute:
        raise NotOfColumns
    if own.to_representation in AS_IT_IS:
        return Part([name])
    if own is serializers.DateTimeField:
        return Part([name], _moment(name))
    return Part(
        [name],
        lambda row: None if row[name] is None else field.to_representation(row[name]),
    )


def _moment(name: str) -> Show:
    """As DRF's field writes it, which looks for the zone each time."""

    def show(row: Row) -> str | None:
        value = row[name]
        return value.astimezone(clock.CHINA).isoformat() if value else None

    return show


def _method(method: Callable, path: str) -> Part:
    own = getattr(method, "reads", None)
    if not own:
        raise NotOfColumns
    names = {name: f"{path}{name}" for name in own}
    return Part(
        list(names.values()),
        lambda row: method(SimpleNamespace(**{n: row[c] for n, c in names.items()})),
    )


def _nested(field: serializers.ModelSerializer, path: str, column: Any) -> Part:
    """A row that this one names, or null."""
    key = f"{path}{column.attname}"
    inner = Shape(_parts(field, f"{path}{column.name}__"))
    columns = [name for part in inner.parts.values() for name in part.columns]

    def show(row: Row) -> dict[str, Any] | None:
        return None if row[key] is None else next(inner.shown([row]))

    return Part([key, *columns], show)


def _column(field: serializers.Field, model: type[Model]) -> Field:
    """The column, or the key of another row, that a field shows.

    DRF leaves out what is beyond a row that isn't there, where columns say null.
    """
    *way, last = field.source_attrs
    for name in way:
        step = _concrete(model, name)
        if step.null or not step.is_relation:
            raise NotOfColumns
        model = cast(type[Model], step.related_model)
    return _concrete(model, last)


def _concrete(model: type[Model], name: str) -> Any:
    known = {field.name: field for field in model._meta.concrete_fields}
    known |= {field.attname: field for field in model._meta.concrete_fields}
    if name not in known:
        raise NotOfColumns
    return known[name]
