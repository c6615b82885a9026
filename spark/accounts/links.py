"""Links that open an account: kept out of every log."""

import re
from logging import LogRecord
from typing import Any

from structlog.stdlib import ProcessorFormatter

_SECRET = re.compile(r"(/invitation/|/password/reset/key/)[^/\s\"'?]+")


def masked(text: str) -> str:
    return _SECRET.sub(r"\1***", text)


class MaskingFormatter(ProcessorFormatter):
    """The last thing before a line is written, whoever wrote it."""

    def format(self, record: LogRecord) -> str:
        return masked(super().format(record))


def scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """Sentry's events, before they are sent."""
    return _walk(event)


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _walk(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(inner) for inner in value]
    return value
