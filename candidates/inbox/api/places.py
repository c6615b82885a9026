"""Where the record that something is about is read, by who may read it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from spark.accounts.models import User
from spark.resources import RESOURCES, Resource


def addresses(user: User, subjects: Iterable[str]) -> dict[str, str]:
    """Of those records that the user sees, by `<model>:<id>`: a query for each kind."""
    keys: dict[str, set[str]] = defaultdict(set)
    for subject in filter(None, subjects):
        model, _colon, key = subject.partition(":")
        keys[model].add(key)
    return {
        f"{model}:{pk}": reverse(f"api-{resource.singular}", kwargs={"pk": pk})
        for model, resource in _by_model().items()
        if model in keys
        for pk in resource.door.visible_to(user)
        .filter(pk__in=keys[model])
        .values_list("pk", flat=True)
    }


def _by_model() -> dict[str | None, Resource]:
    """What shows a model's rows by their keys; of several, the first."""
    known: dict[str | None, Resource] = {}
    for resource in RESOURCES.values():
        if resource.lookup == "pk":
            known.setdefault(resource.door.model._meta.model_name, resource)
    return known


class ReadAtOnce(serializers.ListSerializer):
    """What the rows are shown with is read once for all."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        self.child.prepare(rows)
        return super().to_representation(rows)


class AboutRecord(serializers.ModelSerializer):
    """What rows about a record, their `subject`, share: words, and where it is read."""

    def prepare(self, rows: Iterable[Any]) -> None:
        """Each gets its `address`, or None."""
        found = addresses(self.context["request"].user, [row.subject for row in rows])
        for row in rows:
            row.address = found.get(row.subject)

    def to_representation(self, instance: Any) -> Any:
        if not hasattr(instance, "address"):
            self.prepare([instance])
        return super().to_representation(instance)
