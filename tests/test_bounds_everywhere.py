"""Every date and number somebody may write is bounded, wherever it is written.

A model's field by its validators and in the database, a form's and a serializer's by
validators of its own, or by those of the model it writes.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from rest_framework import serializers

from spark.conditions import Conditions

OURS = ("spark.", "candidates.", "training.", "contracts.")
COUNTED = "Spark counts it itself"
DRAWN = "a key or a place in a sequence, which Spark gives"
# Nobody writes these: by the name of the field, or of its model and it.
UNBOUNDED = {
    **dict.fromkeys(("attempts", "tries", "wrong", "failures", "count"), COUNTED),
    **dict.fromkeys(("size", "received", "length", "done", "results"), COUNTED),
    **dict.fromkeys(("ranked", "take", "milliseconds", "status"), COUNTED),
    **dict.fromkeys(("version", "sequence", "position", "first", "last"), DRAWN),
    **dict.fromkeys(("key", "batch", "place", "forgotten"), DRAWN),
    **dict.fromkeys(("object_key", "candidate_key", "message_key"), DRAWN),
    **dict.fromkeys(("waitlist_place", "reserve_place"), DRAWN),
    "birth_date": "read from the ID number, and asked to make sense by its rules",
    "Clip.seconds": "measured",
    "Clip.width": "measured",
    "Clip.height": "measured",
    "GuardianConsent.expires_on": "reckoned from the guardian's answer",
    "Review.score": "reckoned from the marks",
    "Review.seconds": "counted by the page, bounded by its form",
    "Plan.number": DRAWN,
    "Standing.number": DRAWN,
    "SolvePart.number": DRAWN,
    "SolveRun.seed": "any that its column holds, bounded by its form",
    **dict.fromkeys(
        (f"Place.{name}" for name in ("rank", "rank_low", "rank_high", "trials")),
        COUNTED,
    ),
    **dict.fromkeys(
        (f"Place.{name}" for name in ("bands", "seconds", "viewers", "gmv_fen")),
        COUNTED,
    ),
}
WHOLE = (models.DateField, models.IntegerField, models.DecimalField)
TYPED = (forms.DateField, forms.DateTimeField, forms.IntegerField, forms.DecimalField)
GIVEN = (
    *(serializers.DateField, serializers.DateTimeField),
    *(serializers.IntegerField, serializers.DecimalField),
)


def load_edges() -> None:
    """So that every form and serializer is known."""
    edges = {"forms", "api", "views", "admin"}
    for name in ("spark", "candidates", "training", "contracts"):
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if edges & set(found.name.split(".")):
                importlib.import_module(found.name)


def heirs(kind: type) -> Iterator[type]:
    for heir in kind.__subclasses__():
        yield heir
        yield from heirs(heir)


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(OURS) and not hasattr(model, "pgh_tracked_model")
    ]


def fields_of_models() -> Iterator[Any]:
    for model in our_models():
        for field in model._meta.concrete_fields:
            written = not (field.primary_key or field.choices or field.is_relation)
            moment = isinstance(field, models.DateTimeField)
            if isinstance(field, WHOLE) and written and not moment:
                yield pytest.param(field, id=f"{model.__name__}.{field.name}")


def is_bounded(validators: Any) -> bool:
    kinds = MinValueValidator, MaxValueValidator
    return all(any(isinstance(one, kind) for one in validators) for kind in kinds)


def is_exempt(field: models.Field) -> bool:
    named = {field.name, f"{field.model.__name__}.{field.name}"}
    return bool(named & set(UNBOUNDED))


def in_database(field: models.Field) -> bool:
    """Whether a check holds a least and a most of it."""
    return any(
        name == f"{field.name}__range"
        for constraint in field.model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        for name, _value in leaves(constraint.condition)
    )


def leaves(condition: models.Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from leaves(child)
        else:
            yield child


@pytest.mark.parametrize("field", [*fields_of_models()])
def test_what_a_model_keeps_is_bounded(field):
    if is_exempt(field):
        return
    # Not by the column's own range, which `validators` adds.
    assert is_bounded(field._validators), "takes `validators=within(…)`"
    assert in_database(field), "its model takes the constraint `held(…)`"


def test_what_is_exempt_exists():
    fields = [case.values[0] for case in fields_of_models()]
    names = {field.name for field in fields}
    names |= {f"{field.model.__name__}.{field.name}" for field in fields}
    assert set(UNBOUNDED) <= names


def of_model(form: type[forms.BaseForm], name: str) -> bool:
    """Whether a model's field is asked, too, with its validators."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    own = {one.name: one for one in model._meta.concrete_fields} if model else {}
    return name in own and (is_bounded(own[name]._validators) or is_exempt(own[name]))


def test_what_forms_ask_for_is_bounded():
    load_edges()
    wrong = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in heirs(forms.BaseForm)
        if form.__module__.startswith(OURS) and not issubclass(form, Conditions)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, TYPED)
        and not name.endswith("_id")
        and not is_bounded(field.validators)
        and not of_model(form, name)
        and not isinstance(field.widget, forms.HiddenInput)
    }
    assert wrong == set()


def test_what_the_api_takes_is_bounded():
    load_edges()
    wrong = {
        f"{shape.__module__}.{shape.__name__}.{name}"
        for shape in heirs(serializers.Serializer)
        if shape.__module__.startswith(OURS) and shape.__name__.endswith("Given")
        for name, field in shape().fields.items()
        if isinstance(field, GIVEN)
        and not field.read_only
        and not is_bounded(field.validators)
    }
    assert wrong == set()
