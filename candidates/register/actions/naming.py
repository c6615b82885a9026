"""How persons are found and in what order they stand, made from their names."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from candidates.register.models import Person, Reading
from spark import text

SIZE = 1000  # persons locked at a time


def keep_readings(persons: Iterable[Person]) -> None:
    """Note by what else they are found; what is noted already stays."""
    Reading.objects.bulk_create(
        (Reading(person=p, key=key) for p in persons for key in _others(p)),
        batch_size=1000,
        ignore_conflicts=True,
    )


def rename(person: Person, name: str) -> None:
    """Give another name, found by that alone from now on; the person isn't saved."""
    person.name, person.name_key = name, text.key(name)
    Reading.objects.filter(person=person).delete()
    keep_readings([person])


def read_again(persons: Any = Person.objects, readings: Any = Reading.objects) -> int:
    """Bring everybody's up to how names are read now, some at a time; safe twice.

    Args:
        persons: in a migration, the managers of its own models.

    Returns:
        How many readings changed.
    """
    last, changed = 0, 0
    while True:
        with transaction.atomic():
            rows = persons.filter(pk__gt=last, merged_into=None).order_by("pk")
            some = list(rows.only("name", "name_key").select_for_update()[:SIZE])
            if not some:
                return changed
            changed += _read_some(some, persons, readings)
            last = some[-1].pk


def _read_some(some: list, persons: Any, readings: Any) -> int:
    there: dict[int, dict[str, int]] = defaultdict(dict)
    held = readings.filter(person__in=some)
    for pk, person, key in held.values_list("pk", "person", "key"):
        there[person][key] = pk
    moved, gone, new = [], [], []
    for row in some:
        wanted, key = _others(row), text.key(row.name)
        if row.name_key != key:
            row.name_key = key
            moved.append(row)
        old = there[row.pk]
        gone += [pk for said, pk in old.items() if said not in wanted]
        missing = wanted - set(old)
        new += [readings.model(person_id=row.pk, key=said) for said in missing]
    persons.bulk_update(moved, ["name_key"])
    readings.filter(pk__in=gone).delete()
    readings.bulk_create(new, ignore_conflicts=True)
    return len(moved) + len(gone) + len(new)


def _others(person: Any) -> set[str]:
    return text.others(person.name)
