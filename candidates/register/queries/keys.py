"""Whether this process holds the keys with which stored people were written."""

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.checks import CheckMessage, Error
from django.db import ProgrammingError

from candidates.register.models import Person
from spark.crypto import keyed_hash


def keys_fit(
    databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """A system check, of whoever was written last.

    With another LOOKUP_KEY known people would be taken for new ones, without the key
    of FIELD_KEYS their pages would break.
    """
    if not databases:
        return []
    known = Person.objects.filter(merged_into=None).exclude(id_number="")
    try:
        person = known.only("id_number", "id_hash").order_by("-pk").first()
        known_by = keyed_hash(person.id_number) if person else ""
    except InvalidToken:
        said = "FIELD_KEYS lacks the key by which stored fields were encrypted."
        return [Error(said, id="spark.E002")]
    except ProgrammingError:  # before the first migrate
        return []
    if person and person.id_hash != known_by:
        said = "LOOKUP_KEY is not the key by which stored ID numbers are found."
        hint = "If it is the new one: manage.py rehash."
        return [Error(said, hint=hint, id="spark.E003")]
    return []
