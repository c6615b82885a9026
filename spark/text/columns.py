"""Columns of models, one for each kind of text."""

from typing import Any, ClassVar

from django.db import models

from spark.text import fields, normal


class _Kept(models.CharField):
    """A column that holds the normal form, whoever writes it, and is asked for by it.

    For migrations it is Django's own.
    """

    typed: ClassVar[type[fields.Typed]]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.typed.kind(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.typed} | kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Name(_Kept):
    typed = fields.NameField


class Line(_Kept):
    typed = fields.LineField


class Title(_Kept):
    typed = fields.TitleField


class Prose(_Kept):
    typed = fields.ProseField


class Email(models.EmailField):
    """An address; where something in it can't be seen, it is refused."""

    default_validators = [  # noqa: RUF012 -- as Django declares it
        normal.refuse_unseen,
        *models.EmailField.default_validators,
    ]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": fields.EmailField} | kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs
