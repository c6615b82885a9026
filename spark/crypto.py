"""Encrypted fields, and keyed hashes by which they can still be found."""

import hashlib
import hmac
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


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


class EncryptedTextField(models.TextField):
    """Text that is a Fernet token at rest. It can't be searched: store a keyed hash."""

    def get_prep_value(self, value: str | None) -> str | None:
        return value if not value else encrypt(value.encode()).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return value if not value else decrypt(value.encode()).decode()


class EncryptedBinaryField(models.BinaryField):
    """A Fernet token, for files: who reads it calls `decrypt`, so nobody else pays."""

    def deconstruct(self) -> tuple:
        """To the database and to migrations it is plain bytes."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class EncryptedJSONField(models.JSONField):
    """Plain data that is a Fernet token at rest. It can't be searched, but for null."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_db_prep_value(self, value: Any, *_: object, **__: object) -> bytes | None:
        if value is None:
            return None
        return encrypt(json.dumps(value, ensure_ascii=False).encode())

    def from_db_value(self, value: Any, *_: object) -> Any:
        return None if value is None else json.loads(decrypt(bytes(value)))
