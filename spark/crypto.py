"""Encrypted fields, and keyed hashes by which they can still be found."""

import hashlib
import hmac
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _ours() -> MultiFernet:
    return _cipher(tuple(settings.FIELD_KEYS))


def encrypt(data: bytes) -> bytes:
    return _ours().encrypt(data)


def renewed(token: bytes) -> bytes | None:
    """The same under the newest key of FIELD_KEYS; nothing if it is already.

    Raises `cryptography.fernet.InvalidToken` if no key of FIELD_KEYS fits.
    """
    try:
        _cipher(tuple(settings.FIELD_KEYS[:1])).decrypt(token)
    except InvalidToken:
        return _ours().rotate(token)
    return None


def decrypt(token: bytes) -> bytes:
    """Raises `cryptography.fernet.InvalidToken` if no key of FIELD_KEYS fits."""
    return _ours().decrypt(token)


def keyed_hash(value: str) -> str:
    """HMAC-SHA256 under LOOKUP_KEY, 64 hex digits: equal values can be found."""
    key = settings.LOOKUP_KEY.encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


class Sealed:
    """What the database gave for an encrypted field, as long as nobody asked for it."""

    def __init__(self, token: Any) -> None:
        self.token = token


class _Opened(DeferredAttribute):
    """The attribute of a field that is decrypted when it is read, not with its row.

    So rows that are joined, counted and listed cost nothing for it.
    """

    field: "EncryptedTextField | EncryptedJSONField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(value.token)
            self.__set__(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class _SealedField(models.Field):
    """`values` would give it sealed: read rows `only` with it instead."""

    descriptor_class = _Opened

    def from_db_value(self, value: Any, *_: object) -> Any:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What nobody read is stored as it was."""
        kept = model_instance.__dict__.get(self.attname)
        if isinstance(kept, Sealed):
            return kept
        return super().pre_save(model_instance, add)


class EncryptedTextField(_SealedField, models.TextField):
    """Text that is a Fernet token at rest. It can't be searched: store a keyed hash."""

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, Sealed):
            return value.token
        return value if not value else encrypt(value.encode()).decode()

    def opened(self, token: str) -> str:
        return decrypt(token.encode()).decode()


class EncryptedBinaryField(models.BinaryField):
    """A Fernet token, for files: who reads it calls `decrypt`, so nobody else pays."""

    def deconstruct(self) -> tuple:
        """To the database and to migrations it is plain bytes."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class EncryptedJSONField(_SealedField, models.JSONField):
    """Plain data that is a Fernet token at rest. It can't be searched, but for null."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_db_prep_value(self, value: Any, *_: object, **__: object) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.token
        return encrypt(json.dumps(value, ensure_ascii=False).encode())

    def opened(self, token: bytes) -> Any:
        return json.loads(decrypt(bytes(token)))
