"""Versions of rows: `ETag`, and `If-Match` before a row is changed (RFC 9110).

A version is a hash of what the API shows of the row: whoever saw the same, may act.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.utils.encoders import JSONEncoder

from spark.rest.problems import Precondition


class Changed(Precondition):
    """412: the row is another one by now. The answer shows it as it is."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "changed_meanwhile"

    def __init__(self, shown: Any) -> None:
        super().__init__(_("The record was changed meanwhile: look at it again."))
        self.members = {"current": shown}
        self.headers = {"ETag": version_of(shown)}


class NotThere(Precondition):
    """412: a version was named of what isn't there."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "not_there"


def version_of(shown: Any) -> str:
    """The strong entity tag of a row as it is shown."""
    text = json.dumps(shown, cls=JSONEncoder, sort_keys=True)
    return f'"{sha256(text.encode()).hexdigest()[:24]}"'


def check_version(given: str | None, shown: Any) -> None:
    """Is the row, which is locked, still what the client saw?

    Args:
        given: as in `If-Match`.

    Raises:
        Precondition: it isn't said what was seen.
        Changed: it isn't.
    """
    if given is None:
        raise Precondition(
            _("Say by If-Match which version you mean: its ETag, or * for any.")
        )
    wanted = parse_etags(given)
    if wanted != ["*"] and version_of(shown) not in wanted:
        raise Changed(shown)


def check_upsert(headers: Mapping[str, str], shown: Any | None) -> None:
    """Is the row, which is locked or None, as the client supposes, if it says so?

    Raises:
        NotThere: by `If-Match` it is supposed to be there.
        Changed: it isn't what `If-Match` says, or what `If-None-Match` excludes.
    """
    if "If-Match" in headers:
        if shown is None:
            raise NotThere(_("There is no such record to change."))
        check_version(headers["If-Match"], shown)
    excluded = parse_etags(headers.get("If-None-Match", ""))
    if shown is not None and {"*", version_of(shown)} & set(excluded):
        raise Changed(shown)
